// uPlot, set up the way that all charts of the pages look.
import uPlot from "../vendor/uplot/uPlot.esm.js";
import { formatTick } from "../pure/numbers.js";
import { acrossOf, padded } from "../pure/plot.js";
import { colourOf, cssValue } from "./dom.js";

const font = "11px system-ui, sans-serif";

/** Marks of one kind stand no closer than this, in pixels: more of them would be a bar. */
const closest = 9;

/**
 * A plot in an element.
 * @param columns as columnsOf gives them
 * @param view { curves, zoom, xLog, yLog, xKind, range } how it is to be seen
 * @param hooks { cursor, zoom } told where the cursor is and which stretch was dragged over
 */
export function makePlot(root, columns, view, hooks) {
  const { data, lines, bands } = columns;
  const quiet = cssValue("--quiet");
  const axis = { stroke: quiet, font, grid: { stroke: cssValue("--line"), width: 1 }, ticks: { show: false }, gap: 6 };
  const ticks = (plot, splits) =>
    splits.map((value, index) => (value === null ? "" : formatTick(value, plot.scales.y.distr === 3 ? value : splits[1] - splits[0] || value)));
  const steps = (plot, splits) =>
    splits.map(value =>
      value === null
        ? ""
        : formatTick(value, plot.scales.x.distr === 3 ? value : splits[1] - splits[0] || value) + (view.xKind === "relative" ? " s" : ""),
    );
  return new uPlot(
    {
      width: Math.max(80, root.clientWidth),
      height: Math.max(80, root.clientHeight),
      ms: 1,
      legend: { show: false },
      padding: [10, 14, 0, 0],
      series: [{}, ...lines.map(line => lineOf(line))],
      bands: bands.map(series => ({ series, fill: fade(colourOf(lines[series[0] - 1].curve), opacityOf(bands.length)) })),
      scales: {
        x: {
          time: view.xKind === "time",
          distr: view.xLog ? 3 : 1,
          range: (plot, low, high) => acrossOf(view.zoom ?? [low, high], plot.data[0], view.xLog),
        },
        y: { distr: view.yLog ? 3 : 1, range: () => (view.range ? padded(view.range, view.yLog) : [0, 1]) },
      },
      axes: [
        { ...axis, grid: { show: false }, size: view.xKind === "time" ? 42 : 26, space: 70, ...(view.xKind === "time" ? {} : { values: steps }) },
        {
          ...axis,
          size: (plot, values) => 14 + 6.6 * Math.max(1, ...(values ?? []).map(text => (text ?? "").length)),
          values: ticks,
          space: 34,
        },
      ],
      cursor: {
        sync: { key: `crosshair-${view.xKind}`, setSeries: false },
        points: { show: false },
        y: false,
        drag: { x: true, y: false, setScale: false },
        bind: { dblclick: () => () => hooks.zoom(null) },
      },
      hooks: {
        draw: [plot => drawMarks(plot, view.curves)],
        setCursor: [plot => hooks.cursor(plot)],
        setSelect: [
          plot => {
            const { left, width } = plot.select;
            if (width > 4) {
              hooks.zoom([plot.posToVal(left, "x"), plot.posToVal(left + width, "x")]);
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            }
          },
        ],
      },
    },
    data,
    root,
  );
}

function lineOf({ curve, role }) {
  const colour = colourOf(curve);
  const looks = {
    edge: { stroke: "transparent", width: 0 },
    raw: { stroke: fade(colour, 0.28), width: 1 },
    thin: { stroke: fade(colour, 0.5), width: 1, dash: dashOf(curve) },
    main: { stroke: colour, width: curve.isTest ? 2.6 : 1.8, dash: dashOf(curve) },
    carried: { stroke: colour, width: 1.8, dash: [2, 4] },
  };
  return { ...looks[role], points: { show: false }, label: curve.name };
}

// Bands lie over each other: the more there are, the fainter each.
const opacityOf = count => Math.max(0.07, Math.min(0.17, 0.45 / count));
const dashOf = curve => (curve.isTest ? [14, 3] : curve.dashed ? [6, 4] : undefined);

// Points without a neighbour are dots; what is not finite is a cross (NaN) at the bottom, or a triangle at the edge that it went beyond.
function drawMarks(plot, curves) {
  const [context, box, ratio] = [plot.ctx, plot.bbox, devicePixelRatio];
  context.save();
  context.beginPath();
  context.rect(box.left, box.top, box.width, box.height);
  context.clip();
  for (const curve of curves) {
    context.fillStyle = context.strokeStyle = colourOf(curve);
    context.lineWidth = 1.6 * ratio;
    for (const index of curve.alone) {
      context.beginPath();
      context.arc(plot.valToPos(curve.x[index], "x", true), plot.valToPos(curve.y[index] ?? curve.carried?.[index], "y", true), 3 * ratio, 0, 7);
      context.fill();
    }
    let last = {};
    for (const mark of curve.marks) {
      const at = plot.valToPos(mark.x, "x", true);
      if (Math.abs(at - last[mark.kind]) < closest * ratio) {
        continue;
      }
      last = { ...last, [mark.kind]: at };
      const [x, size] = [at, 4 * ratio];
      const y = mark.kind === "infinity" ? box.top + 3 * size : box.top + box.height - 2 * size;
      context.beginPath();
      if (mark.kind === "NaN") {
        context.moveTo(x - size, y - size);
        context.lineTo(x + size, y + size);
        context.moveTo(x + size, y - size);
        context.lineTo(x - size, y + size);
        context.stroke();
      } else {
        const tip = mark.kind === "infinity" ? -1.8 * size : 1.8 * size;
        context.moveTo(x - size, y);
        context.lineTo(x + size, y);
        context.lineTo(x, y + tip);
        context.fill();
      }
    }
  }
  context.restore();
}

const fade = (colour, alpha) =>
  `${colour}${Math.round(255 * alpha)
    .toString(16)
    .padStart(2, "0")}`;
