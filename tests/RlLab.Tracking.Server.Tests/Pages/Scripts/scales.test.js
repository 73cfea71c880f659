import { test } from "node:test";
import assert from "node:assert/strict";
import { apart, extent, scaleOf } from "./pure/scales.js";

test("Numbers have a linear scale, over two powers of ten a logarithmic one, and words one place each", () => {
  assert.equal(scaleOf(["1", "2", "50"]).kind, "linear");
  assert.equal(scaleOf(["0.0003", "0.01", "0.1"]).kind, "log");
  assert.equal(scaleOf(["0", "0.01", "100"]).kind, "linear");
  assert.deepEqual(scaleOf(["relu", "10", "tanh", "9"]).words, ["9", "10", "relu", "tanh"]);
});

for (const values of [["1", "2", "5"], ["0.001", "0.1", "1"], ["a", "b", "c"], ["3", "3"], ["only"]]) {
  test(`What is at a value's place is the value: ${values}`, () => {
    const scale = scaleOf(values);
    values.forEach(value => {
      assert.ok(scale.place(value) >= 0 && scale.place(value) <= 1);
      const back = scale.at(scale.place(value));
      assert.ok(typeof back === "string" ? back === value : Math.abs(back - Number(value)) < 1e-9);
    });
  });
}

test("What does not lie on a scale has no place on it", () => {
  assert.ok(Number.isNaN(scaleOf(["0.001", "1"]).place("-1")));
  assert.ok(Number.isNaN(scaleOf(["a", "b"]).place("c")));
  assert.doesNotThrow(() => scaleOf([]).place("x"));
});

test("The extent of numbers leaves out what is not finite", () => {
  assert.deepEqual(extent([3, NaN, null, -1, Infinity, undefined]), [-1, 3]);
  assert.equal(extent([NaN, null]), null);
});

test("Words on an axis that would touch are left out, but the outermost", () => {
  const at = (...places) => places.map(place => [place, String(place)]);
  assert.deepEqual(apart(at(0, 0.02, 0.5, 0.51, 0.99, 1), 0.05), at(0, 0.5, 1));
  assert.deepEqual(apart(at(1, 0.5, 0), 0.05), at(0, 0.5, 1));
  assert.deepEqual(apart(at(0.4, 0.41), 0.05), at(0.4));
  assert.deepEqual(apart([], 0.05), []);
  assert.deepEqual(apart(at(0.3), 0.05), at(0.3));
});
