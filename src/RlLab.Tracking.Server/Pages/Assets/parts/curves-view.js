// All metrics of some groups of runs as charts, in a section for everything before the last slash of a name.
import { matching } from "../pure/filters.js";
import { plural } from "../pure/numbers.js";
import { Chart } from "./chart.js";
import { colourClass, button, element, later, select, swatch, tick } from "./dom.js";

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
    const get = name => state.get(name);
    const output = element("output", {}, String(get("smooth")));
    this.slider = element("input", {
      type: "range",
      min: "0",
      max: "0.98",
      step: "0.02",
      value: get("smooth"),
      oninput: later(() => state.set({ smooth: Number(this.slider.value) }), 60),
    });
    this.slider.addEventListener("input", () => {
      output.textContent = this.slider.value;
    });
    this.find = element("input", {
      type: "search",
      value: get("find"),
      placeholder: "a metric",
      oninput: later(() => state.set({ find: this.find.value }), 120),
    });
    this.zoomButton = button("Show all", () => state.set({ zoom: null }), { title: "Take the zoom back" });
    const find = element("label", { class: "field" }, element("span", {}, "Find"), this.find);
    this.bar = element(
      "div",
      { class: "bar view-bar" },
      find,
      isPlain
        ? this.zoomButton
        : [
            select(
              "Over",
              [
                ["step", "steps"],
                ["time", "time"],
                ["relative", "time since start"],
              ],
              get("x"),
              x => state.set({ x, zoom: null }),
            ),
            element("label", { class: "field" }, element("span", {}, "Smoothing"), this.slider, output),
            hasSeeds
              ? select(
                  "Seeds by",
                  [
                    ["iqm", "interquartile mean"],
                    ["mean", "mean"],
                    ["median", "median"],
                  ],
                  get("statistic"),
                  statistic => state.set({ statistic }),
                )
              : null,
            hasSeeds ? tick("single seeds", get("seeds"), seeds => state.set({ seeds })) : null,
            tick("log y", get("ylog"), ylog => state.set({ ylog })),
            tick("log x", get("xlog"), xlog => state.set({ xlog })),
            this.zoomButton,
          ],
    );
    this.legend = element("ul", { class: "legend", "aria-label": "What the colours stand for; a press hides or shows" });
    this.status = element("p", { class: "hint", role: "status" });
    this.sections = element("div", { class: "metric-groups" });
    this.root = element("div", { class: "curves" }, this.bar, this.legend, element("div", { class: "drawn" }, this.status, this.sections));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#charts.forEach(chart => chart.repaint()));
  }

  /** The groups that are drawn: those that are not hidden, as many as can be told apart. */
  shown() {
    const hidden = new Set(this.state.get("hide") ?? []);
    return this.groups()
      .filter(group => !hidden.has(keyMark(group)))
      .slice(0, mostGroups);
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
    this.#showLegend();
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
      chart = new Chart(metric, this.state, () => this.shown(), metric.slice(metric.lastIndexOf("/") + 1));
      this.#charts.set(metric, chart);
      this.#watcher.observe(chart.root);
    }
    return chart;
  }

  #showLegend() {
    const groups = this.groups();
    const hidden = new Set(this.state.get("hide") ?? []);
    const sign = JSON.stringify([groups.map(group => [group.key, group.name, group.runs.length, group.colour]), [...hidden]]);
    if (sign === this.legendSign) {
      return;
    }
    this.legendSign = sign;
    const focused = document.activeElement?.dataset?.group;
    this.legend.replaceChildren(
      ...(groups.length < 2 ? [] : groups.slice(0, mostGroups + hidden.size)).map(group =>
        element(
          "li",
          { class: colourClass(group) },
          button("", () => this.#toggle(group), { "aria-pressed": String(!hidden.has(keyMark(group))), "data-group": group.key }),
        ),
      ),
    );
    [...this.legend.querySelectorAll("button")].forEach((item, index) => item.append(swatch(groups[index]), nameOf(groups[index])));
    this.legend.hidden = groups.length < 2;
    if (groups.length > mostGroups + hidden.size) {
      this.legend.append(
        element(
          "li",
          { class: "quiet" },
          `${groups.length - mostGroups - hidden.size} more are not drawn: hide some, or narrow the runs by a filter.`,
        ),
      );
    }
    if (focused) {
      this.legend.querySelector(`[data-group="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #toggle(group) {
    const hidden = this.state.get("hide") ?? [];
    const mark = keyMark(group);
    const next = hidden.includes(mark) ? hidden.filter(other => other !== mark) : [...hidden, mark];
    this.state.set({ hide: next.length > 0 ? next : null });
  }
}

function nameOf({ name, runs }) {
  const [first, ...rest] = name.split(" · ");
  return element(
    "span",
    { title: name },
    first,
    runs.length > 1 ? element("small", {}, ` × ${runs.length}`) : null,
    rest.length > 0 ? element("small", { class: "more" }, rest.join(" · ")) : null,
  );
}

// A short mark of a group for the address: its name, which says what it is.
const keyMark = group => group.name;
const sectionOf = metric => (metric.includes("/") ? metric.slice(0, metric.lastIndexOf("/")) : "");
const orderOf = section => (section.startsWith("eval") ? 0 : section.startsWith("system") ? 2 : 1);
