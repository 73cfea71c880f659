// The charts: one for each metric, a line for each chosen run, over its steps (over seconds for what the system measures).
import { point } from "./table.js";

const most = 100;
const svgName = "http://www.w3.org/2000/svg";

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
      const swatch = make("svg", { class: "swatch", viewBox: "0 0 18 8", "aria-hidden": "true" });
      swatch.append(make("path", { d: "M1 4H17" }));
      item.append(swatch, runs.length > 1 ? `${runs[0].setting} × ${runs.length}` : runs[0].setting);
      item.addEventListener("mouseenter", () => point(runs.map(run => run.id)));
      item.addEventListener("mouseleave", () => point(null));
      return item;
    }));
  }
}

class Chart {
  constructor(figure, charts) {
    this.charts = charts;
    this.metric = figure.dataset.metric;
    this.byTime = this.metric.startsWith("system/");
    this.plot = figure.querySelector(".plot");
    this.plot.tabIndex = 0;
    this.visible = false;
    this.loaded = null;
    this.curves = [];
    new ResizeObserver(() => this.draw()).observe(this.plot);
    this.plot.addEventListener("pointermove", event => this.showTip(event.clientX - this.plot.getBoundingClientRect().left));
    this.plot.addEventListener("pointerleave", () => this.hideTip());
    this.plot.addEventListener("blur", () => this.hideTip());
    this.plot.addEventListener("keydown", event => this.moveTip(event));
  }

  async update() {
    const wanted = this.charts.runs.map(run => run.id).join();
    if (!this.visible || wanted === this.loaded) {
      return;
    }
    this.loaded = wanted;
    const query = new URLSearchParams([["metric", this.metric], ...this.charts.runs.map(run => ["run", run.id])]);
    try {
      const reply = this.charts.runs.length ? await (await fetch(`/curves?${query}`)).json() : { curves: [] };
      if (this.loaded === wanted) {
        this.curves = reply.curves.map(curve => this.read(curve)).filter(curve => curve.run);
        this.draw();
      }
    } catch {
      this.loaded = null;
    }
  }

  read(curve) {
    const x = this.byTime ? curve.times.map(time => (time - curve.times[0]) / 1000) : curve.steps;
    // Infinity is told as the largest number there is, NaN as text: neither has a place on an axis.
    const points = x.map((at, index) => ({ x: at, y: Number(curve.values[index]) })).map(one => ({ ...one, y: Math.abs(one.y) < 1e308 ? one.y : NaN }));
    return { run: this.charts.runs.find(run => run.id === curve.run), points };
  }

  draw() {
    const [width, height] = [this.plot.clientWidth, this.plot.clientHeight];
    if (width === 0 || this.loaded === null) {
      return;
    }
    this.hideTip();
    const finite = this.curves.flatMap(curve => curve.points).filter(one => !Number.isNaN(one.y));
    if (finite.length === 0) {
      this.plot.replaceChildren(Object.assign(document.createElement("div"), { className: "nothing", textContent: "no points" }));
      this.scale = null;
      return;
    }
    const svg = make("svg", { role: "img", "aria-label": this.describe() });
    if (this.curves.every(curve => curve.points.length < 2)) {
      this.drawBars(svg, width, height);
    } else {
      this.drawLines(svg, width, height, finite);
    }
    this.plot.replaceChildren(svg);
  }

  drawLines(svg, width, height, finite) {
    const [low, high] = extent(finite, one => one.y);
    const room = (high - low) * 0.05 || Math.abs(high) * 0.1 || 1;
    const ticks = niceTicks(low - room, high + room, 5);
    const labels = ticks.map(tick => formatTick(tick, ticks[1] - ticks[0]));
    const left = 10 + 6.4 * Math.max(...labels.map(label => label.length));
    const [right, top, bottom] = [width - 10, 10, height - 22];
    const [start, last] = extent(finite, one => one.x);
    const first = start > 0 && start < last / 4 ? 0 : start;
    const toX = at => left + (at - first) / (last - first || 1) * (right - left);
    const toY = at => bottom - (at - (low - room)) / (high - low + 2 * room) * (bottom - top);
    ticks.forEach((tick, index) => {
      svg.append(make("path", { class: "rule", d: `M${left} ${toY(tick).toFixed(1)}H${right}` }));
      svg.append(makeText(labels[index], { x: left - 6, y: toY(tick) + 3.5, "text-anchor": "end" }));
    });
    const steps = niceTicks(first, last, Math.max(2, Math.floor(width / 75))).filter(tick => tick >= first && tick <= last);
    steps.forEach(tick => svg.append(makeText(
      formatTick(tick, steps.length > 1 ? steps[1] - steps[0] : 1) + (this.byTime ? " s" : ""), { x: toX(tick), y: height - 6, "text-anchor": "middle" })));
    for (const curve of this.curves) {
      curve.smooth = smoothed(curve.points, this.charts.smoothing);
      if (this.charts.smoothing > 0) {
        svg.append(this.line(curve.run, curve.points, toX, toY, "raw"));
      }
      svg.append(this.line(curve.run, curve.smooth, toX, toY, "main"));
    }
    this.scale = { toX, toY, first, last, left, right, top, bottom };
  }

  line(run, points, toX, toY, kind) {
    let pen = "M";
    let drawn = 0;
    const path = points.map(one => {
      if (Number.isNaN(one.y)) {
        pen = "M";
        return "";
      }
      const part = `${pen}${toX(one.x).toFixed(1)} ${toY(one.y).toFixed(1)}`;
      pen = "L";
      drawn++;
      return part;
    }).join("");
    return make("path", { class: `line ${kind} ${run.colour}`, "data-run": run.id, "data-points": drawn, d: drawn === 1 ? `${path}h1` : path });
  }

  drawBars(svg, width, height) {
    const bars = this.curves.map(curve => ({ run: curve.run, y: curve.points[0]?.y })).filter(bar => !Number.isNaN(bar.y)).sort((a, b) => b.y - a.y);
    const low = Math.min(0, ...bars.map(bar => bar.y));
    const high = Math.max(0, ...bars.map(bar => bar.y));
    const [left, right] = [8, width - 64];
    const toX = value => left + (value - low) / (high - low || 1) * (right - left);
    const thick = Math.min(18, (height - 16) / bars.length);
    bars.forEach((bar, index) => {
      const y = 10 + index * thick;
      const rod = make("rect", {
        class: `rod ${bar.run.colour}`, "data-run": bar.run.id, x: Math.min(toX(0), toX(bar.y)), y, rx: 2,
        width: Math.max(1, Math.abs(toX(bar.y) - toX(0))), height: Math.max(1, thick * 0.8),
      });
      rod.append(make("title", {}, `${bar.run.name}: ${bar.y}`));
      svg.append(rod);
      if (thick >= 11) {
        svg.append(makeText(formatValue(bar.y), { x: Math.max(toX(0), toX(bar.y)) + 5, y: y + thick * 0.4 + 4 }));
      }
    });
    this.scale = null;
  }

  showTip(position) {
    if (!this.scale) {
      return;
    }
    const { toX, toY, first, last, left, right, top, bottom } = this.scale;
    const wanted = first + (Math.min(right, Math.max(left, position)) - left) / (right - left) * (last - first);
    const found = this.curves.map(curve => ({ curve, at: nearest(curve.smooth, wanted) })).filter(one => one.at);
    if (found.length === 0) {
      return;
    }
    const x = found.map(one => one.at.x).reduce((a, b) => Math.abs(b - wanted) < Math.abs(a - wanted) ? b : a);
    const svg = this.plot.querySelector("svg");
    svg.querySelectorAll(".cross, .dot").forEach(old => old.remove());
    svg.append(make("path", { class: "cross", d: `M${toX(x).toFixed(1)} ${top}V${bottom}` }));
    found.forEach(one => svg.append(make("circle", { class: `dot ${one.curve.run.colour}`, cx: toX(one.at.x), cy: toY(one.at.y), r: 3 })));
    this.tip ??= Object.assign(document.createElement("div"), { className: "tip" });
    const list = found.sort((a, b) => b.at.y - a.at.y);
    const rows = list.slice(0, 10).map(one => tipRow(one.curve.run, formatValue(one.at.y)));
    const table = document.createElement("table");
    table.append(...rows);
    const title = Object.assign(document.createElement("b"), { textContent: this.byTime ? `${formatValue(x)} s` : `step ${x.toLocaleString("en")}` });
    this.tip.replaceChildren(title, table, list.length > 10 ? `and ${list.length - 10} more` : "");
    this.plot.append(this.tip);
    const onRight = toX(x) < this.plot.clientWidth / 2;
    this.tip.style.left = onRight ? `${toX(x) + 12}px` : "";
    this.tip.style.right = onRight ? "" : `${this.plot.clientWidth - toX(x) + 12}px`;
    this.position = toX(x);
  }

  hideTip() {
    this.tip?.remove();
    this.plot.querySelectorAll(".cross, .dot").forEach(old => old.remove());
  }

  moveTip(event) {
    const direction = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (direction && this.scale) {
      event.preventDefault();
      this.showTip((this.position ?? this.scale.left) + direction * (this.scale.right - this.scale.left) / 50);
    }
  }

  describe() {
    const last = this.curves.slice(0, 5).map(curve => `${curve.run.name} ends at ${formatValue(curve.points.at(-1)?.y)}`);
    return `${this.metric}, ${this.curves.length} ${this.curves.length === 1 ? "run" : "runs"}: ${last.join(", ")}`;
  }
}

function tipRow(run, value) {
  const row = document.createElement("tr");
  const swatch = make("svg", { class: "swatch", viewBox: "0 0 18 8" });
  swatch.append(make("path", { d: "M1 4H17" }));
  row.className = run.colour;
  row.append(...[swatch, run.name, value].map((content, index) => {
    const cell = document.createElement("td");
    cell.className = ["", "who", "value"][index];
    cell.append(content);
    return cell;
  }));
  return row;
}

function extent(points, of) {
  return points.reduce(([low, high], one) => [Math.min(low, of(one)), Math.max(high, of(one))], [Infinity, -Infinity]);
}

function nearest(points, x) {
  let found = null;
  for (const one of points) {
    if (!Number.isNaN(one.y) && (!found || Math.abs(one.x - x) < Math.abs(found.x - x))) {
      found = one;
    }
  }
  return found;
}

// An exponential mean whose first points are not drawn towards zero (Kingma and Ba, 2015, section 3).
// A curve of a few points, such as evaluations, would only be bent out of shape.
function smoothed(points, weight) {
  if (weight === 0 || points.length < 20) {
    return points;
  }
  let [mean, scale] = [0, 0];
  return points.map(one => {
    if (Number.isNaN(one.y)) {
      return one;
    }
    mean = weight * mean + (1 - weight) * one.y;
    scale = weight * scale + (1 - weight);
    return { x: one.x, y: mean / scale };
  });
}

function niceTicks(low, high, count) {
  const raw = (high - low || 1) / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * [1, 2, 5, 10].find(factor => factor * power >= raw * 0.999);
  const ticks = [];
  for (let index = Math.ceil(low / step - 1e-9); index * step <= high + step * 1e-9; index++) {
    ticks.push(index * step);
  }
  return ticks;
}

function formatTick(value, step) {
  const size = Math.abs(value);
  if (size < step * 1e-6) {
    return "0";
  }
  if (size >= 1e6 || size < 1e-3) {
    return value.toExponential(Math.max(0, Math.min(3, Math.floor(Math.log10(size)) - Math.floor(Math.log10(step))))).replace("e+", "e");
  }
  if (size >= 1e4) {
    return `${Number((value / 1000).toFixed(3))}k`;
  }
  return value.toFixed(Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9))));
}

function formatValue(value) {
  if (value === undefined || Number.isNaN(value)) {
    return "NaN";
  }
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e6 || size < 1e-3) ? value.toExponential(3).replace("e+", "e") : String(Number(value.toPrecision(5)));
}

function make(name, attributes, text) {
  const element = document.createElementNS(svgName, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

function makeText(text, attributes) {
  return make("text", attributes, text);
}
