// What a chart tells of the place that is pointed at.
import { formatCount, formatDuration, formatValue } from "../pure/numbers.js";
import { joined } from "../pure/plot.js";
import { nearest } from "../pure/curves.js";
import { colourClass, element, swatch } from "./dom.js";

const [mostRows, margin] = [12, 8];

/** Shows the values of the curves near a place of the axis. */
export function showTip(root, plot, curves, x, view) {
  const near = (plot.scales.x.max - plot.scales.x.min) / 40;
  const found = curves
    .flatMap(curve => {
      const values = joined(curve);
      const index = nearest(curve.x, values, x);
      return index >= 0 && (Math.abs(curve.x[index] - x) <= near || (x > curve.x[0] && x < curve.x.at(-1)))
        ? [{ curve, index, value: values[index] }]
        : [];
    })
    .sort((one, other) => Number(one.curve.thin) - Number(other.curve.thin) || other.value - one.value);
  let tip = root.querySelector(".tip");
  if (found.length === 0) {
    tip?.remove();
    return;
  }
  tip ??= root.appendChild(element("div", { class: "tip" }));
  const at = found.reduce(
    (best, one) => (Math.abs(one.curve.x[one.index] - x) < Math.abs(best - x) ? one.curve.x[one.index] : best),
    found[0].curve.x[found[0].index],
  );
  const table = element("table", {}, found.slice(0, mostRows).map(rowOf));
  tip.replaceChildren(element("b", {}, titleOf(at, view.x)), table, found.length > mostRows ? `and ${found.length - mostRows} more` : "");
  const left = plot.bbox.left / devicePixelRatio + plot.valToPos(x, "x");
  const onRight = left < root.clientWidth / 2;
  tip.style.left = onRight ? `${left + 14}px` : "";
  tip.style.right = onRight ? "" : `${root.clientWidth - left + 14}px`;
  keepInWindow(tip);
}

function keepInWindow(tip) {
  tip.style.translate = "";
  const { left, right } = tip.getBoundingClientRect();
  const by = left < margin ? margin - left : Math.min(0, innerWidth - margin - right);
  tip.style.translate = by === 0 ? "" : `${by}px`;
}

function rowOf({ curve, index, value }) {
  const isBand = curve.low?.[index] !== undefined && curve.low[index] !== null && curve.low[index] !== curve.high[index];
  const going = curve.count?.[index];
  const more = [
    isBand ? `${formatValue(curve.low[index])} to ${formatValue(curve.high[index])}` : "",
    going !== undefined ? (going < curve.seeds ? `${going} of ${curve.seeds} seeds go on` : `${curve.seeds} seeds`) : "",
  ]
    .filter(Boolean)
    .join(", ");
  return element(
    "tr",
    { class: colourClass(curve) },
    element("td", {}, swatch(curve)),
    element("td", { class: "who" }, curve.name),
    element("td", { class: "value" }, formatValue(value)),
    element("td", { class: "more" }, more),
  );
}

const titleOf = (x, kind) =>
  kind === "time" ? new Date(x).toLocaleString("en") : kind === "relative" ? formatDuration(1000 * x) : `step ${formatCount(Math.round(x))}`;
