// A surface over two parameters from scattered points, and its contours.

/**
 * Values on a grid, each the mean of the points around it, weighted by a Gaussian of their distance (Nadaraya and Watson, 1964).
 * @param points [x, y, value], with x and y from 0 to 1
 * @param size how many places each side of the grid has
 * @returns rows of values; null where no point is near
 */
export function surface(points, size, width = 0.12) {
  const grid = [];
  for (let row = 0; row < size; row++) {
    grid.push(
      Array.from({ length: size }, (_, column) => {
        let [sum, weights] = [0, 0];
        for (const [x, y, value] of points) {
          const weight = Math.exp(-((x - column / (size - 1)) ** 2 + (y - row / (size - 1)) ** 2) / (2 * width * width));
          sum += weight * value;
          weights += weight;
        }
        return weights < 0.02 ? null : sum / weights;
      }),
    );
  }
  return grid;
}

/**
 * The lines on which a grid has a level (marching squares, Lorensen and Cline, 1987).
 * @returns segments [x1, y1, x2, y2] with places from 0 to 1
 */
export function contour(grid, level) {
  const [segments, size] = [[], grid.length];
  for (let row = 0; row + 1 < size; row++) {
    for (let column = 0; column + 1 < size; column++) {
      const corners = [
        [column, row],
        [column + 1, row],
        [column + 1, row + 1],
        [column, row + 1],
      ];
      const values = corners.map(([x, y]) => grid[y][x]);
      if (values.includes(null)) {
        continue;
      }
      const crossings = [];
      for (let side = 0; side < 4; side++) {
        const [one, other] = [values[side], values[(side + 1) % 4]];
        if (one < level !== other < level) {
          const part = (level - one) / (other - one);
          const [from, to] = [corners[side], corners[(side + 1) % 4]];
          crossings.push((from[0] + part * (to[0] - from[0])) / (size - 1), (from[1] + part * (to[1] - from[1])) / (size - 1));
        }
      }
      for (let index = 0; index + 3 < crossings.length; index += 4) {
        segments.push(crossings.slice(index, index + 4));
      }
    }
  }
  return segments;
}
