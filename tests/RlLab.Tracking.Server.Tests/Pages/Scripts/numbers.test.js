import { test } from "node:test";
import assert from "node:assert/strict";
import { formatDuration, formatParameter, formatTick, formatValue, logTicks, niceTicks, toNumber } from "./pure/numbers.js";

const cases = (name, what, table) =>
  table.forEach(([input, expected]) =>
    test(`${name}: ${JSON.stringify(input)} is ${String(expected)}`, () => assert.deepEqual(what(...[input].flat()), expected)),
  );

cases("A number of the wire", toNumber, [
  ["NaN", NaN],
  ["Infinity", Infinity],
  [1.7976931348623157e308, Infinity],
  [-1.7976931348623157e308, -Infinity],
  ["-3", -3],
]);
cases("A value", formatValue, [
  [0, "0"],
  [0.1 + 0.2, "0.3"],
  [-195.123456, "−195.12"],
  [1134900, "1.1349e6"],
  [150632.4, "150,632"],
  [0.00012345678, "1.2346e-4"],
  [NaN, "NaN"],
  [Infinity, "∞"],
  [-Infinity, "−∞"],
  [1e-7, "1e-7"],
  [-2e7, "−2e7"],
]);
cases("A parameter", formatParameter, [
  ["0.0058414884036830132", "0.0058415"],
  ["32", "32"],
  ["a long word here", "a long word here"],
  ["12345678901", "12345678901"],
]);
cases("A duration", formatDuration, [
  [950, "0.9 s"],
  [59_999, "59 s"],
  [61_000, "1 min 01 s"],
  [3_600_000 * 26, "1 d 2 h"],
  [-5, "0.0 s"],
]);
cases("A tick", formatTick, [
  [[0, 5], "0"],
  [[0.25, 0.05], "0.25"],
  [[7.5, 2.5], "7.5"],
  [[5, 2.5], "5.0"],
  [[0.3, 0.3 - 0.2], "0.3"],
  [[0.075, 0.025], "0.075"],
  [[7.5e-4, 2.5e-4], "7.5e-4"],
  [[5e-4, 1e-4], "5e-4"],
  [[75, 25], "75"],
  [[25000, 5000], "25k"],
  [[2e6, 5e5], "2M"],
  [[-1, 1], "−1"],
  [[1e-5, 1e-5], "1e-5"],
  [[12345, 1], "12345"],
]);

test("Ticks are round and lie within the range", () => {
  assert.deepEqual(niceTicks(0, 1, 5), [0, 0.2, 0.4, 0.6, 0.8, 1]);
  assert.deepEqual(niceTicks(-3, 7, 5), [-2, 0, 2, 4, 6]);
  assert.deepEqual(niceTicks(5, 5, 3), [5]);
  assert.ok(niceTicks(0.3, 0.30000000000000004, 5).length <= 1, "values that differ in their rounding alone have no ticks between them");
  assert.ok(niceTicks(1e17, 1e17 + 16, 5).length <= 1);
});

test("No two ticks are written alike, and each says its place", () => {
  for (const [low, high] of [
    [0, 1],
    [0.3, 0.3000001],
    [0.3, 0.3 + 1e-9],
    [3e-4, 3.0002e-4],
    [2e9, 2e9 + 100_000],
    [1e5, 1e5 + 1e-3],
    [-1e12, 1e12],
  ]) {
    const ticks = niceTicks(low, high, 5);
    const texts = ticks.map(tick => formatTick(tick, ticks[1] - ticks[0]));
    assert.equal(new Set(texts).size, ticks.length, texts.join(" "));
    texts.forEach((text, index) => assert.ok(Math.abs(Number(text.replace("−", "-")) - ticks[index]) < (ticks[1] - ticks[0]) / 10, text));
  }
});

test("A logarithmic axis has the powers of ten, and round numbers within one of them", () => {
  assert.deepEqual(logTicks(0.001, 1), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(logTicks(2, 8), [2, 4, 6, 8]);
});
