import { test } from "node:test";
import assert from "node:assert/strict";
import { allColumns, arrange, defaultColumns, move, titleOf, toField } from "./pure/columns.js";
import { examples, matching } from "./pure/filters.js";
import { scrollTo, windowOf } from "./pure/windowing.js";

const catalog = {
  params: [
    { name: "LearningRate", values: 5 },
    { name: "same", values: 1 },
    { name: "seed", values: 3 },
  ],
  metrics: ["system/cpu", "loss", "eval/return_mean"],
  tags: ["mlflow.user", "rllab.trial"],
};

test("The first columns are what tells runs apart and what they came to", () =>
  assert.deepEqual(defaultColumns(catalog), [
    "attributes.run_name",
    "attributes.status",
    "tags.rllab.trial",
    "params.seed",
    "params.LearningRate",
    "metrics.eval/return_mean",
    "metrics.loss",
    "attributes.start_time",
    "attributes.duration",
  ]));

test("Every parameter, metric and tag can be a column, but MLflow's own tags", () => {
  const columns = allColumns(catalog);
  ["params.same", "metrics.system/cpu", "tags.rllab.trial"].forEach(column => assert.ok(columns.includes(column)));
  assert.ok(!columns.includes("tags.mlflow.user"));
});

test("Pinned columns come first, in the order of their pins, and the name before them all", () => {
  assert.deepEqual(arrange(["attributes.run_name", "a.x", "a.y", "a.z"], ["a.z", "gone"]), {
    columns: ["attributes.run_name", "a.z", "a.x", "a.y"],
    pinned: 2,
  });
  assert.equal(arrange(["a.x"], []).columns[0], "attributes.run_name");
});

test("A column moves by one place and not beyond the ends", () => {
  assert.deepEqual(move(["a", "b", "c"], "a", 1), ["b", "a", "c"]);
  assert.deepEqual(move(["a", "b", "c"], "a", -1), ["a", "b", "c"]);
  assert.deepEqual(move(["a", "b", "c"], "c", 5), ["a", "b", "c"]);
  assert.deepEqual(move(["a"], "x", 1), ["a"]);
});

test("A column has MLflow's name in an order and its own at its head", () => {
  assert.equal(toField("metrics.eval/return"), "metrics.`eval/return`");
  assert.equal(toField("attributes.start_time"), "attributes.start_time");
  assert.equal(titleOf("tags.rllab.trial"), "trial");
  assert.equal(titleOf("metrics.a.b"), "a.b");
});

test("The rows in view and some around them are drawn, and the room of the others is kept", () => {
  const shown = windowOf(10_000, 30, 3000, 600, 5);
  assert.deepEqual(shown, { first: 95, last: 125, above: 2850, below: (10_000 - 125) * 30 });
  assert.deepEqual(windowOf(3, 30, 0, 600), { first: 0, last: 3, above: 0, below: 0 });
  assert.deepEqual(windowOf(0, 30, 500, 600), { first: 0, last: 0, above: 0, below: 0 });
  const beyond = windowOf(10, 30, 9000, 600);
  assert.equal(beyond.above + beyond.below + (beyond.last - beyond.first) * 30, 300);
});

test("A row out of view is scrolled to, one in view is not", () => {
  assert.equal(scrollTo(2, 30, 0, 300), null);
  assert.equal(scrollTo(20, 30, 0, 300), 330);
  assert.equal(scrollTo(1, 30, 300, 300), 30);
});

test("Examples of filters name what there is", () => {
  assert.deepEqual(examples(catalog), [
    "failed",
    "trial-1",
    "LearningRate > 0.001",
    "metrics.`eval/return_mean` > 100 AND attributes.status = 'FINISHED'",
  ]);
  assert.deepEqual(examples({ params: [], metrics: [], tags: [] }), ["failed"]);
});

test("A search finds names with all its words", () => {
  assert.deepEqual(matching(["eval/return_mean", "train/return", "loss"], "RETURN mean"), ["eval/return_mean"]);
  assert.equal(matching(["a", "b"], " ").length, 2);
});
