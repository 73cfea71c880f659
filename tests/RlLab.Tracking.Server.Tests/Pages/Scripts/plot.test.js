import { test } from "node:test";
import assert from "node:assert/strict";
import { sumUp, showCell } from "./pure/cells.js";
import { figureSvg } from "./pure/figure.js";
import { logTicks } from "./pure/numbers.js";
import { acrossOf, columnsOf, describeCarried, padded, rangeOf } from "./pure/plot.js";
import { axesOf, isWithin, pointRows, pointsOf, readBrushes, writeBrushes } from "./pure/points.js";
import { scaleOf } from "./pure/scales.js";

const curve = (y, more = {}) => ({ name: "one", colour: 0, x: y.map((_, index) => index), y, low: y, high: y, alone: [], marks: [], ...more });

test("A curve has a line, one with a band also its two edges, one over seeds what is carried on, a smoothed one its raw line", () => {
  const roles = (curves, weight = 0) => columnsOf(curves, weight).lines.map(line => line.role);
  assert.deepEqual(roles([curve([1, 2, 3])]), ["main"]);
  assert.deepEqual(roles([curve([1, 2], { low: [0, 1], high: [2, 3] })]), ["edge", "edge", "main"]);
  assert.deepEqual(roles([curve([1, 2, null], { carried: [null, 2, 2] })]), ["main", "carried"]);
  assert.deepEqual(roles([curve([1, 2], { thin: true })]), ["thin"]);
  assert.deepEqual(roles([curve(Array.from({ length: 30 }, (_, index) => index % 3))], 0.9), ["raw", "main"]);
});

test("A band is of the two columns before its line, the upper edge first", () => {
  const { data, bands } = columnsOf([curve([1, 2], { low: [0, 1], high: [2, 3] })], 0);
  assert.deepEqual(bands, [[1, 2]]);
  assert.deepEqual(
    [data[1], data[2], data[3]],
    [
      [2, 3],
      [0, 1],
      [1, 2],
    ],
  );
});

test("A smoothed line over seeds stays within its band, which is smoothed with it, and meets what is carried on", () => {
  const x = Array.from({ length: 40 }, (_, index) => index);
  const over = curve(
    x.map(at => (at < 30 ? at : null)),
    { carried: x.map(at => (at < 29 ? null : Math.min(at, 29))), low: x.map(at => at - 1), high: x.map(at => at + 1), x },
  );
  const { data, lines } = columnsOf([over], 0.9);
  const column = role => data[lines.findIndex(line => line.role === role) + 1];
  const [high, main, carried] = [data[1], column("main"), column("carried")];
  const low = data[2];
  main.forEach((value, index) => value !== null && assert.ok(low[index] <= value && value <= high[index]));
  assert.equal(main[29], carried[29]);
  assert.equal(main[30], null);
});

test("The range of a chart holds its bands, and within a zoom only what is seen", () => {
  const curves = [curve([1, 2, 50], { low: [-3, 2, 50], high: [1, 9, 50] })];
  assert.deepEqual(rangeOf(curves), { x: [0, 2], y: [-3, 50] });
  assert.deepEqual(rangeOf(curves, [0.5, 1.5]), { x: [0.5, 1.5], y: [2, 9] });
  assert.deepEqual(rangeOf([curve([null])]).y, null);
});

test("An axis begins at zero where zero is near, and has room around what it shows", () => {
  assert.equal(padded([1, 100], false)[0], 0);
  assert.ok(padded([50, 100], false)[0] < 50 && padded([50, 100], false)[0] > 0);
  assert.ok(padded([5, 5], false)[1] > 5);
  assert.deepEqual(padded([0.3, 0.30000000000000004], false).map(end => end.toFixed(2)), ["0.27", "0.33"], "that is one value, but for its rounding");
  assert.ok(padded([1e16, 1e16 + 2], false)[1] > 1.05e16);
  assert.ok(padded([1, 1000], true)[0] > 0);
});

test("A chart tells of seeds that have ended how many go on", () => {
  const ended = curve([1, 2, null], { name: "trial 3 · rate 1", carried: [null, 2, 2], count: [3, 3, 1] });
  assert.equal(describeCarried([ended]), "Dotted: a seed has ended, its last value is carried on. At the end 1 of 3 seeds of trial 3 go on.");
  assert.match(describeCarried([ended, ended, ended]), /1 of 3 seeds of trial 3 go on; seeds of 2 others have ended too\.$/);
  assert.equal(describeCarried([curve([1, 2])]), "");
});

test("A figure is whole XML with a line for each curve, dots where it is carried on, and marks for what is not finite", () => {
  const text = figureSvg(
    {
      title: "a < b & c",
      xLabel: "step",
      weight: 0,
      notes: ["a note"],
      x: { range: [0, 3], isLog: false },
      y: { range: [0, 4], isLog: false },
      curves: [
        curve([1, null, 3, null], {
          name: "<one>",
          carried: [null, null, 3, 3],
          low: [0, null, 2, 2],
          high: [2, null, 4, 4],
          alone: [0],
          marks: [
            { x: 1, kind: "NaN" },
            { x: 2, kind: "infinity" },
          ],
        }),
      ],
    },
    { back: "#fff", text: "#000", quiet: "#555", line: "#ddd", colours: ["#123456"] },
  );
  assert.match(text, /<title>a &lt; b &amp; c<\/title>/);
  assert.match(text, /&lt;one&gt;/);
  assert.match(text, /stroke-dasharray="2 4"/);
  assert.match(text, /<title>NaN<\/title>/);
  assert.match(text, /<title>infinity<\/title>/);
  assert.doesNotMatch(text, /NaN[ "]|undefined|null/);
});

const palette = { back: "#fff", text: "#000", quiet: "#555", line: "#ddd", colours: ["#123456"] };
const figureOf = (curves, more = {}) =>
  figureSvg(
    { title: "m", xLabel: "step", curves, x: { range: [0, 39], isLog: false }, y: { range: [0, 10], isLog: false }, weight: 0, notes: [], ...more },
    palette,
  );

test("A smoothed figure over seeds shows what the chart does: the line, its band and what is carried on, each smoothed", () => {
  const places = Array.from({ length: 40 }, (_, index) => index);
  const jagged = places.map(place => 5 + 4 * (-1) ** place);
  const text = figureOf(
    [
      curve(
        jagged.map((value, place) => (place < 30 ? value : null)),
        {
          carried: jagged.map((value, place) => (place >= 29 ? value : null)),
          low: jagged.map(value => value - 0.5),
          high: jagged.map(value => value + 0.5),
        },
      ),
    ],
    { weight: 0.95 },
  );
  const heights = part => [...text.match(part)[1].matchAll(/[ML][\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y));
  const spread = values => Math.max(...values) - Math.min(...values);
  assert.ok(spread(heights(/<path d="([^"]+)Z" fill="#123456" opacity="0.16"/).slice(30, 40)) < 40, "the band is as smooth as its line");
  assert.ok(spread(heights(/<path d="([^"]+)"[^>]*stroke-dasharray="2 4"/)) < 40, "so is what is carried on");
});

test("A figure on a logarithmic axis of less than a power of ten has ticks that differ", () => {
  const text = figureOf([curve([1.1, 1.14])], {
    y: { range: [1.1, 1.14], isLog: true },
  });
  const labels = [...text.matchAll(/text-anchor="end">([^<]+)</g)].map(([, label]) => label);
  assert.deepEqual(labels, ["1.10", "1.11", "1.12", "1.13", "1.14"]);
});

test("A logarithmic axis across begins with the first place above zero, which a run's first step is not", () => {
  assert.deepEqual(acrossOf([0, 100], [0, 5, 100], true), [5, 100]);
  assert.deepEqual(acrossOf([-20, 50], [0, 5, 100], true), [5, 50]);
  assert.deepEqual(acrossOf([2, 50], [0, 5, 100], true), [2, 50]);
  assert.deepEqual(acrossOf([0, 0], [0], true), [0.5, 2]);
  assert.deepEqual(acrossOf([3, 3], [3], false), [2, 4]);
  const text = figureOf(
    [curve([5, 6, 7], { x: [0, 1, 100], low: [4, 5, 6], high: [6, 7, 8], alone: [0], marks: [{ x: 0, kind: "NaN" }] })],
    { x: { range: acrossOf([0, 100], [0, 1, 100], true), isLog: true } },
  );
  assert.doesNotMatch(text, /NaN/);
  assert.match(text, />1<[\s\S]*>10<[\s\S]*>100</);
  assert.deepEqual(logTicks(0, 8), [2, 4, 6, 8]);
});

test("Runs without a finite objective are no points, and only what differs is an axis", () => {
  const row = (id, rate, value) => ({
    id,
    cells: { "attributes.run_name": id, "params.rate": rate, "params.same": "1", "params.seed": id, "metrics.m": value },
  });
  const rows = [row("a", "0.1", 1), row("b", "0.2", "NaN"), row("c", "0.3", 3)];
  assert.deepEqual(axesOf(rows), ["rate"]);
  const points = pointsOf(rows, ["rate"], "m");
  assert.deepEqual(
    points.map(point => point.id),
    ["a", "c"],
  );
  assert.deepEqual(pointRows(points, ["rate"], "m"), [
    ["run", "rate", "m"],
    ["a", "0.1", 1],
    ["c", "0.3", 3],
  ]);
});

test("Brushes come back from the address as they were, and keep what lies within", () => {
  const brushes = new Map([
    ["a=b", [0.2, 0.5]],
    ["rate", [0, 1]],
  ]);
  assert.deepEqual(readBrushes(writeBrushes(brushes)), brushes);
  assert.equal(writeBrushes(new Map()), null);
  assert.equal(readBrushes(["rate", "rate=2:1", "=0:1", "rate=x:y"]).size, 0);
  const scales = { rate: scaleOf(["0", "5", "10"]) };
  const within = value => isWithin({ values: { rate: value } }, new Map([["rate", [0.4, 0.6]]]), scales);
  assert.deepEqual([within("5"), within("0"), within(undefined)], [true, false, false]);
});

test("Several runs in one cell are the mean of finite values with its range, or the word that all share", () => {
  const rows = (column, ...values) => values.map(value => ({ cells: { [column]: value } }));
  assert.deepEqual(sumUp("metrics.m", rows("metrics.m", 1, 3, "NaN")), { text: "2", title: "mean of 2 runs, from 1 to 3", value: 2 });
  assert.equal(sumUp("metrics.m", rows("metrics.m", "NaN")).text, "NaN");
  assert.equal(sumUp("params.p", rows("params.p", "a", "a")).text, "a");
  assert.equal(sumUp("params.p", rows("params.p", "a", "b")).text, "2 values");
  assert.equal(sumUp("params.p", rows("params.p", undefined)).text, "");
});

test("A cell is short, and its title has the whole", () => {
  assert.deepEqual(showCell("metrics.m", 0.123456789), { text: "0.12346", title: "0.123456789" });
  assert.deepEqual(showCell("params.rate", "0.0058414884036830132"), { text: "0.0058415", title: "0.0058414884036830132" });
  assert.deepEqual(showCell("metrics.m", undefined), { text: "", title: "" });
});
