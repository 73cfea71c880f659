import { test } from "node:test";
import assert from "node:assert/strict";
import { compareCells, layOut } from "./pure/rows.js";

const row = (id, value, parent) => ({ id, parent, cells: { m: value } });
const show = lines => lines.map(line => "  ".repeat(line.depth) + (line.row?.id ?? line.group.key) + (line.folded ? "+" : ""));
const rows = [row("top"), row("a", 5, "top"), row("b", 1, "top"), row("b1", 9, "b"), row("b2", 20, "b1"), row("lone", 7)];

test("Numbers by size, texts by the numbers in them, NaN after numbers and what is missing last, in either direction", () => {
  const sorted = (cells, descending) => [...cells].sort((one, other) => compareCells(one, other, descending));
  assert.deepEqual(sorted([3, undefined, "NaN", -1, "10"], false), [-1, 3, "10", "NaN", undefined]);
  assert.deepEqual(sorted([3, undefined, "NaN", -1, "10"], true), ["10", 3, -1, "NaN", undefined]);
  assert.deepEqual(sorted(["trial-10", "trial-9", ""], false), ["trial-9", "trial-10", ""]);
  assert.deepEqual(sorted([1, "Infinity", "-Infinity"], false), ["-Infinity", 1, "Infinity"]);
});

test("Rows nest at any depth, sort among their siblings, and a parent without a value counts as its best", () => {
  assert.deepEqual(show(layOut(rows, { column: "m", descending: false }, new Set())), ["top", "  b", "    b1", "      b2", "  a", "lone"]);
  assert.deepEqual(show(layOut(rows, { column: "m", descending: true }, new Set())), ["lone", "top", "  a", "  b", "    b1", "      b2"]);
});

test("What is folded hides all below it, and what was folded within stays so", () => {
  assert.deepEqual(show(layOut(rows, { column: "m", descending: false }, new Set(["b"]))), ["top", "  b+", "  a", "lone"]);
  assert.deepEqual(show(layOut(rows, { column: "m", descending: false }, new Set(["top", "b"]))), ["top+", "lone"]);
  assert.equal(layOut(rows, { column: "m", descending: false }, new Set(["top"]))[0].below, 4);
});

test("Rows that name each other as parents, themselves, or nobody are not lost", () => {
  const ring = [row("a", 1, "b"), row("b", 2, "a"), row("self", 3, "self"), row("orphan", 4, "gone"), row("c", 5, "b")];
  const shown = layOut(ring, { column: "m", descending: false }, new Set()).map(line => line.row.id);
  assert.deepEqual([...shown].sort(), ["a", "b", "c", "orphan", "self"]);
});

test("In groups rows stand below their group and not below their parent", () => {
  const groupOf = one => ({ key: one.parent ?? "none", name: "" });
  assert.deepEqual(show(layOut(rows, { column: "m", descending: false }, new Set(["b1"]), groupOf)), [
    "top",
    "  b",
    "  a",
    "none",
    "  lone",
    "  top",
    "b",
    "  b1",
    "b1+",
  ]);
});

test("Equal rows keep the order in which the server sent them", () =>
  assert.deepEqual(show(layOut([row("x", 1), row("y", 1), row("z", 1)], { column: "m", descending: true }, new Set())), ["x", "y", "z"]));
