// Runs over one parameter, or over two with the contours of the objective.
import { contour, surface } from "../pure/contour.js";
import { areDecades, formatTick, formatValue, logTicks, niceTicks } from "../pure/numbers.js";
import { pointRows } from "../pure/points.js";
import { apart, scaleOf } from "../pure/scales.js";
import { drawingButtons } from "./chart-export.js";
import { element, svg } from "./dom.js";
import { rampColour } from "./ramp.js";

const [width, height, left, right, top, bottom] = [640, 416, 74, 624, 30, 368];
const [gridSize, levels] = [48, 9];

/** About how wide a letter of a tick is, and how high a line. */
const [letter, line] = [7, 15];

/** A scatter of the objective over a parameter. */
export function scatterFigure() {
  return figureOf("Objective over a parameter", "scatter", (points, kept, metric, axis) => {
    const [x, y] = [scaleOf(points.map(point => point.values[axis])), scaleOf(points.map(point => point.objective))];
    return [
      frame(x, y, axis, metric),
      dots(
        points,
        kept,
        point => x.place(point.values[axis]),
        point => y.place(point.objective),
        () => null,
      ),
    ];
  });
}

/** The objective over two parameters, as a surface with contours. */
export function contourFigure() {
  return figureOf("Objective over two parameters", "contour", (points, kept, metric, first, second) => {
    const [x, y, z] = [
      scaleOf(points.map(point => point.values[first])),
      scaleOf(points.map(point => point.values[second])),
      scaleOf(points.map(point => point.objective)),
    ];
    const placed = points
      .map(point => [x.place(point.values[first]), y.place(point.values[second]), z.place(point.objective)])
      .filter(place => place.every(Number.isFinite));
    const grid = surface(placed, gridSize);
    const cell = [(right - left) / gridSize, (bottom - top) / gridSize];
    const squares = grid.flatMap((row, rowIndex) =>
      row.map((value, column) =>
        value === null
          ? null
          : svg("rect", {
              x: (left + column * cell[0]).toFixed(1),
              y: (bottom - (rowIndex + 1) * cell[1]).toFixed(1),
              width: (cell[0] + 0.6).toFixed(1),
              height: (cell[1] + 0.6).toFixed(1),
              fill: rampColour(value),
            }),
      ),
    );
    const lines = Array.from({ length: levels }, (_, index) => contour(grid, (index + 1) / (levels + 1))).flatMap(segments =>
      segments.length === 0
        ? []
        : [svg("path", { class: "contour", d: segments.map(([x1, y1, x2, y2]) => `M${toX(x1)} ${toY(y1)}L${toX(x2)} ${toY(y2)}`).join("") })],
    );
    return [
      squares,
      lines,
      frame(x, y, first, second, false),
      dots(
        points,
        kept,
        point => x.place(point.values[first]),
        point => y.place(point.values[second]),
        point => rampColour(z.place(point.objective)),
      ),
    ];
  });
}

function figureOf(title, name, content) {
  const box = element("div", {});
  const caption = element("b", {}, title);
  const says = element("p", { class: "says" });
  let rows = [];
  return {
    root: element(
      "figure",
      { class: "chart", "data-view": name },
      element(
        "figcaption",
        {},
        caption,
        element(
          "div",
          { class: "tools" },
          drawingButtons(
            name,
            () => box.querySelector("svg"),
            () => rows,
          ),
        ),
      ),
      box,
      says,
    ),
    draw(points, kept, metric, ...axes) {
      if (axes.some(axis => !axis) || points.length === 0) {
        box.replaceChildren(
          element(
            "p",
            { class: "empty" },
            points.length === 0 ? `No run has a finite ${metric} yet.` : "There are not enough parameters that differ.",
          ),
        );
        return;
      }
      rows = pointRows(points, axes, metric);
      box.replaceChildren(
        svg(
          "svg",
          {
            class: "drawing",
            viewBox: `0 0 ${width} ${height}`,
            role: "img",
            "aria-label": `${metric} over ${axes.join(" and ")}: ${points.length} runs`,
          },
          content(points, kept, metric, ...axes),
        ),
      );
      says.textContent =
        axes.length === 2 ? `${metric}: the darker or brighter, the larger; a mean over the runs around, left out where there is none.` : "";
    },
  };
}

function dots(points, kept, xOf, yOf, fill) {
  return points
    .filter(point => Number.isFinite(xOf(point)) && Number.isFinite(yOf(point)))
    .map(point => {
      const dot = svg(
        "circle",
        {
          class: `dot${kept.has(point.id) ? "" : " out"}`,
          cx: toX(xOf(point)),
          cy: toY(yOf(point)),
          r: 5,
          fill: fill(point) ?? "var(--accent)",
        },
        svg(
          "title",
          {},
          `${point.name}: ${formatValue(point.objective)}\n${Object.entries(point.values)
            .map(([name, value]) => `${name} ${value}`)
            .join("\n")}`,
        ),
      );
      dot.addEventListener("click", () => {
        location.href = `/runs/${point.id}`;
      });
      return dot;
    });
}

function frame(x, y, xName, yName, hasRules = true) {
  const across = ticksOf(x, 6);
  const widest = letter * Math.max(0, ...across.map(([, text]) => text.length));
  return svg(
    "g",
    {},
    apart(across, (widest + line) / (right - left - 20)).map(([place, text]) =>
      svg("text", { x: toX(place), y: bottom + 18, "text-anchor": "middle" }, text),
    ),
    apart(ticksOf(y, 6), line / (bottom - top - 20)).map(([place, text]) => [
      hasRules ? svg("path", { class: "rule", d: `M${left} ${toY(place)}H${right}` }) : null,
      svg("text", { x: left - 8, y: toY(place) + 4, "text-anchor": "end" }, text),
    ]),
    svg("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}`, fill: "none" }),
    svg("text", { class: "name", x: (left + right) / 2, y: height - 8, "text-anchor": "middle" }, xName),
    svg("text", { class: "name", x: left, y: top - 12 }, yName),
  );
}

function ticksOf(scale, count) {
  if (scale.kind === "category") {
    return scale.words.slice(0, 14).map(word => [scale.place(word), word.length > 12 ? `${word.slice(0, 11)}…` : word]);
  }
  if (scale.steps) {
    return scale.steps.map(step => [scale.place(step), formatValue(step)]);
  }
  const ticks = scale.kind === "log" ? logTicks(scale.low, scale.high) : niceTicks(scale.low, scale.high, count);
  return ticks
    .filter(tick => tick >= scale.low && tick <= scale.high)
    .map((tick, _, all) => [scale.place(tick), formatTick(tick, scale.kind === "log" && areDecades(all) ? tick : all[1] - all[0] || 1)]);
}

const toX = place => Number((left + 10 + place * (right - left - 20)).toFixed(1));
const toY = place => Number((bottom - 10 - place * (bottom - top - 20)).toFixed(1));
