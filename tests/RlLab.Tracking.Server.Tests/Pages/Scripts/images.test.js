import { test } from "node:test";
import assert from "node:assert/strict";
import { placeAt, stepsOf } from "./pure/images.js";

test("One slider goes through the steps of all series, each once", () =>
  assert.deepEqual(stepsOf([{ steps: [0, 20, 100] }, { steps: [20, 30] }, { steps: [] }]), [0, 20, 30, 100]));

test("At a step stands the last image until then, and none before the first", () => {
  const steps = [10, 20, 30];
  assert.deepEqual(
    [-5, 9, 10, 19, 20, 29, 30, 99, Infinity].map(step => placeAt(steps, step)),
    [-1, -1, 0, 0, 1, 1, 2, 2, 2],
  );
  assert.equal(placeAt([], 5), -1);
});
