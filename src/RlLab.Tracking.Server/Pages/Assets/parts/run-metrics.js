// The metrics of one run: what the system measured apart, over time.
import { chartSchema } from "../pure/chart-state.js";
import { range, text } from "../pure/address.js";
import { formatCount } from "../pure/numbers.js";
import { ask } from "./api.js";
import { CurvesView } from "./curves-view.js";
import { element } from "./dom.js";

/** The fields of the state that a run's metrics need; the system's are zoomed and searched apart. */
export const runSchema = { ...chartSchema, syszoom: range(), sysfind: text() };

const isSystem = name => name.startsWith("system/");

/** Draws the metrics into their place, and answers what follows them. */
export function runMetrics(root, state) {
  const { run, name } = root.dataset;
  let metrics = JSON.parse(root.dataset.metrics);
  const row = { id: run, cells: { "attributes.run_name": name, "attributes.status": root.dataset.status } };
  const groups = [{ key: run, name, runs: [row], colour: 0, dashed: false, values: {} }];
  const own = new CurvesView(
    state,
    () => groups,
    () => metrics.filter(metric => !isSystem(metric)),
    { hasSeeds: false },
  );
  const system = new CurvesView(
    systemState(state),
    () => groups,
    () => metrics.filter(isSystem),
    { hasSeeds: false, isPlain: true },
  );
  const systemPart = element("section", { class: "system" }, element("h2", {}, "System"), system.root);
  root.append(own.root, systemPart);
  const update = () => {
    systemPart.hidden = !metrics.some(isSystem);
    own.update();
    system.update();
  };
  state.listen(update);
  update();
  showNonFinite(run);
  return {
    async refresh(fresh) {
      const other = fresh.getElementById("metrics");
      metrics = JSON.parse(other?.dataset.metrics ?? "[]");
      update();
      await Promise.all([own.refresh(), system.refresh()]);
      row.cells["attributes.status"] = other?.dataset.status ?? "";
    },
  };
}

function systemState(state) {
  const names = { zoom: "syszoom", find: "sysfind" };
  return {
    get: name => (name === "x" ? "relative" : name === "smooth" ? 0 : name === "ylog" || name === "xlog" ? false : state.get(names[name] ?? name)),
    set: changes =>
      state.set(
        Object.fromEntries(
          Object.entries(changes)
            .filter(([name]) => name !== "x")
            .map(([name, value]) => [names[name] ?? name, value]),
        ),
      ),
  };
}

async function showNonFinite(run) {
  const { metrics } = await ask("non-finite", { run_id: run }).catch(() => ({ metrics: [] }));
  const listed = (metrics ?? []).slice(0, 5).map(one => `${one.metric} from step ${formatCount(one.step)} on (${formatCount(one.count)})`);
  if (listed.length > 0) {
    document.getElementById("not-finite").textContent =
      `Not finite: ${listed.join(", ")}${metrics.length > 5 ? ` and ${metrics.length - 5} more metrics` : ""}.`;
  }
}
