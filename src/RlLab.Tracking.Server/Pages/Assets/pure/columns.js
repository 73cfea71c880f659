// The columns of the table of runs: which there are, which are shown, in which order, and which are pinned to the left.
import { nameColumn } from "./rows.js";

/** How columns that every run has are called. */
const titles = {
  [nameColumn]: "Run",
  "attributes.status": "Status",
  "attributes.start_time": "Started",
  "attributes.duration": "Took",
  "attributes.run_id": "Id",
  "attributes.user_id": "User",
  "attributes.end_time": "Ended",
  "params.seed": "seed",
  "tags.rllab.trial": "trial",
  "tags.rllab.sweep": "sweep",
  "tags.rllab.phase": "phase",
};

const mostParameters = 8,
  mostMetrics = 6;

/** What stands at the head of a column. */
export const titleOf = column => titles[column] ?? column.slice(column.indexOf(".") + 1);

/** What a column is of: "attributes", "params", "metrics" or "tags". */
export const kindOf = column => column.slice(0, column.indexOf("."));

/** Whether its values stand at the right, as numbers do. */
export const isNumeric = column => kindOf(column) === "metrics" || kindOf(column) === "params" || column === "attributes.duration";

/** How the column is called in a filter or an order of MLflow's grammar. */
export function toField(column) {
  const [kind, key] = [kindOf(column), column.slice(column.indexOf(".") + 1)];
  return kind === "attributes" ? `attributes.${key}` : `${kind}.\`${key}\``;
}

/**
 * All columns that can be shown.
 * @param catalog what the runs logged: { params: [{ name, values }], metrics: [name], tags: [name] }
 */
export function allColumns(catalog) {
  return [
    nameColumn,
    "attributes.status",
    "attributes.start_time",
    "attributes.duration",
    "attributes.run_id",
    "attributes.user_id",
    ...catalog.params.map(parameter => `params.${parameter.name}`),
    ...catalog.metrics.map(name => `metrics.${name}`),
    ...catalog.tags.filter(name => !name.startsWith("mlflow.")).map(name => `tags.${name}`),
  ];
}

/** The columns shown where nobody chose: what tells runs apart first, then what they came to. */
export function defaultColumns(catalog) {
  const differing = catalog.params.filter(parameter => parameter.values > 1 && !/^seed$/i.test(parameter.name));
  const metrics = catalog.metrics.filter(name => !/^(system|best|importance)\//.test(name));
  return [
    nameColumn,
    "attributes.status",
    ...(catalog.tags.includes("rllab.trial") ? ["tags.rllab.trial"] : []),
    ...catalog.params.filter(parameter => /^seed$/i.test(parameter.name)).map(parameter => `params.${parameter.name}`),
    ...differing.slice(0, mostParameters).map(parameter => `params.${parameter.name}`),
    ...[...metrics]
      .sort(byInterest)
      .slice(0, mostMetrics)
      .map(name => `metrics.${name}`),
    "attributes.start_time",
    "attributes.duration",
  ];
}

const byInterest = (one, other) => interestOf(one) - interestOf(other) || one.localeCompare(other, "en");
const interestOf = name => (/^eval/.test(name) ? 0 : /return|reward|score/i.test(name) ? 1 : /loss/i.test(name) ? 2 : 3);

/** Shown columns with the pinned ones first; the name is always there and always pinned. */
export function arrange(shown, pinned) {
  const pins = [nameColumn, ...pinned.filter(column => column !== nameColumn && shown.includes(column))];
  return { columns: [...pins, ...shown.filter(column => !pins.includes(column))], pinned: pins.length };
}

/** The list with a column moved by some places. */
export function move(list, column, by) {
  const from = list.indexOf(column);
  const to = Math.max(0, Math.min(list.length - 1, from + by));
  const rest = list.filter(other => other !== column);
  return from < 0 ? list : [...rest.slice(0, to), column, ...rest.slice(to)];
}

/** The width of a column in pixels, wide enough for its head and some of its texts; the name gives way on a narrow page. */
export function widthOf(column, texts, isNarrow = false) {
  if (column === nameColumn) {
    return isNarrow ? 200 : 280;
  }
  const longest = Math.max(titleOf(column).length + 2.5, ...texts.map(text => String(text ?? "").length));
  return Math.round(Math.max(88, Math.min(220, 28 + 7.2 * longest)));
}
