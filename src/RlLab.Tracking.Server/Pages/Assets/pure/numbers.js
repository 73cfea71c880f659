// Numbers as people read them, and the round numbers of an axis.

/** A number of the wire: "NaN" and the infinities are sent as text, an infinity by MLflow's API as the largest number. */
export function toNumber(value) {
  const number = value === null || value === undefined || value === "" ? NaN : Number(value);
  return Math.abs(number) >= Number.MAX_VALUE ? Math.sign(number) * Infinity : number;
}

/** A value with at most five significant digits. */
export function formatValue(value) {
  if (value === undefined || value === null || Number.isNaN(value)) {
    return "NaN";
  }
  if (!Number.isFinite(value)) {
    return value > 0 ? "∞" : "−∞";
  }
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e6 || size < 1e-3)) {
    return minus(
      value
        .toExponential(4)
        .replace(/\.?0+e/, "e")
        .replace("e+", "e"),
    );
  }
  return minus(size >= 1e5 ? formatCount(Math.round(value)) : String(Number(value.toPrecision(5))));
}

/** A whole number with thousands apart. */
export const formatCount = value => value.toLocaleString("en");

/** "1 run", "2 runs". */
export const plural = (count, one, many = `${one}s`) => `${formatCount(count)} ${count === 1 ? one : many}`;

/** A share in percent. */
export const formatPercent = share => `${Math.round(100 * share)}%`;

/** A parameter's text, shortened where it is a number of many digits. */
export function formatParameter(text) {
  return text !== null && text !== undefined && text.length > 8 && text.trim() !== "" && Number.isFinite(Number(text)) && Math.abs(Number(text)) < 1e6
    ? formatValue(Number(text))
    : text;
}

/** A time in milliseconds as people say it. */
export function formatDuration(milliseconds) {
  const seconds = Math.max(0, milliseconds) / 1000;
  const [whole, pad] = [Math.floor(seconds), part => String(part).padStart(2, "0")];
  return seconds < 10
    ? `${seconds.toFixed(1)} s`
    : whole < 60
      ? `${whole} s`
      : whole < 3600
        ? `${Math.floor(whole / 60)} min ${pad(whole % 60)} s`
        : whole < 86400
          ? `${Math.floor(whole / 3600)} h ${pad(Math.floor(whole / 60) % 60)} min`
          : `${Math.floor(whole / 86400)} d ${Math.floor(whole / 3600) % 24} h`;
}

/** At most about that many round numbers from low to high; where these are nearly the same, no more than differ in twelve digits. */
export function niceTicks(low, high, count) {
  const raw = Math.max((high - low || 1) / Math.max(1, count), 1e-12 * Math.max(Math.abs(low), Math.abs(high)));
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999);
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(Number((index * step).toPrecision(12)));
  }
  return ticks;
}

/** Powers of ten from low to high, or round numbers where there are fewer than two. */
export function logTicks(low, high) {
  const ticks = [];
  for (let power = Math.ceil(Math.log10(low) - 1e-9); low > 0 && 10 ** power <= high * (1 + 1e-9); power++) {
    ticks.push(Number(`1e${power}`));
  }
  return ticks.length >= 2 ? ticks : niceTicks(low, high, 4).filter(tick => tick > 0);
}

// Ticks are further apart than that (see niceTicks), so that no two are written alike.
const mostDigits = 12;

/** Whether ticks are powers of ten, of which each has its own digits. */
export const areDecades = ticks => ticks[1] / ticks[0] > 9;

/** The text of a tick, given how far ticks are apart. */
export function formatTick(value, step) {
  const size = Math.abs(value);
  if (size < step * 1e-6 || size === 0) {
    return "0";
  }
  // The place of a step's last digit: -1 for 2.5, 0 for 2.
  const power = Math.floor(Math.log10(step) + 1e-9);
  const last = Number.isInteger(Number((step / 10 ** power).toFixed(6))) ? power : power - 1;
  if (size >= 1e9 || size < 1e-3) {
    return minus(value.toExponential(Math.max(0, Math.min(mostDigits, Math.floor(Math.log10(size) + 1e-9) - last))).replace("e+", "e"));
  }
  if (size >= 1e6 && step >= 1e4) {
    return minus(`${Number((value / 1e6).toFixed(3))}M`);
  }
  if (size >= 1e4 && step >= 10) {
    return minus(`${Number((value / 1e3).toFixed(3))}k`);
  }
  return minus(value.toFixed(Math.max(0, Math.min(mostDigits, -last))));
}

const minus = text => text.replace("-", "−").replace("e−", "e-");
