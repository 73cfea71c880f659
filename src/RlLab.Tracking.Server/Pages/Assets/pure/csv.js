// Tables as CSV (RFC 4180).

/** Rows of cells as text; a cell that a spreadsheet would take for a formula is told from a number by an apostrophe. */
export const toCsv = rows => rows.map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";

function cell(value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+@\t\r]|^-(?![\d.∞I])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Curves as a long table: one line a point. */
export const curvesToCsv = (metric, xName, curves) =>
  toCsv([
    ["curve", xName, metric, "low", "high"],
    ...curves.flatMap(curve =>
      curve.x.map((at, index) => [curve.name, at, curve.y[index] ?? curve.carried?.[index], curve.low?.[index], curve.high?.[index]]),
    ),
    ...curves.flatMap(curve => curve.marks.map(mark => [curve.name, mark.x, mark.kind, null, null])),
  ]);
