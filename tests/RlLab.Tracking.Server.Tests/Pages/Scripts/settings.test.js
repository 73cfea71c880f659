import { test } from "node:test";
import assert from "node:assert/strict";
import { constants, differing, firstOfEach, groupRuns } from "./pure/settings.js";

const run = (id, rate, seed, extra = {}) => ({
  id,
  cells: { "attributes.run_name": id, "params.rate": rate, "params.hidden": "32", "params.seed": seed, ...extra },
});
const runs = [run("a", "0.1", "0"), run("b", "0.1", "1"), run("c", "0.2", "0")];

test("Runs that differ only in their seed are one setting of one colour", () => {
  assert.deepEqual(differing(runs), ["rate"]);
  const groups = groupRuns(runs, "setting");
  assert.deepEqual(
    groups.map(group => [group.name, group.runs.length, group.colour]),
    [
      ["rate 0.1", 2, 0],
      ["rate 0.2", 1, 1],
    ],
  );
});

test("What all runs share is no part of a setting", () => assert.deepEqual(constants(runs), [["hidden", "32"]]));

test("A parameter that only some runs have tells them apart", () =>
  assert.deepEqual(differing([run("a", "1", "0", { "params.extra": "x" }), run("b", "1", "0")]), ["extra"]));

test("A trial of a sweep is called by its number, and the same number of another sweep is another setting", () => {
  const tagged = (id, rate, sweep) => run(id, rate, "0", { "tags.rllab.trial": "3", "tags.rllab.sweep": sweep });
  const groups = groupRuns([tagged("a", "0.1", "s"), tagged("b", "0.1", "s"), tagged("c", "0.2", "t")], "setting");
  assert.deepEqual(
    groups.map(group => group.name),
    ["trial 3 · rate 0.1", "trial 3 · rate 0.2"],
  );
});

test("Test seeds and tuning seeds are kept apart, in one colour", () => {
  const test = run("t", "0.1", "1000000", { "tags.rllab.phase": "test" });
  assert.deepEqual(
    groupRuns([...runs, test], "setting", "apart").map(group => [group.name, group.colour]),
    [
      ["rate 0.1", 0],
      ["rate 0.2", 1],
      ["rate 0.1 · test seeds", 0],
    ],
  );
  assert.deepEqual(
    groupRuns([...runs, test], "setting", "test").map(group => group.runs.length),
    [1],
  );
  assert.deepEqual(
    groupRuns([...runs, test], "setting", "tuning").flatMap(group => group.runs.map(one => one.id)),
    ["a", "b", "c"],
  );
});

test("Runs can stand alone, by a parameter, or by their sweep", () => {
  assert.equal(groupRuns(runs, "run").length, 3);
  assert.deepEqual(
    groupRuns(runs, "params.seed").map(group => group.name),
    ["seed 0", "seed 1"],
  );
  assert.deepEqual(
    groupRuns([...runs, run("d", "1", "0", { "tags.rllab.sweep": "abcdef0123" })], "sweep").map(group => group.name),
    ["no sweep", "sweep abcdef01"],
  );
});

test("Where nothing differs each run stands for itself", () =>
  assert.deepEqual(
    groupRuns([run("a", "1", "0"), run("b", "1", "1")], "setting").map(group => group.name),
    ["a", "b"],
  ));

test("The eleventh setting has the first one's colour, dashed", () => {
  const groups = groupRuns(
    Array.from({ length: 11 }, (_, index) => run(`r${index}`, String(index), "0")),
    "setting",
  );
  assert.deepEqual([groups[10].colour, groups[10].dashed, groups[0].dashed], [0, true, false]);
});

test("One run of each setting comes before a second of any", () => {
  const groups = [{ runs: ["a1", "a2", "a3"] }, { runs: ["b1"] }, { runs: ["c1", "c2"] }];
  assert.deepEqual(
    firstOfEach(groups, 5).map(one => one.run),
    ["a1", "b1", "c1", "a2", "c2"],
  );
  assert.deepEqual(firstOfEach([], 5), []);
});
