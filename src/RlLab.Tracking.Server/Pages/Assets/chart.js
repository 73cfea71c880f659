// One chart: a line for each run over its steps (over seconds for what the system measures), or a bar for each last value.
import { extent, formatTick, formatValue, nearest, niceTicks, smoothed } from "./numbers.js";
import { make, makeText, swatch } from "./svg.js";

export class Chart {
  constructor(figure, charts) {
    this.charts = charts;
    this.metric = figure.dataset.metric;
    this.byTime = this.metric.startsWith("system/");
    this.plot = figure.querySelector(".plot");
    this.plot.tabIndex = 0;
    this.visible = false;
    this.loaded = null;
    this.curves = null;
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
    if (this.plot.clientWidth === 0 || this.curves === null) {
      return;
    }
    this.hideTip();
    const asBars = this.curves.length > 0 && this.curves.every(curve => curve.points.length < 2);
    this.plot.classList.toggle("bars", asBars);
    this.plot.style.setProperty("--bars", this.curves.length);
    const [width, height] = [this.plot.clientWidth, this.plot.clientHeight];
    const finite = this.curves.flatMap(curve => curve.points).filter(one => !Number.isNaN(one.y));
    if (finite.length === 0) {
      this.plot.replaceChildren(Object.assign(document.createElement("div"), { className: "nothing", textContent: "no points" }));
      this.scale = null;
      return;
    }
    const svg = make("svg", { role: "img", "aria-label": this.describe() });
    if (asBars) {
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
    // A single point is a line of no length, which the round ends of "alone" make a dot.
    const alone = drawn === 1 ? " alone" : "";
    return make("path", { class: `line ${kind} ${run.colour}${alone}`, "data-run": run.id, "data-points": drawn, d: alone ? `${path}h0` : path });
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
    // A run that ended long before has nothing to say about this step.
    const near = (last - first) / 30;
    const found = this.curves
      .filter(curve => curve.points[0].x - near <= wanted && wanted <= curve.points.at(-1).x + near)
      .map(curve => ({ curve, at: nearest(curve.smooth, wanted) })).filter(one => one.at);
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
  row.className = run.colour;
  row.append(...[swatch(), run.name, value].map((content, index) => {
    const cell = document.createElement("td");
    cell.className = ["", "who", "value"][index];
    cell.append(content);
    return cell;
  }));
  return row;
}
