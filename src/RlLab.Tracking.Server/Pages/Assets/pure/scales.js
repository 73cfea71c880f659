// Scales: from data to a place between 0 and 1, linear, logarithmic, or by category.

/** The scale of some values, chosen by what they are: numbers that span two powers of ten, or double, are logarithmic, texts are categories. */
export function scaleOf(values) {
  const known = values.filter(value => value !== null && value !== undefined && value !== "");
  const numbers = known.map(Number);
  if (known.length === 0 || numbers.some(Number.isNaN)) {
    return categories([...new Set(known.map(String))].sort((one, other) => one.localeCompare(other, "en", { numeric: true })));
  }
  const finite = numbers.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite), Math.max(...finite)];
  const steps = [...new Set(finite)].sort((one, other) => one - other);
  const scale = low > 0 && (high / low >= 100 || isGeometric(steps)) ? logarithmic(low, high) : linear(low, high);
  return steps.length <= fewValues ? { ...scale, steps } : scale;
}

/** Values that are so few are the ticks of their axis themselves. */
const fewValues = 6;

// Such as 16, 32, 64.
const isGeometric = steps =>
  steps.length >= 3 && steps.slice(1).every((step, index) => Math.abs(step / steps[index] / (steps[1] / steps[0]) - 1) < 1e-6);

/** Equal distances are equal differences. */
export function linear(low, high) {
  const [from, span] = high > low ? [low, high - low] : [low - 0.5, 1];
  return {
    kind: "linear",
    low: from,
    high: from + span,
    place: value => (Number(value) - from) / span,
    at: place => from + place * span,
  };
}

/** Equal distances are equal ratios; both ends are above zero. */
export function logarithmic(low, high) {
  const inner = linear(Math.log10(low), Math.log10(high));
  return {
    kind: "log",
    low: 10 ** inner.low,
    high: 10 ** inner.high,
    place: value => (Number(value) > 0 ? inner.place(Math.log10(Number(value))) : NaN),
    at: place => 10 ** inner.at(place),
  };
}

/** Words at equal distances. */
function categories(words) {
  const places = new Map(words.map((word, index) => [word, words.length === 1 ? 0.5 : index / (words.length - 1)]));
  return {
    kind: "category",
    words,
    low: words[0],
    high: words.at(-1),
    place: value => places.get(String(value)) ?? NaN,
    at: place => words[Math.max(0, Math.min(words.length - 1, Math.round(place * (words.length - 1))))],
  };
}

/** The least and the greatest finite number; null where there is none. */
export function extent(values) {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (value !== null && value !== undefined && Number.isFinite(value)) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return low <= high ? [low, high] : null;
}

/** Those of some [place, text] that can stand on an axis without touching: the outermost, and of the others what keeps away from those before. */
export function apart(ticks, least) {
  const [first, ...others] = [...ticks].sort(([one], [other]) => one - other);
  const last = others.at(-1);
  const kept = first ? [first] : [];
  others
    .slice(0, -1)
    .filter(([place]) => last[0] - place >= least)
    .forEach(tick => tick[0] - kept.at(-1)[0] >= least && kept.push(tick));
  return last && last[0] - kept.at(-1)[0] >= least ? [...kept, last] : kept;
}
