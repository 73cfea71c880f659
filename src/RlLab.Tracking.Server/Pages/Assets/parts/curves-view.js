// All metrics of some groups of runs as charts, in a section for everything before the last slash of a name.
import { matching } from "../pure/filters.js";
import { plural } from "../pure/numbers.js";
import { Chart } from "./chart.js";
import { curveControls, findField } from "./curves-bar.js";
import { button, element } from "./dom.js";
import { Legend } from "./legend.js";

/** More settings than these are not drawn together: nobody could tell them apart. */
const mostGroups = 40;

export class CurvesView {
  #charts = new Map();
  #watcher = new IntersectionObserver(entries => entries.forEach(entry => this.#charts.get(entry.target.dataset.metric)?.see(entry.isIntersecting)), {
    rootMargin: "300px",
  });

  /**
   * @param state of the page
   * @param groups gives all groups of runs
   * @param metrics gives the names of the metrics
   * @param options { hasSeeds: whether groups may have several runs, isPlain: whether curves are shown in one way only }
   */
  constructor(state, groups, metrics, { hasSeeds = true, isPlain = false } = {}) {
    Object.assign(this, { state, groups, metrics });
    this.zoomButton = button("Show all", () => state.set({ zoom: null }), { title: "Take the zoom back" });
    this.bar = element("div", { class: "bar view-bar" }, findField(state), isPlain ? null : curveControls(state, hasSeeds), this.zoomButton);
    this.legend = new Legend(state, mostGroups);
    this.status = element("p", { class: "hint", role: "status" });
    this.sections = element("div", { class: "metric-groups" });
    this.root = element("div", { class: "curves" }, this.bar, this.legend.root, element("div", { class: "drawn" }, this.status, this.sections));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#charts.forEach(chart => chart.repaint()));
  }

  /** Draws what the state says now. */
  update() {
    const names = matching(this.metrics(), this.state.get("find"));
    const sections = [...Map.groupBy(names, sectionOf)].sort(([one], [other]) => orderOf(one) - orderOf(other) || one.localeCompare(other, "en"));
    const sign = JSON.stringify(sections);
    this.zoomButton.hidden = this.state.get("zoom") === null;
    if (sign !== this.sign) {
      this.sign = sign;
      this.sections.replaceChildren(...sections.map(([section, metrics]) => this.#section(section, metrics)));
    }
    this.status.textContent =
      names.length === 0
        ? this.metrics().length === 0
          ? "No metrics yet."
          : "No metric has these words in its name."
        : names.length < this.metrics().length
          ? `${names.length} of ${plural(this.metrics().length, "metric")}`
          : "";
    this.legend.update(this.groups());
    this.#charts.forEach(chart => chart.root.isConnected && chart.update());
  }

  /** Reads what came since into the charts in view. */
  async refresh() {
    await Promise.all([...this.#charts.values()].filter(chart => chart.root.isConnected).map(chart => chart.refresh()));
  }

  // A section that is folded takes no charts into the document, so that thousands of metrics cost nothing until they are looked at.
  #section(section, metrics) {
    const grid = element("div", { class: "grid" });
    const details = element(
      "details",
      { class: "metric-group", open: metrics.length <= 60 || this.state.get("find") !== "" },
      element("summary", {}, section || "metrics", " ", element("span", { class: "count" }, String(metrics.length))),
      grid,
    );
    const fill = () => {
      if (details.open && grid.childElementCount === 0) {
        grid.append(...metrics.map(metric => this.#chart(metric).root));
      }
    };
    details.addEventListener("toggle", fill);
    fill();
    return details;
  }

  #chart(metric) {
    let chart = this.#charts.get(metric);
    if (!chart) {
      chart = new Chart(metric, this.state, () => this.legend.shown(this.groups()), metric.slice(metric.lastIndexOf("/") + 1));
      this.#charts.set(metric, chart);
      this.#watcher.observe(chart.root);
    }
    return chart;
  }
}

const sectionOf = metric => (metric.includes("/") ? metric.slice(0, metric.lastIndexOf("/")) : "");
const orderOf = section => (section.startsWith("eval") ? 0 : section.startsWith("system") ? 2 : 1);
