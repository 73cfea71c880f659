// Settings from the best to the worst, with what their order is worth.
import { formatParameter, formatPercent, formatValue, plural } from "../pure/numbers.js";
import { linear } from "../pure/scales.js";
import { constants, differing, isTest, shortNames } from "../pure/settings.js";
import { ask } from "./api.js";
import { colourClass, element, svg, swatch } from "./dom.js";

const mostGroups = 500;

const untouched = "Test seeds had no part in the choice.";
const biased = "These seeds chose the winner: its score here is biased by selection, too good on average.";

export class RankingView {
  #asked = null;

  /**
   * @param objective gives { metric, direction }
   * @param groups gives the groups of runs, tuning and test seeds apart
   */
  constructor(objective, groups) {
    Object.assign(this, { objective, groups });
    this.root = element("div", { class: "ranking" });
  }

  async update(isLive = false) {
    const groups = this.groups().slice(0, mostGroups);
    const { metric, direction } = this.objective();
    const asked = JSON.stringify([metric, direction, groups.map(group => group.runs.map(run => run.id))]);
    if (asked === this.#asked && !isLive) {
      return;
    }
    this.#asked = asked;
    const kinds = [
      ["Test seeds", groups.filter(group => group.runs.every(isTest)), true],
      ["Tuning seeds", groups.filter(group => !group.runs.every(isTest)), false],
    ].filter(([, kind]) => kind.length > 0);
    try {
      const parts = await Promise.all(
        kinds.map(async ([title, kind, isTested]) =>
          this.#table(
            kinds.length > 1 ? title : "",
            kind,
            isTested,
            kinds.length > 1,
            await ask("rankings", {
              groups: kind.map((group, index) => ({ name: shortNames(kind)[index], run_ids: group.runs.map(run => run.id) })),
              metric,
              direction,
            }),
          ),
        ),
      );
      if (asked === this.#asked) {
        const rows = groups.flatMap(group => group.runs);
        this.root.replaceChildren(...(groups.length === 0 ? [element("p", { class: "empty" }, "No runs to rank.")] : parts), constantsOf(rows));
      }
    } catch (error) {
      this.#asked = null;
      this.root.replaceChildren(element("p", { class: "error", role: "alert" }, error.message));
    }
  }

  #legend() {
    const { metric, direction } = this.objective();
    const first = direction === "maximize" ? "largest" : "smallest";
    return `${metric}, last value of each run: interquartile mean over seeds with a 95% bootstrap interval, ${first} first.`;
  }

  #table(title, groups, isTested, isSplit, answer) {
    const labels = shortNames(groups);
    const byName = new Map(groups.map((group, index) => [labels[index], group]));
    const settings = answer.settings ?? [];
    const names = differing(groups.flatMap(group => group.runs));
    const ends = settings
      .flatMap(one => [one.low, one.high, one.center])
      .map(Number)
      .filter(Number.isFinite);
    const scale = linear(Math.min(...ends), Math.max(...ends));
    const isBiased = isSplit && !isTested;
    return element(
      "section",
      {},
      title ? element("h2", {}, title) : null,
      isBiased ? null : element("p", { class: "answer" }, answer.verdict ?? "Nothing to compare yet."),
      element(
        "p",
        { class: "words" },
        [this.#legend(), settings.find(one => one.words)?.words, isTested ? untouched : isBiased ? biased : ""].filter(Boolean).join(" "),
      ),
      element(
        "div",
        { class: "wide" },
        element(
          "table",
          { class: "list settings" },
          element(
            "thead",
            {},
            element(
              "tr",
              {},
              element("th", { scope: "col", class: "value" }, "#"),
              element("th", { scope: "col" }, "Setting"),
              element("th", { scope: "col", class: "value" }, "Mean"),
              element("th", { scope: "col" }, "95% interval"),
              element("th", { scope: "col" }, ""),
              element(
                "th",
                { scope: "col", class: "value", title: "How likely a run of this setting does better than one of the next" },
                "Beats the next",
              ),
              element("th", { scope: "col", class: "value" }, "Seeds"),
              names.map(name => element("th", { scope: "col", class: "value" }, name)),
            ),
          ),
          element(
            "tbody",
            {},
            settings.map((one, index) => this.#row(one, index, byName.get(one.name), names, scale, isBiased)),
          ),
        ),
      ),
    );
  }

  #row(one, index, group, names, scale, isBiased) {
    const mark = isBiased && index === 0 ? element("span", { title: "Biased by selection: these seeds chose it" }, "*") : null;
    return element(
      "tr",
      { class: `${colourClass(group)}${isBiased ? " biased" : ""}` },
      element("td", { class: "value" }, String(index + 1)),
      element("th", { scope: "row", class: "who" }, swatch(group), " ", one.name),
      element("td", { class: "value" }, formatValue(Number(one.center)), mark),
      element(
        "td",
        {},
        Number.isFinite(Number(one.low)) && one.low !== null && one.low !== undefined
          ? `${formatValue(Number(one.low))} to ${formatValue(Number(one.high))}`
          : "",
      ),
      element("td", {}, intervalOf(one, scale)),
      element("td", { class: "value" }, one.probability_of_improvement === undefined ? "" : formatPercent(Number(one.probability_of_improvement))),
      element(
        "td",
        { class: "value", title: one.without > 0 ? `${plural(one.without, "run")} came to nothing` : "" },
        one.without > 0 ? `${one.count} + ${one.without} without` : String(one.count),
      ),
      names.map(name => element("td", { class: "value" }, formatParameter(group.values[name] ?? ""))),
    );
  }
}

function intervalOf(one, scale) {
  const toX = value => 6 + 208 * scale.place(value);
  const [low, high, center] = [one.low, one.high, one.center].map(value => (value === undefined ? NaN : Number(value)));
  return svg(
    "svg",
    { class: "interval", viewBox: "0 0 220 20", "aria-hidden": "true" },
    svg("path", { class: "axis", d: "M6 10H214" }),
    Number.isFinite(low) ? svg("path", { class: "span", d: `M${toX(low).toFixed(1)} 10H${Math.max(toX(high), toX(low) + 0.1).toFixed(1)}` }) : null,
    Number.isFinite(center) ? svg("circle", { class: "mean", cx: toX(center).toFixed(1), cy: 10, r: 5 }) : null,
  );
}

function constantsOf(rows) {
  const same = constants(rows);
  return same.length === 0 || rows.length < 2
    ? ""
    : element(
        "p",
        { class: "constants" },
        "The same in all runs:",
        same.map(([name, value]) => element("span", {}, element("b", {}, name), ` ${formatParameter(String(value))}`)),
      );
}
