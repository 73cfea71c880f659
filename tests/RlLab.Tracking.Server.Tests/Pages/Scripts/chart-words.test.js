import { test } from "node:test";
import assert from "node:assert/strict";
import { describeChart, summarizeChart } from "./pure/chart-words.js";

const curve = (name, y, extra = {}) => ({ name, x: y.map((_, index) => 10 * index), y, marks: [], odd: 0, hidden: 0, thin: false, ...extra });
const plain = { x: "step", smooth: 0 };

test("A chart of whole, unsmoothed curves needs no words", () => assert.equal(describeChart([curve("a", [1, 2])], plain), ""));

test("What is not finite and what has no place on an axis is told, of several curves together", () => {
  const curves = [
    curve("a", [1, 2], { odd: 3, marks: [{ x: 40, kind: "NaN" }] }),
    curve("b", [1, 2], { odd: 1, hidden: 2, marks: [{ x: 20, kind: "infinity" }] }),
    curve("seed", [1, 2], { thin: true, odd: 9, marks: [{ x: 0, kind: "NaN" }] }),
  ];
  assert.equal(describeChart(curves, plain), "Not finite from 20 on (4 values). 2 points at or below zero have no place on a logarithmic axis.");
});

test("Points that a logarithmic x axis has no place for are told, and those of a linear one are not", () => {
  const curves = [
    curve("a", [1, 2, 3]),
    curve("b", [null, 4], { x: [-5, 5] }),
    curve("c", [null, 4], { x: [-5, 5], carried: [3, 4], count: [1, 1] }),
    curve("seed", [1, 2], { thin: true }),
  ];
  assert.match(describeChart(curves, { ...plain, xLog: true }), /2 points left of or at zero have no place on a logarithmic x axis\.$/);
  assert.doesNotMatch(describeChart(curves, { ...plain, xLog: false }), /no place/);
  assert.equal(describeChart([curve("a", [1, 2], { x: [1, 10] })], { ...plain, xLog: true }), "");
});

test("Who cannot see a chart is told where its curves end, carried on or not", () => {
  const curves = [curve("a", [1, 2.34567, null]), curve("b", [null], { carried: [7] }), curve("c", [null])];
  assert.match(summarizeChart("loss", curves, null), /^loss: a ends at 2\.346, b ends at 7, c ends at nothing finite\./);
  assert.match(summarizeChart("loss", [], "Nothing but NaN"), /^loss: Nothing but NaN\./);
});
