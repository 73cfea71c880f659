import { test } from "node:test";
import assert from "node:assert/strict";
import { contour, surface } from "./pure/contour.js";
import { curvesToCsv, toCsv } from "./pure/csv.js";
import { advance, hasDrifted, lengthOf, placesAt } from "./pure/playback.js";

test("A surface has the values of its points near them and nothing far from all", () => {
  const grid = surface(
    [
      [0, 0, 1],
      [0.1, 0, 1],
    ],
    11,
    0.05,
  );
  assert.ok(Math.abs(grid[0][0] - 1) < 1e-9);
  assert.equal(grid[10][10], null);
});

test("A contour of a plane is a straight line where the plane has the level", () => {
  const plane = Array.from({ length: 11 }, () => Array.from({ length: 11 }, (_, column) => column / 10));
  const lines = contour(plane, 0.55);
  assert.equal(lines.length, 10);
  lines.flatMap(([x1, , x2]) => [x1, x2]).forEach(x => assert.ok(Math.abs(x - 0.55) < 1e-9));
  assert.deepEqual(contour(plane, 2), []);
});

test("A table is written as RFC 4180 says, and a text is no formula", () => {
  assert.equal(
    toCsv([
      ["a,b", 'say "x"', null],
      ["=1+1", -2, "-x"],
    ]),
    '"a,b","say ""x""",\r\n\'=1+1,-2,\'-x\r\n',
  );
});

test("Curves as a table have a line a point, and a line for what is not finite", () => {
  const curves = [{ name: "one", x: [1, 2], y: [5, null], carried: [null, 6], low: [4, 5], high: [6, 7], marks: [{ x: 3, kind: "NaN" }] }];
  assert.equal(curvesToCsv("loss", "step", curves), "curve,step,loss,low,high\r\none,1,5,4,6\r\none,2,6,5,7\r\none,3,NaN,,\r\n");
});

test("Videos share a clock, the shorter waits at its end, and all begin anew together", () => {
  assert.equal(lengthOf([2, 5, NaN]), 5);
  assert.deepEqual(placesAt(3, [2, 5, NaN]), [2, 3, 0]);
  assert.equal(advance(1, 0.5, 2, 5), 2);
  assert.equal(advance(4.9, 0.5, 1, 5), 0);
  assert.equal(advance(1, 1, 1, 0), 0);
});

test("A video is set anew when it has drifted, exactly while the clock stands", () => {
  assert.equal(hasDrifted(1, 1.05, true), false);
  assert.equal(hasDrifted(1, 1.2, true), true);
  assert.equal(hasDrifted(1, 1.05, false), true);
});
