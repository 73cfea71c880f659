// Smoothing of curves, and what it does in words.

/** Curves of fewer points are shown as they are: a mean over so few would only bend them out of shape. */
const fewestPoints = 20;

/**
 * An exponential mean whose first points are not drawn towards zero (Kingma and Ba, 2015, section 3); what is not finite is passed over.
 * @param values one a point
 * @param weight of what came before, from 0 (none) to below 1
 */
export function smoothed(values, weight) {
  if (weight === 0 || values.length < fewestPoints) {
    return values;
  }
  let [mean, scale] = [0, 0];
  return values.map(value => {
    if (value === null || value === undefined || !Number.isFinite(value)) {
      return value;
    }
    mean = weight * mean + (1 - weight) * value;
    scale = weight * scale + (1 - weight);
    return mean / scale;
  });
}

/** Over how many of the last points an exponential mean reaches: their weights have the centre of a plain mean over as many. */
export const reachOf = weight => Math.max(1, Math.round((1 + weight) / (1 - weight)));

/**
 * What smoothing does to the curves of a chart, in a sentence.
 * @param lengths how many points each curve has as it is drawn
 * @param perPoint how much of the axis lies between two points
 * @param unit what the axis counts, such as "steps"
 */
export function describeSmoothing(weight, lengths, perPoint, unit) {
  if (weight === 0 || lengths.length === 0) {
    return "";
  }
  const short = lengths.filter(length => length < fewestPoints).length;
  if (short === lengths.length) {
    return `Not smoothed: fewer than ${fewestPoints} points.`;
  }
  const reach = reachOf(weight);
  const stretch = Number((reach * perPoint).toPrecision(2)).toLocaleString("en");
  const rest = short > 0 ? ` ${short} of ${lengths.length} curves have fewer than ${fewestPoints} points and stay as they are.` : "";
  return `Exponential mean over about the last ${reach} points drawn, ${stretch} ${unit}: it lags behind by half of that.${rest}`;
}
