// What the views that compare runs can be asked: how runs are grouped, which seeds, by which metric.
import { select } from "./dom.js";

/**
 * The controls that a view has.
 * @param view its name
 * @param state of the page: group, phase, metric, direction
 * @param catalog of what the runs logged
 * @param objective { metric, direction } as it stands
 * @param hasTests whether some of the runs are on test seeds
 */
export function viewControls(view, state, catalog, objective, hasTests) {
  const groups = [
    ["setting", "setting, over seeds"],
    ["run", "run"],
    ["sweep", "sweep"],
    ...catalog.params.map(({ name }) => [`params.${name}`, name]),
  ];
  const phases = [
    ["apart", "tuning and test, apart"],
    ["test", "test"],
    ["tuning", "tuning"],
  ];
  const directions = [
    ["maximize", "largest"],
    ["minimize", "smallest"],
  ];
  const isGrouped = view !== "space" && view !== "trials";
  const isByMetric = view === "settings" || view === "space";
  const metrics = catalog.metrics.map(name => [name, name]);
  return [
    isGrouped && select("Group by", groups, state.get("group"), group => state.set({ group, hide: null })),
    isGrouped && hasTests && view !== "settings" && select("Seeds", phases, state.get("phase"), phase => state.set({ phase })),
    isByMetric && select("By", metrics, objective.metric, metric => state.set({ metric })),
    isByMetric && select("Best is the", directions, objective.direction, direction => state.set({ direction })),
  ].filter(Boolean);
}
