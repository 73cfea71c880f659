// Runs as points over their parameters, for the views of a parameter space.
import { toNumber } from "./numbers.js";
import { differing } from "./settings.js";

/** The parameters that can be axes: those that differ. */
export const axesOf = rows => differing(rows);

/**
 * The runs that have a finite objective, each with its values on the axes.
 * @returns [{ id, name, values, objective }]; values are texts by parameter
 */
export function pointsOf(rows, axes, metric) {
  return rows
    .map(row => ({
      id: row.id,
      name: row.cells["attributes.run_name"],
      objective: toNumber(row.cells[`metrics.${metric}`]),
      values: Object.fromEntries(axes.map(axis => [axis, row.cells[`params.${axis}`]])),
    }))
    .filter(point => Number.isFinite(point.objective));
}

/** Points as a table: a row a run. */
export const pointRows = (points, axes, metric) => [
  ["run", ...axes, metric],
  ...points.map(point => [point.name, ...axes.map(axis => point.values[axis]), point.objective]),
];

/** Brushes as the address has them: "LearningRate=0.2:0.5", places on the axis from 0 to 1. */
export function readBrushes(texts) {
  return new Map(
    (texts ?? []).flatMap(text => {
      const at = text.lastIndexOf("=");
      const ends = text
        .slice(at + 1)
        .split(":")
        .map(Number);
      return at > 0 && ends.length === 2 && ends.every(Number.isFinite) && ends[0] <= ends[1] ? [[text.slice(0, at), ends]] : [];
    }),
  );
}

/** Brushes as texts for the address; null where there is none. */
export const writeBrushes = brushes =>
  brushes.size === 0 ? null : [...brushes].map(([axis, [low, high]]) => `${axis}=${Number(low.toFixed(4))}:${Number(high.toFixed(4))}`);

/** Whether a point lies within all brushes. */
export const isWithin = (point, brushes, scales) =>
  [...brushes].every(([axis, [low, high]]) => {
    const place = scales[axis]?.place(axis === "" ? point.objective : point.values[axis]);
    return place >= low - 1e-9 && place <= high + 1e-9;
  });
