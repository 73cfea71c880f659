// The controls of curves: which are found, over what they are drawn, how smooth, on which axes.
import { element, later, select, tick } from "./dom.js";

/** The field that finds metrics by their names. */
export function findField(state) {
  const input = element("input", {
    type: "search",
    value: state.get("find"),
    placeholder: "a metric",
    oninput: later(() => state.set({ find: input.value }), 120),
  });
  return element("label", { class: "field find" }, element("span", {}, "Find"), input);
}

/** The width of a window, in pixels, in which the controls would push the curves out of it: there they are folded away. */
const narrow = 640;

/** The controls of how curves are seen; those of seeds only where groups may have several. */
export function curveControls(state, hasSeeds) {
  const over = [
    ["step", "steps"],
    ["time", "time"],
    ["relative", "time since start"],
  ];
  const statistics = [
    ["iqm", "interquartile mean"],
    ["mean", "mean"],
    ["median", "median"],
  ];
  return element(
    "details",
    { class: "how", open: innerWidth > narrow },
    element("summary", {}, "How they are drawn"),
    select("Over", over, state.get("x"), x => state.set({ x, zoom: null })),
    hasSeeds ? select("Seeds by", statistics, state.get("statistic"), statistic => state.set({ statistic })) : null,
    smoothing(state),
    element(
      "span",
      { class: "ticks" },
      hasSeeds ? tick("single seeds", state.get("seeds"), seeds => state.set({ seeds })) : null,
      tick("log y", state.get("ylog"), ylog => state.set({ ylog })),
      tick("log x", state.get("xlog"), xlog => state.set({ xlog })),
    ),
  );
}

function smoothing(state) {
  const output = element("output", {}, String(state.get("smooth")));
  const slider = element("input", {
    type: "range",
    min: "0",
    max: "0.98",
    step: "0.02",
    value: state.get("smooth"),
    oninput: later(() => state.set({ smooth: Number(slider.value) }), 60),
  });
  slider.addEventListener("input", () => {
    output.textContent = slider.value;
  });
  return element("label", { class: "field smoothing" }, element("span", {}, "Smoothing"), slider, output);
}
