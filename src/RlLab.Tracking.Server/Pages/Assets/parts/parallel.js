// Parallel coordinates: an axis for each parameter and one for the objective, a line for each run, brushed on the axes.
import { formatTick, formatValue, niceTicks } from "../pure/numbers.js";
import { isWithin, pointRows, readBrushes, writeBrushes } from "../pure/points.js";
import { apart, scaleOf } from "../pure/scales.js";
import { element, svg } from "./dom.js";
import { drawingButtons } from "./chart-export.js";
import { rampColour } from "./ramp.js";

/** Words on an axis stand no closer than this. */
const closest = 15;

const [width, height, top, bottom, side] = [1100, 380, 46, 356, 70];
const objectiveAxis = "objective";

/** A figure whose brushes are in the state, as texts. */
export function parallelFigure(state, told) {
  const box = element("div", {});
  const count = element("p", { class: "says", role: "status" });
  let current = null;
  const figure = element(
    "figure",
    { class: "chart", "data-view": "parallel" },
    element(
      "figcaption",
      {},
      element("b", {}, "Parallel coordinates"),
      element(
        "div",
        { class: "tools" },
        drawingButtons(
          "parallel-coordinates",
          () => box.querySelector("svg"),
          () => pointRows(current.points, current.axes.slice(0, -1), current.metric),
        ),
      ),
    ),
    box,
    count,
  );
  const set = brushes => state.set({ brush: writeBrushes(brushes) });
  return {
    root: figure,
    draw(points, axes, metric) {
      current = { points, axes: [...axes, objectiveAxis], metric };
      current.scales = Object.fromEntries(current.axes.map(axis => [axis, scaleOf(points.map(point => valueOf(point, axis)))]));
      const brushes = readBrushes(state.get("brush"));
      const kept = new Set(
        points
          .filter(point => isWithin({ ...point, values: { ...point.values, [objectiveAxis]: point.objective } }, brushes, current.scales))
          .map(point => point.id),
      );
      const focused = box.contains(document.activeElement) ? document.activeElement.dataset.axis : null;
      box.replaceChildren(drawing(current, kept, brushes, set));
      if (focused) {
        box.querySelector(`[data-axis="${CSS.escape(focused)}"]`)?.focus();
      }
      count.textContent =
        brushes.size === 0
          ? "Drag along an axis to keep the runs there; with the keyboard, arrows move a brush, with Shift they make it wider, Escape takes it away."
          : `${kept.size} of ${points.length} runs are within the brushes.`;
      told(kept);
    },
  };
}

function drawing({ points, axes, metric, scales }, kept, brushes, set) {
  const toX = index => (axes.length === 1 ? width / 2 : side + (index * (width - 2 * side)) / (axes.length - 1));
  const toY = place => bottom - place * (bottom - top);
  const objective = scales[objectiveAxis];
  const lines = points.map(point => {
    const corners = axes.map((axis, index) => [toX(index), toY(scales[axis].place(valueOf(point, axis)))]).filter(([, y]) => Number.isFinite(y));
    return svg(
      "path",
      {
        class: `path${kept.has(point.id) ? "" : " out"}`,
        d: `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}`,
        stroke: rampColour(objective.place(point.objective)),
      },
      svg("title", {}, `${point.name}: ${formatValue(point.objective)}`),
    );
  });
  return svg(
    "svg",
    { class: "drawing", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": `${points.length} runs over ${axes.length} axes` },
    lines,
    axes.map((axis, index) => axisOf(axis, toX(index), axis === objectiveAxis ? metric : axis, scales[axis], toY, brushes, set)),
  );
}

function axisOf(axis, x, title, scale, toY, brushes, set) {
  const brush = brushes.get(axis);
  const grip = svg("rect", {
    class: "grip",
    x: x - 16,
    y: top - 6,
    width: 32,
    height: bottom - top + 12,
    tabindex: 0,
    role: "slider",
    "data-axis": axis,
    "aria-label": `Brush on ${title}`,
    "aria-orientation": "vertical",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
    "aria-valuenow": Math.round(100 * (brush ? (brush[0] + brush[1]) / 2 : 0.5)),
    "aria-valuetext": brush ? `${label(scale, brush[0])} to ${label(scale, brush[1])}` : "all",
  });
  const change = ends => {
    const next = new Map(brushes);
    if (ends) {
      next.set(axis, [Math.max(0, ends[0]), Math.min(1, ends[1])]);
    } else {
      next.delete(axis);
    }
    set(next);
  };
  grip.addEventListener("keydown", event => moveBrush(event, brush, change));
  grip.addEventListener("pointerdown", event => dragBrush(event, grip, change));
  return svg(
    "g",
    {},
    svg("path", { class: "axis", d: `M${x} ${top}V${bottom}` }),
    svg("text", { class: "name", x, y: 16, "text-anchor": "middle" }, shortened(title), svg("title", {}, title)),
    apart(ticksOf(scale), closest / (bottom - top)).map(([place, text]) => svg("text", { x: x + 7, y: toY(place) + 4 }, shortened(text))),
    brush ? svg("rect", { class: "brush", x: x - 7, width: 14, y: toY(brush[1]), height: Math.max(2, toY(brush[0]) - toY(brush[1])), rx: 3 }) : null,
    grip,
  );
}

function moveBrush(event, brush, change) {
  const by = { ArrowUp: 0.05, ArrowDown: -0.05 }[event.key];
  const [low, high] = brush ?? [0.25, 0.75];
  if (by) {
    event.preventDefault();
    change(
      !brush
        ? [low, high]
        : event.shiftKey
          ? [Math.min(low - by / 2, high), Math.max(high + by / 2, low)]
          : low + by < 0 || high + by > 1
            ? brush
            : [low + by, high + by],
    );
  } else if (event.key === "Escape" || event.key === "Delete") {
    change(null);
  }
}

function dragBrush(event, grip, change) {
  const box = grip.ownerSVGElement.getBoundingClientRect();
  const placeAt = y => Math.max(0, Math.min(1, (bottom - ((y - box.top) / box.height) * height) / (bottom - top)));
  const from = placeAt(event.clientY);
  event.preventDefault();
  grip.focus();
  const end = up => {
    removeEventListener("pointerup", end);
    const to = placeAt(up.clientY);
    change(Math.abs(to - from) < 0.01 ? null : [Math.min(from, to), Math.max(from, to)]);
  };
  addEventListener("pointerup", end);
}

function ticksOf(scale) {
  if (scale.kind === "category") {
    return scale.words.length <= 12
      ? scale.words.map(word => [scale.place(word), word])
      : [
          [0, scale.words[0]],
          [1, scale.words.at(-1)],
        ];
  }
  if (scale.steps) {
    return scale.steps.map(step => [scale.place(step), formatValue(step)]);
  }
  return scale.kind === "log"
    ? [
        [0, formatValue(scale.low)],
        [0.5, formatValue(scale.at(0.5))],
        [1, formatValue(scale.high)],
      ]
    : niceTicks(scale.low, scale.high, 5).map((tick, _, all) => [scale.place(tick), formatTick(tick, all[1] - all[0] || 1)]);
}

const valueOf = (point, axis) => (axis === objectiveAxis ? point.objective : point.values[axis]);
const label = (scale, place) => (scale.kind === "category" ? scale.at(place) : formatValue(scale.at(place)));
const shortened = text => (text.length > 18 ? `${text.slice(0, 17)}…` : text);
