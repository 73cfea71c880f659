import { test } from "node:test";
import assert from "node:assert/strict";
import { describeSmoothing, reachOf, smoothed } from "./pure/smoothing.js";

const line = Array.from({ length: 30 }, (_, index) => index);

test("Nothing is smoothed by a weight of nothing, nor a curve of a few points", () => {
  assert.equal(smoothed(line, 0), line);
  const short = line.slice(0, 19);
  assert.equal(smoothed(short, 0.9), short);
});

test("A constant stays what it is from its first point on", () =>
  smoothed(
    line.map(() => 7),
    0.9,
  ).forEach(value => assert.ok(Math.abs(value - 7) < 1e-12)));

test("By hand: weight a half over 0, 1", () => {
  const values = [0, 1, ...line.slice(2)];
  const result = smoothed(values, 0.5);
  assert.equal(result[0], 0);
  assert.ok(Math.abs(result[1] - 0.5 / 0.75) < 1e-12);
});

test("A gap stays a gap and does not bend what follows", () => {
  const values = line.map(() => 3);
  [values[4], values[5], values[6]] = [null, undefined, NaN];
  const result = smoothed(values, 0.9);
  assert.equal(result[4], null);
  assert.equal(result[5], undefined);
  assert.ok(Math.abs(result[7] - 3) < 1e-12);
});

test("The reach of an exponential mean has the centre of a plain mean as long", () => {
  assert.equal(reachOf(0), 1);
  assert.equal(reachOf(0.9), 19);
  assert.equal(reachOf(0.98), 99);
});

test("A chart says what its smoothing does, and to how many of its curves it does nothing", () => {
  assert.equal(describeSmoothing(0, [100], 10, "steps"), "");
  assert.equal(
    describeSmoothing(0.9, [400], 250, "steps"),
    "Exponential mean over about the last 19 points drawn, 4,800 steps: it lags behind by half of that.",
  );
  assert.match(describeSmoothing(0.9, [400, 3], 1, "steps"), /1 of 2 curves have fewer than 20 points and stay as they are\.$/);
  assert.equal(describeSmoothing(0.9, [3, 4], 1, "steps"), "Not smoothed: fewer than 20 points.");
});
