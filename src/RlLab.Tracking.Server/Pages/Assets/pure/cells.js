// What stands in a cell of the table of runs, and in one that sums up several.
import { kindOf } from "./columns.js";
import { formatDuration, formatParameter, formatValue, plural, toNumber } from "./numbers.js";

/** A cell as { text, title }; times are left to who shows them. */
export function showCell(column, value) {
  if (value === undefined || value === null) {
    return { text: "", title: "" };
  }
  if (column === "attributes.duration") {
    return { text: formatDuration(value), title: "" };
  }
  if (kindOf(column) === "metrics") {
    return { text: formatValue(toNumber(value)), title: String(value) };
  }
  const text = formatParameter(String(value));
  return { text, title: text === String(value) && text.length < 20 ? "" : String(value) };
}

/** What several runs have in a column: the mean of numbers with their range, or the word that all share. */
export function sumUp(column, rows) {
  const values = rows.map(row => row.cells[column]).filter(value => value !== undefined && value !== null);
  const numbers = values.map(toNumber);
  if (values.length === 0) {
    return { text: "", title: "" };
  }
  if (column === "attributes.duration" || kindOf(column) === "metrics") {
    const finite = numbers.filter(Number.isFinite);
    const show = value => (column === "attributes.duration" ? formatDuration(value) : formatValue(value));
    return finite.length === 0
      ? { text: "NaN", title: `none of ${plural(values.length, "value")} is finite` }
      : {
          text: show(finite.reduce((sum, value) => sum + value, 0) / finite.length),
          title: `mean of ${plural(finite.length, "run")}, from ${show(Math.min(...finite))} to ${show(Math.max(...finite))}`,
          value: finite.reduce((sum, value) => sum + value, 0) / finite.length,
        };
  }
  const different = new Set(values);
  return different.size === 1
    ? { ...showCell(column, values[0]), value: values[0] }
    : { text: `${different.size} values`, title: [...different].slice(0, 20).join(", ") };
}
