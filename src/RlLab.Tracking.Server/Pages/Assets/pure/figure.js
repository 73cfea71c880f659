// A chart as an SVG file, which stands for itself: no style sheet, no script.
import { areDecades, formatTick, logTicks, niceTicks } from "./numbers.js";
import { linear, logarithmic } from "./scales.js";
import { smooth } from "./plot.js";

const [width, height, left, right, top, lineHeight] = [900, 480, 72, 20, 44, 20];

/**
 * The text of the file.
 * @param chart { title, xLabel, curves, x: { range, isLog }, y: { range, isLog }, weight, notes }
 * @param palette { back, text, quiet, line, colours }
 */
export function figureSvg(chart, palette) {
  const named = chart.curves.filter(curve => !curve.thin);
  const notes = chart.notes.filter(Boolean);
  const below = 48 + lineHeight * (named.length + notes.length);
  const bottom = height - 40;
  const toX = place(chart.x, left, width - right);
  const toY = place(chart.y, bottom, top);
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height + below}" viewBox="0 0 ${width} ${height + below}"`,
    `  font-family="system-ui, sans-serif" font-size="12" fill="${palette.quiet}">`,
    `<title>${escape(chart.title)}</title><rect width="100%" height="100%" fill="${palette.back}"/>`,
    `<text x="${left}" y="26" font-size="15" font-weight="600" fill="${palette.text}">${escape(chart.title)}</text>`,
    `<clipPath id="area"><rect x="${left}" y="${top}" width="${width - right - left}" height="${bottom - top}"/></clipPath>`,
    ...ticksOf(chart.y, 6).map(
      ([at, label]) =>
        `<path d="M${left} ${fix(toY(at))}H${width - right}" stroke="${palette.line}"/>` +
        `<text x="${left - 8}" y="${fix(toY(at) + 4)}" text-anchor="end">${label}</text>`,
    ),
    ...ticksOf(chart.x, 8).map(([at, label]) => `<text x="${fix(toX(at))}" y="${bottom + 18}" text-anchor="middle">${label}</text>`),
    `<text x="${(left + width - right) / 2}" y="${height - 4}" text-anchor="middle">${escape(chart.xLabel)}</text><g clip-path="url(#area)">`,
    ...chart.curves.flatMap(curve => drawn(curve, chart, palette, toX, toY, bottom)),
    "</g>",
    ...named.map((curve, index) => {
      const y = height + 24 + index * lineHeight;
      return (
        `<path d="M${left} ${y - 4}h22" stroke="${palette.colours[curve.colour]}" stroke-width="3" ${dashOf(curve)}/>` +
        `<text x="${left + 30}" y="${y}" fill="${palette.text}">${escape(curve.name)}</text>`
      );
    }),
    ...notes.map((note, index) => `<text x="${left}" y="${height + 30 + (named.length + index) * lineHeight}">${escape(note)}</text>`),
    "</svg>\n",
  ];
  return parts.join("\n");
}

function drawn(curve, chart, palette, toX, toY, bottom) {
  const colour = palette.colours[curve.colour];
  const line = (values, more) =>
    path(curve.x, values, toX, toY) && `<path d="${path(curve.x, values, toX, toY)}" fill="none" stroke="${colour}" ${more}/>`;
  const shown = smooth(curve, chart.weight);
  const dash = dashOf(curve);
  const hasPlace = index => Number.isFinite(toX(curve.x[index]));
  return [
    curve.low && !curve.thin ? band(shown, toX, toY, colour) : "",
    shown.smooth.some((value, index) => value !== curve.y[index]) ? line(curve.y, 'stroke-width="1" opacity="0.25"') : "",
    line(shown.smooth, curve.thin ? `stroke-width="0.8" opacity="0.45" ${dash}` : `stroke-width="2" stroke-linejoin="round" ${dash}`),
    shown.carried ? line(shown.carried, 'stroke-width="2" stroke-dasharray="2 4"') : "",
    ...curve.alone.filter(hasPlace).map(
      index => `<circle cx="${fix(toX(curve.x[index]))}" cy="${fix(toY(curve.y[index] ?? curve.carried?.[index]))}" r="3" fill="${colour}"/>`,
    ),
    ...thinned(
      curve.marks.filter(mark => Number.isFinite(toX(mark.x))),
      toX,
    ).map(mark => markSvg(mark, fix(toX(mark.x)), mark.kind === "infinity" ? 50 : bottom - 6, colour)),
  ].filter(Boolean);
}

// Marks of one kind stand no closer than a few pixels: more of them would be a bar.
function thinned(marks, toX) {
  const last = {};
  return marks.filter(mark => {
    const isApart = !(Math.abs(toX(mark.x) - last[mark.kind]) < 9);
    if (isApart) {
      last[mark.kind] = toX(mark.x);
    }
    return isApart;
  });
}

const markSvg = (mark, x, y, colour) =>
  mark.kind === "NaN"
    ? `<path d="M${x - 4} ${y - 4}l8 8m0 -8l-8 8" stroke="${colour}" stroke-width="1.6"><title>NaN</title></path>`
    : `<path d="M${x - 4} ${y}h8l-4 ${mark.kind === "infinity" ? -7 : 7}z" fill="${colour}"><title>${mark.kind}</title></path>`;

function band(curve, toX, toY, colour) {
  const known = curve.x
    .map((_, index) => index)
    .filter(index => curve.low[index] !== null && curve.high[index] !== null && Number.isFinite(toX(curve.x[index])));
  const edge = (indices, values) => indices.map(index => `${fix(toX(curve.x[index]))} ${fix(toY(values[index]))}`).join("L");
  return known.length < 2 ? "" : `<path d="M${edge(known, curve.high)}L${edge([...known].reverse(), curve.low)}Z" fill="${colour}" opacity="0.16"/>`;
}

function path(xs, values, toX, toY) {
  let [data, pen] = ["", "M"];
  values.forEach((value, index) => {
    if (value === null || !Number.isFinite(toX(xs[index]))) {
      pen = "M";
    } else if (value !== undefined) {
      data += `${pen}${fix(toX(xs[index]))} ${fix(toY(value))}`;
      pen = "L";
    }
  });
  return data;
}

function place({ range: [low, high], isLog }, from, to) {
  const scale = isLog ? logarithmic(low, high) : linear(low, high);
  return value => from + scale.place(value) * (to - from);
}

function ticksOf({ range: [low, high], isLog, label }, count) {
  const ticks = isLog ? logTicks(low, high) : niceTicks(low, high, count);
  return ticks
    .filter(tick => tick >= low && tick <= high)
    .map((tick, index, all) => [
      tick,
      label ? label(tick) : formatTick(tick, all.length < 2 || (isLog && areDecades(all)) ? Math.abs(tick) : all[1] - all[0]),
    ]);
}

const dashOf = curve => (curve.isTest ? 'stroke-dasharray="14 3"' : curve.dashed ? 'stroke-dasharray="6 4"' : "");
const fix = value => Number(value.toFixed(2));
const escape = text => text.replace(/[&<>"]/g, character => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[character]);
