// Runs grouped over seeds by their setting, or by whatever else: with a name, a colour and a dash for each group.
import { formatParameter } from "./numbers.js";

const colours = 10;
const isSeed = name => /^seed$/i.test(name);
const parametersOf = row => Object.keys(row.cells).filter(column => column.startsWith("params."));

/** Whether a run is of a sweep's test seeds, which had no part in choosing. */
export const isTest = row => row.cells["tags.rllab.phase"] === "test";

/** The parameters that differ among runs, without the seed. */
export function differing(rows) {
  const seen = new Map();
  for (const row of rows) {
    for (const column of parametersOf(row)) {
      const values = seen.get(column) ?? seen.set(column, { values: new Set(), count: 0 }).get(column);
      values.values.add(row.cells[column]);
      values.count++;
    }
  }
  return [...seen]
    .filter(([column, { values, count }]) => !isSeed(column.slice(7)) && (values.size > 1 || count < rows.length))
    .map(([column]) => column.slice(7));
}

/** The parameters that all runs share, as [name, value]. */
export function constants(rows) {
  const different = new Set(differing(rows));
  return rows.length === 0
    ? []
    : parametersOf(rows[0])
        .map(column => column.slice(7))
        .filter(name => !different.has(name) && !isSeed(name))
        .map(name => [name, rows[0].cells[`params.${name}`]]);
}

/** A run's setting in words, such as "LearningRate 0.01, Hidden 32". */
export const describe = (row, parameters) =>
  parameters
    .filter(name => hasValue(row.cells[`params.${name}`]))
    .map(name => `${name} ${formatParameter(row.cells[`params.${name}`])}`)
    .join(", ");

/**
 * Runs in groups.
 * @param by "setting", "run" (each alone), "sweep", or a column such as "params.LearningRate"
 * @param phase "test", "tuning", or "apart": a group of both kinds of seeds becomes two
 * @returns [{ key, name, runs, colour, dashed, isTest, values }], in the order in which they first appear; values are the setting's parameters
 */
export function groupRuns(rows, by, phase = "apart") {
  const shown = rows.filter(row => phase === "apart" || isTest(row) === (phase === "test"));
  const parameters = differing(rows);
  const groups = new Map();
  for (const row of shown) {
    const { key, name } = keyOf(row, by, parameters);
    const split = phase === "apart" && isTest(row) && by !== "run";
    const full = split ? `${key} (test)` : key;
    const group =
      groups.get(full) ??
      groups.set(full, { key: full, setting: key, name: split ? withTest(name) : name, runs: [], isTest: split }).get(full);
    group.runs.push(row);
  }
  const places = new Map();
  return [...groups.values()].map(group => {
    const place = places.get(group.setting) ?? places.set(group.setting, places.size).get(group.setting);
    const values = Object.fromEntries(parameters.map(name => [name, group.runs[0].cells[`params.${name}`]]));
    return { ...group, colour: place % colours, dashed: Math.floor(place / colours) % 2 === 1, values };
  });
}

// "trial 3 · test seeds · rate 0.1": where the rest has no room, what matters is still read.
const withTest = name => name.replace(/ · |$/, rest => ` · test seeds${rest}`);

/** A name for each group that is as short as it can be told from the others by: "trial 3" where one sweep alone has such. */
export function shortNames(groups) {
  const shorts = groups.map(group => group.name.split(" · ")[0]);
  const names = shorts.map((short, index) => (shorts.indexOf(short) === shorts.lastIndexOf(short) ? short : groups[index].name));
  return names.map((name, index) => (names.indexOf(name) === index ? name : `${name} (${index + 1})`));
}

function keyOf(row, by, parameters) {
  if (by === "setting") {
    const trial = row.cells["tags.rllab.trial"];
    const words = describe(row, parameters);
    const key = parameters.map(name => row.cells[`params.${name}`] ?? "").join("\n");
    // A trial is a setting that its sweep has given a number.
    const named = hasValue(trial) ? `trial ${trial}${words ? ` · ${words}` : ""}` : words;
    return key.trim() === "" && !hasValue(trial) ? byName(row) : { key: `${row.cells["tags.rllab.sweep"] ?? ""} ${trial ?? ""} ${key}`, name: named };
  }
  if (by === "run") {
    return byName(row);
  }
  const value = row.cells[by === "sweep" ? "tags.rllab.sweep" : by];
  const title = by === "sweep" ? "sweep" : by.slice(by.indexOf(".") + 1);
  return hasValue(value)
    ? { key: value, name: `${title} ${by === "sweep" ? value.slice(0, 8) : formatParameter(String(value))}` }
    : { key: "", name: `no ${title}` };
}

const byName = row => ({ key: row.id, name: row.cells["attributes.run_name"] ?? row.id });
const hasValue = value => value !== undefined && value !== null && value !== "";

/** So many runs of groups with their groups: one of each before a second of any. */
export function firstOfEach(groups, most) {
  const longest = Math.max(0, ...groups.map(group => group.runs.length));
  return Array.from({ length: longest }, (_, place) => groups.filter(group => place < group.runs.length).map(group => ({ run: group.runs[place], group })))
    .flat()
    .slice(0, most);
}
