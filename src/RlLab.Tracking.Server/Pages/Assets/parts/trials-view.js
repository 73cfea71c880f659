// Each trial of a sweep with the state of its runs, and what went wrong in them.
import { formatParameter, formatValue, toNumber } from "../pure/numbers.js";
import { differing } from "../pure/settings.js";
import { trialsOf, troublesOf } from "../pure/trials.js";
import { element } from "./dom.js";

const mostTroubles = 100;

export class TrialsView {
  /**
   * @param metric gives the objective's name
   * @param rows gives the runs
   */
  constructor(metric, rows) {
    Object.assign(this, { metric, rows });
    this.root = element("div", { class: "trials" });
  }

  update() {
    const rows = this.rows();
    const trials = trialsOf(rows);
    const sign = JSON.stringify([this.metric(), rows.map(row => row.cells)]);
    if (sign === this.sign) {
      return;
    }
    this.sign = sign;
    const names = differing(rows);
    const troubles = troublesOf(trials);
    this.root.replaceChildren(
      trials.length === 0
        ? element("p", { class: "empty" }, "These runs are no trials of a sweep.")
        : element(
            "div",
            { class: "wide" },
            element(
              "table",
              { class: "list" },
              element(
                "thead",
                {},
                element(
                  "tr",
                  {},
                  element("th", { scope: "col" }, "Trial"),
                  element("th", { scope: "col" }, "Runs by seed"),
                  names.map(name => element("th", { scope: "col", class: "value" }, name)),
                ),
              ),
              element(
                "tbody",
                {},
                trials.map(({ trial, runs }) =>
                  element(
                    "tr",
                    {},
                    element("th", { scope: "row" }, `trial ${trial}`),
                    element(
                      "td",
                      { class: "seeds" },
                      runs.map(run => this.#chip(run)),
                    ),
                    names.map(name => element("td", { class: "value" }, formatParameter(runs[0].row.cells[`params.${name}`] ?? ""))),
                  ),
                ),
              ),
            ),
          ),
      troubles.length === 0
        ? ""
        : element(
            "section",
            { class: "troubles-section" },
            element("h2", {}, "What went wrong, and what was ended early"),
            element(
              "ul",
              { class: "troubles" },
              troubles
                .slice(0, mostTroubles)
                .map(trouble =>
                  element(
                    "li",
                    { class: trouble.kind },
                    element(
                      "a",
                      { href: `/runs/${trouble.run.row.id}` },
                      `trial ${trouble.trial}, ${trouble.run.isTest ? "test " : ""}seed ${trouble.run.seed}`,
                    ),
                    ` ${trouble.word}: ${trouble.message}`,
                    trouble.code ? element("code", {}, trouble.code) : null,
                  ),
                ),
            ),
            troubles.length > mostTroubles ? element("p", { class: "hint" }, `${mostTroubles} of ${troubles.length} are listed.`) : null,
          ),
    );
  }

  #chip({ row, seed, state, isTest }) {
    const value = row.cells[`metrics.${this.metric()}`];
    return element(
      "a",
      { class: `chip ${state.kind}`, href: `/runs/${row.id}`, title: `${state.word}${state.why ? `: ${state.why}` : ""}` },
      element("span", { class: `status ${state.kind}` }, `${isTest ? "test " : ""}${Number.isNaN(seed) ? "" : seed}`),
      element("small", {}, state.kind === "finished" && value !== undefined ? formatValue(toNumber(value)) : state.word),
    );
  }
}
