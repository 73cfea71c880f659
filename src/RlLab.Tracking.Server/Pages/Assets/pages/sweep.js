// The page of a sweep, or of any run that has runs of its own.
import { countStates } from "../pure/status.js";
import { plural } from "../pure/numbers.js";
import { commandsOf } from "../pure/trials.js";
import { button, element, svg } from "../parts/dom.js";
import { follow } from "../parts/live.js";
import { refreshParts } from "../parts/live-parts.js";
import { runImages } from "../parts/run-images.js";
import { runMetrics, runSchema } from "../parts/run-metrics.js";
import { watchNote } from "../parts/run-note.js";
import { pageState } from "../parts/state.js";
import { TrialsView } from "../parts/trials-view.js";
import { Views, viewSchema } from "../parts/views.js";

const state = pageState({ ...runSchema, ...viewSchema });
const root = document.getElementById("views");
const head = document.getElementById("sweep");
const { parent } = root.dataset;
const isSweep = head.dataset.sweep !== "";
const views = new Views(
  root,
  state,
  () => `tags.\`mlflow.parentRunId\` = '${parent}'`,
  isSweep ? { trials: rows => new TrialsView(() => views.metric, rows) } : {},
);
const own = document.getElementById("metrics");
let isLive = document.getElementById("content").dataset.live === "yes";

const drawViews = views.update.bind(views);
views.update = live => {
  drawViews(live);
  showProgress();
};
views.load();
watchNote();
runImages(document.getElementById("images"), ownState());
if (own) {
  runMetrics(own, ownState());
}
follow(async () => {
  const isChanging = await views.refresh();
  if (isLive) {
    const page = await refreshParts();
    isLive = page.isLive;
    head.dataset.ended = page.fresh.getElementById("sweep")?.dataset.ended ?? "yes";
  }
  return isLive || isChanging;
});

function showProgress() {
  const rows = [...views.source.rows.values()];
  const states = countStates(rows);
  const sign = JSON.stringify([states, head.dataset.ended]);
  if (sign === head.dataset.sign || rows.length === 0) {
    return;
  }
  head.dataset.sign = sign;
  const { trials, seeds, tests } = head.dataset;
  const planned = Math.max(rows.length, trials && seeds ? Number(trials) * Number(seeds) + Number(tests || 0) : 0);
  const counts = states.map(one => `${one.count} ${one.word}`).join(", ");
  const words = `${plural(rows.length, "run")}${planned > rows.length ? ` of ${planned} planned` : ""}: ${counts}`;
  let before = 0;
  const bars = states.map(one => {
    const bar = svg("rect", { class: one.kind, x: before, width: one.count, height: 1 });
    before += one.count;
    return bar;
  });
  const commands = isSweep ? commandsOf(head.dataset.sweep, rows, planned, head.dataset.ended === "yes") : [];
  head.replaceChildren(
    svg("svg", { class: "progress", viewBox: `0 0 ${planned} 1`, preserveAspectRatio: "none", role: "img", "aria-label": words }, bars),
    element("p", { class: "summary" }, words),
    ...commands.map(({ command, why }) =>
      element(
        "div",
        { class: "command" },
        element("p", { class: "hint" }, why),
        element(
          "div",
          { class: "code" },
          element("pre", {}, element("code", {}, command)),
          button("Copy", () => {}, { class: "copy" }),
        ),
      ),
    ),
  );
}

// The sweep's own metrics and images are few; they are drawn as they are, whatever the views above are asked.
function ownState() {
  const fixed = {
    x: "step",
    zoom: null,
    smooth: 0,
    hide: null,
    find: "",
    full: "",
    seeds: false,
    ylog: false,
    xlog: false,
    statistic: "iqm",
    syszoom: null,
    sysfind: "",
    image: "",
    imgstep: null,
  };
  const listeners = [];
  return {
    get: name => fixed[name],
    set: changes => {
      Object.assign(fixed, changes);
      listeners.forEach(listener => listener(Object.keys(changes)));
    },
    listen: listener => listeners.push(listener),
  };
}
