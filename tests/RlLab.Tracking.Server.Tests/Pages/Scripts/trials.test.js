import { test } from "node:test";
import assert from "node:assert/strict";
import { countStates, statusOf } from "./pure/status.js";
import { commandsOf, splitCode, trialsOf, troublesOf } from "./pure/trials.js";

const run = (trial, seed, status, tags = {}) => ({
  id: `${trial}-${seed}`,
  cells: {
    "attributes.status": status,
    "tags.rllab.trial": String(trial),
    "params.seed": String(seed),
    ...Object.fromEntries(Object.entries(tags).map(([key, value]) => [`tags.rllab.${key}`, value])),
  },
});

for (const [status, tags, word] of [
  ["FINISHED", {}, "finished"],
  ["FINISHED", { pruned: "below the median" }, "pruned"],
  ["FINISHED", { not_comparable: "NaN" }, "not comparable"],
  ["FAILED", { failure: "IOException: no file" }, "failed"],
  ["FAILED", { failure: "The loss became NaN at step 3" }, "diverged"],
  ["KILLED", { state: "interrupted" }, "interrupted"],
  ["KILLED", {}, "killed"],
  ["RUNNING", { state: "interrupted" }, "running"],
  ["SCHEDULED", {}, "scheduled"],
]) {
  test(`A run's state in RlLab's own word: ${word}`, () => assert.equal(statusOf(run(1, 0, status, tags).cells).word, word));
}

test("A run that was deleted says so, whatever it was", () =>
  assert.equal(statusOf({ "attributes.status": "FAILED", "attributes.lifecycle_stage": "deleted" }).word, "deleted"));

test("States are counted, the most advanced first", () =>
  assert.deepEqual(
    countStates([run(1, 0, "FAILED"), run(1, 1, "FINISHED"), run(1, 2, "FINISHED")]).map(one => [one.word, one.count]),
    [
      ["finished", 2],
      ["failed", 1],
    ],
  ));

test("Trials stand by number, their test seeds after those that tune, and a sweep's own run is none of them", () => {
  const sweep = { id: "s", cells: { "attributes.status": "RUNNING", "tags.rllab.sweep": "s" } };
  const trials = trialsOf([
    run(10, 0, "FINISHED"),
    run(2, 1_000_000, "FINISHED", { phase: "test" }),
    run(2, 1, "FINISHED"),
    run(2, 0, "FINISHED"),
    sweep,
  ]);
  assert.deepEqual(
    trials.map(one => [one.trial, one.runs.map(other => other.seed)]),
    [
      [2, [0, 1, 1_000_000]],
      [10, [0]],
    ],
  );
});

test("What went wrong is told with its line of code, failures before what was pruned", () => {
  const troubles = troublesOf(
    trialsOf([
      run(1, 0, "FINISHED", { pruned: "At step 5 it is below the median." }),
      run(2, 0, "FAILED", { failure: "ArgumentException: no. at Lab/Walk.cs:12: throw new ArgumentException();" }),
      run(3, 0, "FINISHED"),
    ]),
  );
  assert.deepEqual(
    troubles.map(one => [one.trial, one.word, one.message, one.code]),
    [
      [2, "failed", "ArgumentException: no.", "Lab/Walk.cs:12: throw new ArgumentException();"],
      [1, "pruned", "At step 5 it is below the median.", null],
    ],
  );
});

test("A message without a line of code is left as it is", () =>
  assert.deepEqual(splitCode("It was killed at 12:30."), { message: "It was killed at 12:30.", code: null }));

test("A sweep is taken up by what it lacks, and by nothing where it lacks nothing", () => {
  const id = "8d39956e0123";
  const words = rows => commandsOf(id, rows, 4, true).map(one => [one.command.split("-- ")[1], one.why]);
  assert.deepEqual(words([run(1, 0, "KILLED", { state: "interrupted" }), run(1, 1, "FAILED"), run(1, 2, "FINISHED", { not_comparable: "" })]), [
    ["resume 8d39956e", "1 stopped, 1 never begun"],
    ["retry 8d39956e --failed", "1 failed"],
    ["retry 8d39956e --not-comparable", "1 without a finite objective"],
  ]);
  assert.deepEqual(words([0, 1, 2, 3].map(seed => run(1, seed, "FINISHED"))), []);
  assert.deepEqual(commandsOf(id, [run(1, 0, "RUNNING")], 4, false), []);
});
