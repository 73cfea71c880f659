// Numbers for charts: ranges, ticks, texts, smoothing.

export function extent(points, of) {
  return points.reduce(([low, high], one) => [Math.min(low, of(one)), Math.max(high, of(one))], [Infinity, -Infinity]);
}

export function nearest(points, x) {
  let found = null;
  for (const one of points) {
    if (!Number.isNaN(one.y) && (!found || Math.abs(one.x - x) < Math.abs(found.x - x))) {
      found = one;
    }
  }
  return found;
}

// An exponential mean whose first points are not drawn towards zero (Kingma and Ba, 2015, section 3).
// A curve of a few points, such as evaluations, would only be bent out of shape.
export function smoothed(points, weight) {
  if (weight === 0 || points.length < 20) {
    return points;
  }
  let [mean, scale] = [0, 0];
  return points.map(one => {
    if (Number.isNaN(one.y)) {
      return one;
    }
    mean = weight * mean + (1 - weight) * one.y;
    scale = weight * scale + (1 - weight);
    return { x: one.x, y: mean / scale };
  });
}

export function niceTicks(low, high, count) {
  const raw = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999);
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(index * step);
  }
  return ticks;
}

export function formatTick(value, step) {
  const size = Math.abs(value);
  if (size < step * 1e-6) {
    return "0";
  }
  if (size >= 1e6 || size < 1e-3) {
    return value.toExponential(Math.max(0, Math.min(3, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step))))).replace("e+", "e");
  }
  if (size >= 1e4) {
    return `${Number((value / 1000).toFixed(3))}k`;
  }
  return value.toFixed(Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))));
}

export function formatValue(value) {
  if (value === undefined || Number.isNaN(value)) {
    return "NaN";
  }
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential(3).replace("e+", "e") : String(Number(value.toPrecision(5)));
}
