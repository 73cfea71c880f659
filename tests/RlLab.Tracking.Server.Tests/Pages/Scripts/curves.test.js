import { test } from "node:test";
import assert from "node:assert/strict";
import { align, nearest, onlyNonFinite, readCurve, readGroup } from "./pure/curves.js";

const wire = values => ({ x: values.map((_, index) => index), low: values, high: values, mean: values, last: values });

test("What is not finite is a gap, and a mark where it occurs", () => {
  const curve = readCurve({
    ...wire([1, "NaN", 3, 4]),
    non_finite: [
      [1, "NaN"],
      [2, "Infinity"],
      [3, "-Infinity"],
    ],
  });
  assert.deepEqual(curve.y, [1, null, 3, 4]);
  assert.deepEqual(
    curve.marks.map(mark => mark.kind),
    ["NaN", "infinity", "minus infinity"],
  );
});

test("A point without a neighbour stands alone", () => {
  assert.deepEqual(readCurve(wire([1, "NaN", 3, 4, "Infinity", 6])).alone, [0, 5]);
  assert.deepEqual(readCurve(wire([1])).alone, [0]);
  assert.deepEqual(readCurve(wire([1, 2])).alone, []);
});

test("On a logarithmic axis what is not above zero has no place, and is counted", () => {
  const curve = readCurve(wire([1, 0, -2, 10]), true);
  assert.deepEqual(curve.y, [1, null, null, 10]);
  assert.equal(curve.hidden, 2);
});

test("What is carried on after a seed has ended stands apart and begins where the seeds end", () => {
  const group = readGroup({
    x: [0, 1, 2, 3],
    center: [1, 2, 3, 3],
    low: [1, 1, 1, 1],
    high: [2, 3, 4, 4],
    count: [3, 3, 2, 2],
    carried: [false, false, true, true],
  });
  assert.deepEqual(group.y, [1, 2, null, null]);
  assert.deepEqual(group.carried, [null, 2, 3, 3]);
});

test("Curves of different steps share an axis, and a line goes on over the steps of others but not over its own gaps", () => {
  const aligned = align(
    [
      { x: [0, 2, 4], y: [1, null, 3] },
      { x: [1, 2], y: [5, 6] },
    ],
    ["y"],
  );
  assert.deepEqual(aligned.x, [0, 1, 2, 4]);
  assert.deepEqual(aligned.columns[0].y, [1, undefined, null, 3]);
  assert.deepEqual(aligned.columns[1].y, [undefined, 5, 6, undefined]);
});

test("The nearest point has a value", () => {
  assert.equal(nearest([0, 10, 20], [1, null, 3], 11), 2);
  assert.equal(nearest([0], [null], 0), -1);
});

test("A chart of nothing finite says so", () => {
  const curve = readCurve({
    ...wire(["NaN", "NaN"]),
    non_finite: [
      [1000, "NaN"],
      [2000, "Infinity"],
    ],
  });
  assert.equal(onlyNonFinite([curve]), "Nothing but NaN and infinity, from 1,000 on.");
  assert.equal(onlyNonFinite([curve, readCurve(wire([1]))]), null);
  assert.equal(onlyNonFinite([]), "No points.");
});
