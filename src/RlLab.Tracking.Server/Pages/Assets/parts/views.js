// The views that compare runs, as they stand on the page of a comparison and on that of a sweep.
import { choice, list, text } from "../pure/address.js";
import { chartSchema } from "../pure/chart-state.js";
import { plural } from "../pure/numbers.js";
import { groupRuns, isTest } from "../pure/settings.js";
import { CurvesView } from "./curves-view.js";
import { ImagesView, imagesSchema } from "./images-view.js";
import { button, element } from "./dom.js";
import { RankingView } from "./ranking-view.js";
import { RunSource } from "./run-source.js";
import { SpaceView } from "./space-view.js";
import { VideosView } from "./videos-view.js";
import { viewControls } from "./view-controls.js";

export const mostRuns = 500;

/** The fields of the state that the views need. */
export const viewSchema = {
  ...chartSchema,
  view: choice("curves", "settings", "space", "videos", "images", "trials"),
  group: text("setting"),
  phase: choice("apart", "test", "tuning"),
  metric: text(),
  direction: choice("", "maximize", "minimize"),
  px: text(),
  py: text(),
  brush: list(),
  video: text(),
  ...imagesSchema,
  runs: list(),
  filter: text(),
};

/** The tag that a run with images over steps has. */
const imagesTag = "mlflow.loggedImages";

const titles = { curves: "Curves", settings: "Settings, ranked", space: "Parameters", videos: "Videos", images: "Images", trials: "Trials" };

export class Views {
  /**
   * @param root the section with what the server said of the runs
   * @param state of the page
   * @param filter gives the filter of the runs, in MLflow's grammar or plain words
   * @param more makes further views by their names, each from what gives the runs
   */
  constructor(root, state, filter, more = {}) {
    Object.assign(this, { root, state, filter });
    this.catalog = JSON.parse(root.dataset.catalog);
    this.source = new RunSource([root.dataset.experiment]);
    this.curves = new CurvesView(
      state,
      () => this.groups,
      () => this.catalog.metrics,
    );
    this.parts = {
      curves: this.curves,
      settings: new RankingView(
        () => this.objective,
        () => this.apart,
      ),
      space: new SpaceView(
        state,
        () => this.objective,
        () => this.rows,
      ),
      videos: new VideosView(state, () => this.groups),
      ...(this.catalog.tags.includes(imagesTag) ? { images: new ImagesView(state, () => this.groups) } : {}),
    };
    Object.entries(more).forEach(([name, make]) => {
      this.parts[name] = make(() => this.rows);
    });
    [this.rows, this.groups, this.apart] = [[], [], []];
    this.tabs = element(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "Views", onkeydown: event => this.#moveTab(event) },
      Object.keys(this.parts).map(name =>
        button(titles[name], () => state.set({ view: name }), { role: "tab", id: `tab-${name}`, "aria-controls": "view" }),
      ),
    );
    this.controls = element("div", { class: "bar" });
    this.error = element("p", { class: "error", role: "alert", id: "filter-error" });
    this.summary = element("p", { class: "summary", role: "status" });
    this.panel = element("div", { role: "tabpanel", id: "view", tabIndex: -1 });
    root.append(this.error, element("div", { class: "view-head" }, this.tabs, this.controls, this.summary), this.panel);
    state.listen(changed => {
      if (changed.some(name => ["filter", "runs", "metric"].includes(name))) {
        this.load();
      } else {
        this.update();
      }
    });
  }

  /** Reads the runs, and draws them. */
  async load() {
    const columns = [...this.catalog.params.map(parameter => `params.${parameter.name}`), `metrics.${this.metric}`].filter(
      column => column !== "metrics.",
    );
    await this.source.load({ filter: this.filter(), columns, view: "active", order: { column: "attributes.start_time", descending: false } }, () =>
      this.update(),
    );
  }

  /** The metric that settings are compared by. */
  get metric() {
    const metrics = this.catalog.metrics;
    const wanted = [this.state.get("metric"), this.root.dataset.objective].find(name => metrics.includes(name));
    return (
      wanted ??
      metrics.find(name => /^eval.*(return|reward|score)/i.test(name)) ??
      metrics.find(name => /return|reward|score/i.test(name)) ??
      metrics[0] ??
      ""
    );
  }

  /** The view that is shown: the first where the address names one that these runs do not have. */
  get view() {
    return this.state.get("view") in this.parts ? this.state.get("view") : "curves";
  }

  /** The metric, and whether the largest or the smallest is the best. */
  get objective() {
    return { metric: this.metric, direction: this.state.get("direction") || this.root.dataset.direction || "maximize" };
  }

  /** Reads what changed since, and answers whether anything still goes on. */
  async refresh() {
    if (await this.source.poll()) {
      this.update(true);
    }
    await this.parts[this.view].refresh?.();
    return this.source.isLive;
  }

  /** Draws what the state says now. */
  update(isLive = false) {
    const marks = new Set(this.state.get("runs") ?? []);
    const parents = new Set([...this.source.rows.values()].map(row => row.parent));
    const all = [...this.source.rows.values()].filter(
      row => row.cells["tags.rllab.archived"] !== "true" && (marks.size > 0 ? marks.has(row.id.slice(0, 8)) : !parents.has(row.id)),
    );
    // A sweep that was chosen stands for its runs.
    const chosen = new Set(all.filter(row => parents.has(row.id)).map(row => row.id));
    const found =
      chosen.size === 0
        ? all
        : [...new Set([...all.filter(row => !chosen.has(row.id)), ...[...this.source.rows.values()].filter(row => chosen.has(row.parent))])];
    this.rows = found.slice(0, mostRuns);
    const hasTests = this.rows.some(isTest);
    this.groups = groupRuns(this.rows, this.state.get("group"), hasTests ? this.state.get("phase") : "apart");
    this.apart = groupRuns(this.rows, this.state.get("group"), "apart");
    this.error.textContent = this.source.error ?? "";
    this.summary.textContent = this.source.error
      ? ""
      : this.source.isLoading && this.rows.length === 0
        ? "Reading the runs …"
        : found.length > mostRuns
          ? `The first ${mostRuns} of ${plural(found.length, "run")} are compared; choose others in the table, or by a filter.`
          : `${plural(
              this.groups.reduce((sum, group) => sum + group.runs.length, 0),
              "run",
            )} in ${plural(this.groups.length, "group")}`;
    this.#showControls(hasTests);
    const view = this.view;
    this.tabs.querySelectorAll("[role=tab]").forEach(tab => {
      const isCurrent = tab.id === `tab-${view}`;
      tab.setAttribute("aria-selected", String(isCurrent));
      tab.tabIndex = isCurrent ? 0 : -1;
    });
    this.panel.setAttribute("aria-labelledby", `tab-${view}`);
    if (this.panel.firstChild !== this.parts[view].root) {
      this.panel.replaceChildren(this.parts[view].root);
    }
    if (this.rows.length > 0 || !this.source.isLoading) {
      this.parts[view].update(isLive);
    }
  }

  #showControls(hasTests) {
    const [state, view] = [this.state, this.view];
    const sign = JSON.stringify([view, hasTests, state.get("group"), state.get("phase"), this.objective]);
    if (sign !== this.sign) {
      this.sign = sign;
      this.controls.replaceChildren(...viewControls(view, state, this.catalog, this.objective, hasTests));
    }
  }

  #moveTab(event) {
    const names = Object.keys(this.parts);
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by) {
      const next = names[(names.indexOf(this.view) + by + names.length) % names.length];
      this.state.set({ view: next });
      document.getElementById(`tab-${next}`).focus();
    }
  }
}
