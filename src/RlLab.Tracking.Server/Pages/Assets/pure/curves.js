// The server's curves as columns for the plot: aligned over one axis, with gaps, dots for points that stand alone, and marks for what is not finite.
import { toNumber } from "./numbers.js";

/**
 * A curve of one run.
 * @param curve as the server gives it
 * @param isLog whether its values have a logarithmic axis
 * @param unit how many of the server's are one of the axis: 1000 where it shows seconds
 * @returns { x, y, low, high, alone, marks, odd, hidden }: alone are the places of points without a neighbour, marks are { x, kind },
 * odd tells how many points are not finite, hidden how many have no place on a logarithmic axis
 */
export function readCurve(curve, isLog = false, unit = 1) {
  const x = curve.x.map(at => at / unit);
  const [y, low, high] = [curve.mean, curve.low, curve.high].map(values => values.map(value => place(toNumber(value), isLog)));
  const marks = (curve.non_finite ?? []).map(([at, value]) => ({ x: at / unit, kind: kindOf(toNumber(value)) }));
  const hidden = isLog ? curve.mean.filter(value => toNumber(value) <= 0).length : 0;
  return { x, y, low, high, alone: alone(y), marks, odd: curve.non_finite_count ?? marks.length, hidden };
}

/** A curve over seeds: what is carried on after a seed has ended stands apart, and the two meet in one point. */
export function readGroup(group, isLog = false, unit = 1) {
  const x = group.x.map(at => at / unit);
  const [center, low, high] = [group.center, group.low, group.high].map(values => values.map(value => place(toNumber(value), isLog)));
  const going = center.map((value, index) => (group.carried[index] ? null : value));
  const carried = center.map((value, index) => (group.carried[index] || group.carried[index + 1] ? value : null));
  const marks = x.flatMap((at, index) => (group.non_finite?.[index] > 0 ? [{ x: at, kind: "NaN" }] : []));
  const hidden = isLog ? group.center.filter(value => toNumber(value) <= 0).length : 0;
  return { x, y: going, carried, low, high, count: group.count, alone: alone(center), marks, odd: marks.length, hidden };
}

/**
 * Several curves over one axis: undefined where a curve has no point of its own (the line goes on), null where it has a gap.
 * @param curves each with x, and the names of the columns wanted
 * @returns { x, columns }: columns[i][name] is the i-th curve's column over x
 */
export function align(curves, names) {
  const all = new Set();
  for (const curve of curves) {
    for (const at of curve.x) {
      all.add(at);
    }
  }
  const x = Float64Array.from(all).sort();
  const places = new Map([...x].map((at, index) => [at, index]));
  const columns = curves.map(curve =>
    Object.fromEntries(
      names
        .filter(name => curve[name])
        .map(name => {
          const column = new Array(x.length).fill(undefined);
          curve.x.forEach((at, index) => {
            column[places.get(at)] = curve[name][index];
          });
          return [name, column];
        }),
    ),
  );
  return { x: [...x], columns };
}

/** The place of the point that is nearest to x among those with a value; -1 where there is none. */
export function nearest(xs, values, x) {
  let found = -1;
  for (let index = 0; index < xs.length; index++) {
    const value = values[index];
    if (value !== null && value !== undefined && (found < 0 || Math.abs(xs[index] - x) < Math.abs(xs[found] - x))) {
      found = index;
    }
  }
  return found;
}

/** What a chart without a single finite value says of the values that it has; null where one is finite. */
export function onlyNonFinite(curves) {
  if (curves.some(curve => curve.y.some(isValue) || curve.carried?.some(isValue))) {
    return null;
  }
  const marks = curves.flatMap(curve => curve.marks);
  if (marks.length === 0) {
    return "No points.";
  }
  const kinds = [...new Set(marks.map(mark => mark.kind))].join(" and ");
  const first = marks.reduce((least, mark) => Math.min(least, mark.x), Infinity);
  return `Nothing but ${kinds}, from ${first.toLocaleString("en")} on.`;
}

const isValue = value => value !== null && value !== undefined;
const kindOf = value => (Number.isNaN(value) ? "NaN" : value > 0 ? "infinity" : "minus infinity");
const place = (value, isLog) => (Number.isFinite(value) && (!isLog || value > 0) ? value : null);
const alone = values =>
  values.flatMap((value, index) => (value !== null && !isValue(values[index - 1]) && !isValue(values[index + 1]) ? [index] : []));
