// What the charts of a page ask of the server for the groups of runs that they draw, and what they keep of it.
import { ask } from "./api.js";
import { readCurve, readGroup } from "../pure/curves.js";

const mostRuns = 500;

/**
 * The curves of one metric.
 * @param metric its name
 * @param groups of runs, as groupRuns gives them
 * @param view { x, zoom, seeds, statistic, yLog } how they are to be seen
 * @param before what was read for the same question before; null for nothing
 * @param isLive whether only what has grown since is wanted
 */
export async function readCurves(metric, groups, view, before = null, isLive = false) {
  const over = groups.filter(group => group.runs.length > 1);
  const alone = groups.flatMap(group => group.runs.length > 1 && !view.seeds ? [] : group.runs.map(run => ({ run, group }))).slice(0, mostRuns);
  const query = { metric, x: view.x, ...(view.zoom ? { start: view.zoom[0], end: view.zoom[1] } : {}) };
  const [means, singles] = await Promise.all([
    over.length === 0 ? { groups: [] } : ask("curves/grouped", {
      ...query, statistic: view.statistic, groups: over.map(group => ({ name: group.key, run_ids: group.runs.slice(0, mostRuns).map(run => run.id) })),
    }),
    alone.length === 0 ? { curves: [] } : ask("curves", {
      ...query, run_ids: alone.map(one => one.run.id), ...(isLive && before?.cursor !== undefined ? { since: before.cursor } : {}),
    }),
  ]);
  const raw = new Map(isLive && before ? before.raw : []);
  singles.curves.forEach(curve => raw.set(curve.run_id, curve));
  return { means: new Map(means.groups.map(group => [group.name, group])), raw, cursor: singles.cursor };
}

/** The curves to draw of what was read, in the order of the groups. */
export function toCurves(read, groups, view) {
  return groups.flatMap(group => {
    const looks = { colour: group.colour, dashed: group.dashed, group: group.key };
    const mean = read.means.get(group.key);
    const isAlone = group.runs.length === 1;
    const singles = isAlone || view.seeds ? group.runs.map(run => ({ run, curve: read.raw.get(run.id) })).filter(one => one.curve?.x.length > 0 || hasMarks(one.curve)) : [];
    const marked = mean?.non_finite ? [{ marks: mean.non_finite }] : [];
    return [
      ...singles.map(({ run, curve }) => ({ ...readCurve(curve, view.yLog), ...looks, name: isAlone ? group.name : run.cells["attributes.run_name"], thin: !isAlone })),
      ...(mean && mean.x.length > 0 ? [{ ...readGroup(mean, view.yLog), ...looks, name: group.name, thin: false, marked }] : []),
    ];
  });
}

const hasMarks = curve => (curve?.non_finite?.points ?? curve?.non_finite ?? []).length > 0;
