// Images over steps: each series has its steps in order and the path of each.

/** All steps at which any series has an image, in order. */
export const stepsOf = series => [...new Set(series.flatMap(one => one.steps))].sort((one, other) => one - other);

/** The place of the image that stands at a step: the last one until then, or -1 before the first. */
export function placeAt(steps, step) {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    [low, high] = steps[middle] <= step ? [middle + 1, high] : [low, middle];
  }
  return low - 1;
}
