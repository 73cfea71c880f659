// Curves as the columns, lines and bands that uPlot draws.
import { align } from "./curves.js";
import { plural } from "./numbers.js";
import { smoothed } from "./smoothing.js";
import { extent } from "./scales.js";

/**
 * The columns of a chart.
 * @param curves as read by curves.js, each with name, colour and dashed, and thin for one of several seeds
 * @param weight of the smoothing
 * @returns { data, lines, bands }: data[0] is x; lines[i] tells of data[i + 1] its curve and its role; bands are pairs of places in data
 */
export function columnsOf(curves, weight) {
  const prepared = curves.map(curve => smooth(curve, weight));
  const { x, columns } = align(prepared, ["low", "high", "y", "smooth", "carried"]);
  const [data, lines, bands] = [[x], [], []];
  const add = (column, curve, role) => {
    data.push(column);
    lines.push({ curve, role });
    return data.length - 1;
  };
  prepared.forEach((curve, index) => {
    const own = columns[index];
    if (own.low && !curve.thin && hasBand(curve)) {
      bands.push([add(own.high, curves[index], "edge"), add(own.low, curves[index], "edge")]);
    }
    if (curve.smooth !== curve.y && curve.smooth.some((value, place) => value !== curve.y[place])) {
      add(own.y, curves[index], "raw");
    }
    add(own.smooth, curves[index], curve.thin ? "thin" : "main");
    if (own.carried?.some(value => value !== null && value !== undefined)) {
      add(own.carried, curves[index], "carried");
    }
  });
  return { data, lines, bands };
}

/**
 * A curve with its smoothed line. The band over seeds is smoothed as its line is, which would leave it otherwise; that of one run is the least and
 * the greatest that it logged.
 */
export function smooth(curve, weight) {
  if (weight === 0 || curve.thin) {
    return { ...curve, smooth: curve.y };
  }
  const [line, low, high] = [joined(curve), curve.low, curve.high].map(values => smoothed(values, weight));
  return curve.carried
    ? {
        ...curve,
        low,
        high,
        smooth: line.map((value, index) => (curve.y[index] === null ? null : value)),
        carried: line.map((value, index) => (curve.carried[index] === null ? null : value)),
      }
    : { ...curve, smooth: line };
}

/** A curve with what is carried on. */
export const joined = curve => (curve.carried ? curve.y.map((value, index) => value ?? curve.carried[index]) : curve.y);

/** The range of all that a chart draws, over a part of its axis: { x, y }, null where there is nothing. */
export function rangeOf(curves, zoom = null) {
  const within = curve => curve.x.map((at, index) => index).filter(index => !zoom || (curve.x[index] >= zoom[0] && curve.x[index] <= zoom[1]));
  return {
    x: zoom ?? extent(curves.flatMap(curve => [curve.x[0], curve.x.at(-1), ...curve.marks.map(mark => mark.x)])),
    y: extent(
      curves.flatMap(curve => within(curve).flatMap(index => [curve.y[index], curve.carried?.[index], curve.low?.[index], curve.high?.[index]])),
    ),
  };
}

/**
 * The range of the horizontal axis. A logarithmic one begins with the first place above zero: what lies at zero, as a run's first step does, has no
 * place on it.
 * @param xs the places of all curves
 */
export function acrossOf([low, high], xs, isLog) {
  if (!isLog) {
    return low === high ? [low - 1, high + 1] : [low, high];
  }
  const least = xs.reduce((found, x) => (x > 0 && x < found ? x : found), Infinity);
  const from = low > 0 ? low : least < Infinity ? least : 1;
  return high > from ? [from, high] : [from / 2, from * 2];
}

/** A range with some room around it, from zero where zero is near; on a logarithmic axis in equal ratios. */
export function padded([low, high], isLog) {
  if (isLog) {
    const room = (high / low) ** 0.04 || 1.2;
    return high > low ? [low / room, high * room] : [low / 2, high * 2];
  }
  // Values that differ by less are one value to who looks at them, and have no ticks between them that a number could say.
  const isOne = high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  const room = isOne ? Math.abs(high) * 0.1 || 1 : (high - low) * 0.05;
  return [low >= 0 && low - room < 0 ? Math.min(0, low) : low - room, high + room];
}

/** What a chart says of seeds that have ended, in a sentence; empty where all go on. */
export function describeCarried(curves) {
  const ended = curves.filter(curve => curve.carried?.some((value, index) => value !== null && curve.y[index] === null));
  if (ended.length === 0) {
    return "";
  }
  const fewest = ended
    .map(curve => ({ name: curve.name.split(" · ")[0], all: Math.max(...curve.count), left: curve.count.at(-1) }))
    .sort((one, other) => one.left - other.left)[0];
  const rest = ended.length > 1 ? `; seeds of ${plural(ended.length - 1, "other")} have ended too` : "";
  return `Dotted: a seed has ended, its last value is carried on. At the end ${fewest.left} of ${fewest.all} seeds of ${fewest.name} go on${rest}.`;
}

const hasBand = curve => curve.low.some((value, index) => value !== curve.high[index]);
