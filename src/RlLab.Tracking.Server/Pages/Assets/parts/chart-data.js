// What the charts of a page ask of the server for the groups of runs that they draw, and what they keep of it.
import { ask } from "./api.js";
import { readCurve, readGroup } from "../pure/curves.js";

const mostRuns = 500;

// The more curves a chart has, the coarser each may be: what is seen of it is less, and what is sent and reckoned stays the same.
const fewer = (points, count, least, most) => Math.max(least, Math.min(most, Math.round(points / count)));

/** The server counts time in milliseconds, the axis of relative time in seconds. */
const unitOf = x => (x === "relative" ? 1000 : 1);

/**
 * The curves of one metric.
 * @param metric its name
 * @param groups of runs, as groupRuns gives them
 * @param view { x, zoom, seeds, statistic } how they are to be seen
 * @param before what was read for the same question; only what has grown since is asked for; null for all
 */
export async function readCurves(metric, groups, view, before = null) {
  const over = groups.filter(group => group.runs.length > 1);
  const alone = groups
    .flatMap(group => (group.runs.length > 1 && !view.seeds ? [] : group.runs))
    .slice(0, mostRuns)
    .map(run => run.id);
  const zoom = view.zoom?.map(end => end * unitOf(view.x));
  const query = { metric, x: view.x, ...(zoom ? { start: zoom[0], end: zoom[1] } : {}) };
  let left = mostRuns;
  const grouped = over
    .map(group => {
      const run_ids = group.runs.slice(0, left).map(run => run.id);
      left -= run_ids.length;
      return { name: group.key, run_ids };
    })
    .filter(group => group.run_ids.length > 0);
  const [means, singles] = await Promise.all([
    grouped.length === 0
      ? { groups: [] }
      : ask("curves/grouped", { ...query, statistic: view.statistic, groups: grouped, buckets: fewer(16_000, mostRuns - left, 50, 200) }),
    alone.length === 0
      ? { curves: [] }
      : ask("curves", {
          ...query,
          run_ids: alone,
          buckets: fewer(12_000, alone.length, 100, 400),
          ...(before?.cursor === undefined ? {} : { since: before.cursor }),
        }),
  ]);
  const raw = new Map(before?.raw ?? []);
  singles.curves.forEach(curve => raw.set(curve.run_id, curve));
  return { means: new Map(means.groups.map(group => [group.name, group])), raw, cursor: singles.cursor };
}

/** The curves to draw of what was read, in the order of the groups. */
export function toCurves(read, groups, view) {
  const unit = unitOf(view.x);
  return groups.flatMap(group => {
    const looks = { colour: group.colour, dashed: group.dashed, isTest: group.isTest, group: group.key };
    const mean = read.means.get(group.key);
    const isAlone = group.runs.length === 1;
    const singles =
      isAlone || view.seeds
        ? group.runs
            .map(run => ({ run, curve: read.raw.get(run.id) }))
            .filter(({ curve }) => curve && (curve.x.length > 0 || curve.non_finite_count > 0))
        : [];
    return [
      ...singles.map(({ run, curve }) => ({
        ...readCurve(curve, view.yLog, unit),
        ...looks,
        name: isAlone ? group.name : run.cells["attributes.run_name"],
        thin: !isAlone,
      })),
      ...(mean && mean.x.length > 0
        ? [{ ...readGroup(mean, view.yLog, unit), ...looks, name: group.name, thin: false, seeds: group.runs.length }]
        : []),
    ];
  });
}
