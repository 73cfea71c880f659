import { test } from "node:test";
import assert from "node:assert/strict";
import { choice, flag, list, number, range, readState, text, writeState } from "./pure/address.js";

const schema = { filter: text(), smooth: number(0), log: flag(), x: choice("step", "time"), columns: list(), zoom: range() };

test("A state comes back from its address as it was", () => {
  const state = { filter: "a = 'b,c&d' %", smooth: 0.9, log: true, x: "time", columns: ["params.a,b", "metrics.50%", ""], zoom: [-10.5, 2e6] };
  assert.deepEqual(readState(schema, writeState(schema, state)), state);
});

test("An address without a query is the default, and the default leaves the address without a query", () => {
  const state = readState(schema, "");
  assert.deepEqual(state, { filter: "", smooth: 0, log: false, x: "step", columns: null, zoom: null });
  assert.equal(writeState(schema, state), "");
});

test("An empty list is not the default list", () =>
  assert.deepEqual(readState(schema, writeState(schema, { ...readState(schema, ""), columns: [] })).columns, []));

test("What somebody else put into the address stays", () =>
  assert.equal(writeState(schema, { ...readState(schema, ""), log: true }, "other=1&filter=x"), "other=1&log=1"));

for (const bad of ["smooth=x", "smooth=", "smooth=Infinity", "x=sideways", "zoom=5", "zoom=9:1", "zoom=1:2:3", "zoom=:5", "zoom=NaN:1"]) {
  test(`What cannot be meant is the default: ${bad}`, () => assert.deepEqual(readState(schema, bad), readState(schema, "")));
}

test("A list with a broken escape is read as it stands", () => assert.deepEqual(readState(schema, "columns=100%25zz%2Ca").columns, ["100%zz", "a"]));
