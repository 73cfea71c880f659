// The space of parameters: which matter, and where the objective is good.
import { formatPercent } from "../pure/numbers.js";
import { axesOf, pointsOf } from "../pure/points.js";
import { ask } from "./api.js";
import { drawingButtons } from "./chart-export.js";
import { element, select, svg } from "./dom.js";
import { parallelFigure } from "./parallel.js";
import { contourFigure, scatterFigure } from "./scatter.js";

export class SpaceView {
  #asked = null;

  /**
   * @param state of the page: px, py, brush
   * @param objective gives { metric, direction }
   * @param rows gives the runs
   */
  constructor(state, objective, rows) {
    Object.assign(this, { state, objective, rows });
    this.bar = element("div", { class: "bar" });
    this.parallel = parallelFigure(state, kept => {
      this.kept = kept;
    });
    [this.scatter, this.contour] = [scatterFigure(), contourFigure()];
    this.importance = element("figure", { class: "chart", "data-view": "importance" });
    this.root = element(
      "div",
      {},
      this.parallel.root,
      element("p", {}),
      this.bar,
      element("div", { class: "two-views" }, this.scatter.root, this.contour.root, this.importance),
    );
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.root.isConnected && this.update());
  }

  async update() {
    const rows = this.rows();
    const axes = axesOf(rows);
    const { metric } = this.objective();
    const points = pointsOf(rows, axes, metric);
    const importances = await this.#importances(rows, metric);
    const byImportance = [...axes].sort((one, other) => (importances.get(other) ?? -1) - (importances.get(one) ?? -1));
    const x = axes.includes(this.state.get("px")) ? this.state.get("px") : byImportance[0];
    const y = axes.includes(this.state.get("py")) && this.state.get("py") !== x ? this.state.get("py") : byImportance.find(axis => axis !== x);
    const options = axes.map(axis => [axis, axis]);
    this.bar.replaceChildren(
      ...(axes.length === 0
        ? []
        : [select("Across", options, x, px => this.state.set({ px })), select("Up", options, y ?? x, py => this.state.set({ py }))]),
    );
    this.parallel.draw(points, axes, metric);
    this.scatter.draw(points, this.kept, metric, x);
    this.contour.draw(points, this.kept, metric, x, y);
    this.#drawImportance(importances);
  }

  async #importances(rows, metric) {
    const asked = JSON.stringify([this.objective(), rows.map(row => [row.id, row.cells[`metrics.${metric}`]])]);
    if (asked !== this.#asked && rows.length > 0) {
      this.#asked = asked;
      try {
        const answer = await ask("importance", { run_ids: rows.map(row => row.id), ...this.objective() });
        this.found = new Map((answer.parameters ?? []).map(one => [one.name, Number(one.importance)]));
      } catch {
        this.found = new Map();
      }
    }
    return this.found ?? new Map();
  }

  #drawImportance(importances) {
    const known = [...importances]
      .filter(([, value]) => Number.isFinite(value))
      .sort((one, other) => other[1] - one[1])
      .slice(0, 14);
    const most = Math.max(0.01, ...known.map(([, value]) => value));
    const drawing = svg(
      "svg",
      {
        class: "drawing",
        viewBox: `0 0 640 ${Math.max(1, known.length) * 28 + 10}`,
        role: "img",
        "aria-label": `Importance: ${known.map(([name, value]) => `${name} ${formatPercent(value)}`).join(", ")}`,
      },
      known.map(([name, value], index) =>
        svg(
          "g",
          {},
          svg("text", { class: "name", x: 190, y: index * 28 + 20, "text-anchor": "end" }, name.length > 26 ? `${name.slice(0, 25)}…` : name),
          svg("rect", { class: "rod", x: 200, y: index * 28 + 7, width: ((360 * value) / most).toFixed(1), height: 18, rx: 3 }),
          svg("text", { x: 208 + (360 * value) / most, y: index * 28 + 20 }, formatPercent(value)),
        ),
      ),
    );
    this.importance.replaceChildren(
      element(
        "figcaption",
        {},
        element("b", {}, "Importance of parameters"),
        element(
          "div",
          { class: "tools" },
          drawingButtons(
            "importance",
            () => drawing,
            () => [["parameter", "importance"], ...known],
          ),
        ),
      ),
      known.length === 0 ? element("p", { class: "empty" }, "Too few settings to tell which parameters matter.") : drawing,
      element(
        "p",
        { class: "says" },
        known.length === 0 ? "" : "Share of what sets the best settings apart (PED-ANOVA). Shares always sum to 100%: noise gets its part too.",
      ),
    );
  }
}
