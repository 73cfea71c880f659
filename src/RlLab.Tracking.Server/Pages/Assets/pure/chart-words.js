// What is said of a chart, below it and to who cannot see it.
import { formatCount, plural } from "./numbers.js";
import { describeCarried } from "./plot.js";
import { describeSmoothing } from "./smoothing.js";

const units = { step: "steps", time: "ms", relative: "seconds" };

/**
 * What a chart does to its curves and what it cannot show of them, in sentences; empty where there is nothing to say.
 * @param curves as they are drawn
 * @param view { x, xLog, smooth } how they are seen
 */
export function describeChart(curves, view) {
  const main = curves.filter(curve => !curve.thin);
  const lengths = main.map(curve => curve.y.filter(value => value !== null).length);
  const longest = main[lengths.indexOf(Math.max(...lengths))];
  const perPoint = longest && longest.x.length > 1 ? (longest.x.at(-1) - longest.x[0]) / (longest.x.length - 1) : 0;
  const odd = main.reduce((sum, curve) => sum + curve.odd, 0);
  const first = Math.min(...main.flatMap(curve => curve.marks.map(mark => mark.x)));
  const hidden = main.reduce((sum, curve) => sum + curve.hidden, 0);
  const left = view.xLog ? main.reduce((sum, curve) => sum + curve.x.filter((at, index) => at <= 0 && hasPoint(curve, index)).length, 0) : 0;
  return [
    describeCarried(main),
    describeSmoothing(view.smooth, lengths, perPoint, units[view.x]),
    odd > 0 ? `Not finite from ${view.x === "time" ? new Date(first).toLocaleString("en") : formatCount(first)} on (${plural(odd, "value")}).` : "",
    hidden > 0 ? `${plural(hidden, "point")} at or below zero have no place on a logarithmic axis.` : "",
    left > 0 ? `${plural(left, "point")} left of or at zero have no place on a logarithmic x axis.` : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** Whether a curve has a point there but for its x, its own or one carried on. */
const hasPoint = (curve, index) => (curve.y[index] ?? curve.carried?.[index] ?? null) !== null;

/** Where the first curves of a chart end, and which keys it takes. */
export function summarizeChart(metric, curves, nothing) {
  const ends = curves
    .filter(curve => !curve.thin)
    .slice(0, 5)
    .map(curve => {
      const last = curve.y.findLast(value => value !== null) ?? curve.carried?.findLast(value => value !== null);
      return `${curve.name} ends at ${last === undefined ? "nothing finite" : Number(last.toPrecision(4))}`;
    });
  return `${metric}: ${nothing ?? ends.join(", ")}. Arrows move along it, + and − zoom, 0 shows all.`;
}
