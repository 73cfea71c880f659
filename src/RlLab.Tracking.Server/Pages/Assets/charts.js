// All charts of a page together: which runs they draw, their legend, what they are made brighter for.
import { point } from "./table.js";
import { Chart } from "./chart.js";
import { swatch } from "./svg.js";

const most = 100;

/** All charts of the page. A chart reads its points when it comes into view. */
export class Charts {
  constructor(root) {
    this.runs = [];
    this.smoothing = 0;
    this.charts = new Map();
    this.watcher = new IntersectionObserver(entries => entries.forEach(entry => {
      const chart = this.charts.get(entry.target);
      chart.visible = entry.isIntersecting;
      chart.update();
    }), { rootMargin: "200px" });
    root.querySelectorAll(".chart").forEach(figure => this.add(figure));
    const slider = root.getElementById("smoothing");
    slider?.addEventListener("input", () => {
      this.smoothing = Number(slider.value);
      slider.nextElementSibling.textContent = slider.value;
      this.charts.forEach(chart => chart.draw());
    });
  }

  add(figure) {
    this.charts.set(figure, new Chart(figure, this));
    this.watcher.observe(figure);
  }

  /** Adds the charts of metrics that were not there when the page was first read. */
  addMissing(fresh) {
    const known = new Set([...this.charts.keys()].map(figure => figure.dataset.metric));
    const missing = [...fresh.querySelectorAll(".chart")].filter(figure => !known.has(figure.dataset.metric));
    if (missing.length > 0) {
      const section = document.querySelector(".charts");
      if (!section) {
        location.reload();
        return;
      }
      for (const figure of missing) {
        const title = figure.closest(".group").querySelector("summary").firstChild.textContent;
        let group = [...section.querySelectorAll(".group")].find(one => one.querySelector("summary").firstChild.textContent === title);
        if (!group) {
          group = figure.closest(".group").cloneNode(true);
          group.querySelector(".grid").replaceChildren();
          section.querySelector(".groups").append(group);
        }
        const own = document.importNode(figure, true);
        group.querySelector(".grid").append(own);
        const count = group.querySelectorAll(".chart").length;
        group.querySelector(".count").textContent = count;
        group.className = `group n${Math.min(count, 3)}`;
        this.add(own);
      }
    }
  }

  choose(runs) {
    this.runs = runs.slice(0, most);
    this.showLegend();
    const hint = document.getElementById("hint");
    if (hint && !document.getElementById("only")) {
      hint.textContent = runs.length === 0 ? "Choose runs in the table to draw them."
        : runs.length > most ? `The first ${most} of ${runs.length} chosen runs are drawn.`
        : `${runs.length} ${runs.length === 1 ? "run" : "runs"} drawn; the boxes in the table choose.`;
    }
    this.charts.forEach(chart => chart.update());
  }

  /** Reads the points again, of the charts in view at once and of the others when they come into view. */
  reload() {
    this.charts.forEach(chart => { chart.loaded = null; chart.update(); });
  }

  /** Brings some runs to the front, or none. */
  point(ids) {
    const strong = new Set(ids ?? []);
    for (const chart of this.charts.values()) {
      const lines = [...chart.plot.querySelectorAll("[data-run]")];
      chart.plot.classList.toggle("dimmed", lines.some(line => strong.has(line.dataset.run)));
      lines.forEach(line => line.classList.toggle("strong", strong.has(line.dataset.run)));
    }
  }

  showLegend() {
    const legend = document.getElementById("legend");
    if (!legend) {
      return;
    }
    const groups = Map.groupBy(this.runs, run => `${run.colour} ${run.setting}`);
    legend.replaceChildren(...(this.runs.length < 2 ? [] : [...groups.values()].slice(0, 30)).map(runs => {
      const item = document.createElement("li");
      item.className = runs[0].colour;
      item.append(swatch(), runs.length > 1 ? `${runs[0].setting} × ${runs.length}` : runs[0].setting);
      item.addEventListener("mouseenter", () => point(runs.map(run => run.id)));
      item.addEventListener("mouseleave", () => point(null));
      return item;
    }));
  }
}
