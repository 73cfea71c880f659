// One metric's chart: it reads its curves when it comes into view, and is drawn, zoomed, pointed at and saved here.
import { describeChart, summarizeChart } from "../pure/chart-words.js";
import { onlyNonFinite } from "../pure/curves.js";
import { columnsOf, rangeOf } from "../pure/plot.js";
import { readCurves, toCurves } from "./chart-data.js";
import { exportButtons } from "./chart-export.js";
import { pressKey } from "./chart-keys.js";
import { showTip } from "./chart-tip.js";
import { button, element } from "./dom.js";
import { makePlot } from "./plot.js";

export class Chart {
  #asked = null;
  #read = null;
  #plot = null;

  /**
   * @param metric its name
   * @param state of the page: x, ylog, xlog, smooth, zoom, seeds, statistic, full
   * @param groups gives the groups of runs to draw
   */
  constructor(metric, state, groups, title = metric) {
    Object.assign(this, { metric, state, groups, title, curves: [], isSeen: false });
    this.area = element("div", {
      class: "plot",
      tabIndex: 0,
      role: "img",
      "aria-label": metric,
      onkeydown: event => this.#keyDown(event),
      onblur: () => this.#hideTip(),
    });
    this.says = element("p", { class: "says" });
    this.fullButton = button("⤢", () => this.#toggleFull(), { title: "Full screen", "aria-label": `Full screen: ${metric}` });
    this.root = element(
      "figure",
      { class: "chart", "data-metric": metric },
      element("figcaption", {}, element("b", { title: metric }, title), element("div", { class: "tools" }, exportButtons(this), this.fullButton)),
      this.area,
      this.says,
    );
    this.area.addEventListener("pointermove", event => {
      [this.isPointed, this.pointerX] = [true, event.clientX];
    });
    this.area.addEventListener("pointerleave", () => {
      this.isPointed = false;
      this.#hideTip();
    });
    new ResizeObserver(() => this.#resize()).observe(this.area);
  }

  /** What the state says of how curves are to be seen. */
  get view() {
    const get = name => this.state.get(name);
    return {
      x: get("x"),
      zoom: get("zoom"),
      seeds: get("seeds"),
      statistic: get("statistic"),
      yLog: get("ylog"),
      xLog: get("xlog") && get("x") !== "time",
      smooth: get("smooth"),
    };
  }

  /** The chart has come into view, or gone out of it: out of view it keeps what it read, and no canvas. */
  see(isSeen) {
    this.isSeen = isSeen;
    if (isSeen) {
      this.update();
    } else if (!this.root.classList.contains("full")) {
      this.#clear();
    }
  }

  /** Reads what is wanted now, if it is another thing than before, and draws it. */
  async update() {
    this.root.classList.toggle("full", this.state.get("full") === this.metric);
    if (!this.isSeen && !this.root.classList.contains("full")) {
      return;
    }
    const groups = this.groups();
    const { x, zoom, seeds, statistic } = this.view;
    const asked = JSON.stringify([x, zoom, seeds, statistic, groups.map(group => [group.key, group.runs.map(run => run.id)])]);
    if (asked !== this.#asked) {
      this.#asked = asked;
      await this.#load(groups, asked, null);
    } else if (this.#read) {
      this.draw();
    }
  }

  /** Reads what has come since, where something still comes. */
  async refresh() {
    if (this.isSeen && this.#read && this.groups().some(group => group.runs.some(run => run.cells["attributes.status"] === "RUNNING"))) {
      await this.#load(this.groups(), this.#asked, this.#read);
    }
  }

  async #load(groups, asked, before) {
    if (!before) {
      this.#cover(null);
    }
    try {
      const read = groups.length === 0 ? { means: new Map(), raw: new Map() } : await readCurves(this.metric, groups, this.view, before);
      if (asked === this.#asked) {
        this.#read = read;
        this.draw();
      }
    } catch (error) {
      if (asked === this.#asked && !before) {
        this.#asked = null;
        this.#cover(error.message);
      }
    }
  }

  /** Draws what was read. */
  draw() {
    if (!this.#read || this.area.clientWidth === 0) {
      return;
    }
    const view = this.view;
    this.curves = toCurves(this.#read, this.groups(), view);
    const nothing = onlyNonFinite(this.curves);
    const range = rangeOf(this.curves, view.zoom);
    this.says.textContent = describeChart(this.curves, view);
    this.area.setAttribute("aria-label", summarizeChart(this.metric, this.curves, nothing));
    if (nothing || !range.y) {
      this.#clear();
      this.#cover(nothing ?? "No points here.");
      return;
    }
    const columns = columnsOf(this.curves, view.smooth);
    const sign = JSON.stringify([
      view,
      columns.lines.map(line => [line.curve.name, line.role, line.curve.colour, line.curve.dashed, line.curve.isTest]),
    ]);
    this.range = range;
    if (this.#plot && this.sign === sign) {
      Object.assign(this.shown, { curves: this.curves, range: range.y });
      this.#plot.setData(columns.data);
    } else {
      this.#clear();
      this.area.replaceChildren();
      this.sign = sign;
      this.shown = { curves: this.curves, zoom: view.zoom, xLog: view.xLog, yLog: view.yLog, xKind: view.x, range: range.y };
      this.#plot = makePlot(this.area, columns, this.shown, { cursor: plot => this.#pointed(plot), zoom: zoom => this.state.set({ zoom }) });
    }
    if (this.isPointed) {
      this.#plot.setCursor({ left: this.pointerX - this.#plot.over.getBoundingClientRect().left, top: 10 });
    }
  }

  #pointed(plot) {
    if (this.isPointed || document.activeElement === this.area) {
      const { left } = plot.cursor;
      if (left >= 0) {
        showTip(this.area, plot, this.curves, plot.posToVal(left, "x"), this.view);
      } else {
        this.#hideTip();
      }
    }
  }

  #hideTip() {
    this.area.querySelector(".tip")?.remove();
  }

  #keyDown(event) {
    const chart = {
      isFull: this.root.classList.contains("full"),
      zoom: zoom => this.state.set({ zoom }),
      toggleFull: () => this.#toggleFull(),
    };
    if (pressKey(event.key, this.#plot, chart)) {
      event.preventDefault();
    }
  }

  #toggleFull() {
    this.state.set({ full: this.state.get("full") === this.metric ? "" : this.metric });
    this.area.focus();
  }

  #resize() {
    if (this.#plot && this.area.clientWidth > 0) {
      this.#plot.setSize({ width: this.area.clientWidth, height: this.area.clientHeight });
    } else {
      this.draw();
    }
  }

  #clear() {
    this.#plot?.destroy();
    this.#plot = null;
  }

  #cover(text) {
    this.area.querySelector(".nothing")?.remove();
    this.area.append(
      element("div", { class: text === null ? "nothing loading" : "nothing", "aria-busy": text === null ? "true" : null }, text ?? ""),
    );
  }

  /** Draws all anew, after light became dark. */
  repaint() {
    this.sign = null;
    this.draw();
  }
}
