// The page of an experiment's runs.
import { choice, flag, list, text } from "../pure/address.js";
import { defaultColumns, titleOf } from "../pure/columns.js";
import { toCsv } from "../pure/csv.js";
import { examples } from "../pure/filters.js";
import { formatCount, plural } from "../pure/numbers.js";
import { groupRuns } from "../pure/settings.js";
import { actionBar } from "../parts/run-actions.js";
import { chooseColumns } from "../parts/dialogs.js";
import { button, element, save, select } from "../parts/dom.js";
import { follow } from "../parts/live.js";
import { RunSource } from "../parts/run-source.js";
import { RunsTable } from "../parts/runs-table.js";
import { pageState } from "../parts/state.js";

const root = document.getElementById("runs");
const catalog = JSON.parse(root.dataset.catalog);
const state = pageState({
  filter: text(),
  view: choice("active", "archived", "deleted", "all"),
  sort: text("attributes.start_time"),
  descending: flag(true),
  group: text(),
  columns: list(),
  pin: list(),
  fold: list(),
  select: list(),
});
const source = new RunSource([root.dataset.experiment]);
const shown = defaultColumns(catalog);
const table = new RunsTable(state, source, shown, groupOf);
const actions = actionBar(() => table.selected, state, refresh, compare);
const status = element("p", { class: "summary", role: "status" });
const error = element("p", { class: "error", id: "filter-error", role: "alert" });
const filter = document.getElementById("filter");

document.querySelector("form.filter").addEventListener("submit", event => {
  event.preventDefault();
  state.set({ filter: filter.value.trim() });
});
filter.value = state.get("filter");
root.append(error, toolbar(), actions.root, table.root, status);
document.getElementById("filter-help").append(
  "such as ",
  ...examples(catalog).flatMap((example, index) => [
    index > 0 ? " · " : "",
    button(
      example,
      () => {
        filter.value = example;
        state.set({ filter: example });
      },
      { class: "example" },
    ),
  ]),
);

state.listen(changed => {
  if (changed.some(name => ["filter", "view", "sort", "descending", "columns", "group"].includes(name))) {
    filter.value = state.get("filter");
    load();
  }
  table.update();
  actions.update();
});
load();
follow(async () => {
  if (await source.poll()) {
    update();
  }
  return source.isLive;
});

function load() {
  const view = state.get("view");
  const parameters = catalog.params.map(parameter => `params.${parameter.name}`);
  return source.load(
    {
      filter: state.get("filter"),
      order: { column: state.get("sort"), descending: state.get("descending") },
      columns: [
        ...table.columns.columns,
        state.get("sort"),
        ...(state.get("group") === "setting" ? parameters : state.get("group").includes(".") ? [state.get("group")] : []),
      ],
      view: view === "archived" ? "active" : view,
    },
    update,
  );
}

async function refresh() {
  await source.poll();
  update();
}

function update() {
  error.textContent = source.error ?? "";
  filter.toggleAttribute("aria-invalid", source.error !== null);
  groups = null;
  table.update();
  actions.update();
  const count = table.visible.length;
  const more = source.isLoading ? `, reading on: ${formatCount(source.rows.size)} of ${formatCount(source.total)}` : "";
  status.textContent = source.error
    ? ""
    : source.rows.size === 0 && !source.isLoading
      ? state.get("filter")
        ? "No run matches this filter."
        : state.get("view") === "active"
          ? "No runs yet."
          : `No ${state.get("view")} runs.`
      : `${plural([...source.rows.values()].filter(row => table.keeps(row)).length, "run")}${count === 0 ? ", all folded away" : ""}${more}`;
}

function toolbar() {
  const groups = [["", "their parents"], ["setting", "setting"], ["sweep", "sweep"], ...catalog.params.map(({ name }) => [`params.${name}`, name])];
  const csv = button(
    "CSV",
    () => {
      const { columns } = table.columns;
      save(
        `${root.dataset.name}.csv`,
        new Blob([toCsv([columns.map(titleOf), ...table.visible.map(row => columns.map(column => row.cells[column]))])], {
          type: "text/csv",
        }),
      );
    },
    { title: "Save the table as it stands" },
  );
  return element(
    "div",
    { class: "bar" },
    select("Under", groups, state.get("group"), value => state.set({ group: value, fold: null })),
    select(
      "Show",
      [
        ["active", "active"],
        ["archived", "archived"],
        ["deleted", "deleted"],
        ["all", "all"],
      ],
      state.get("view"),
      value => state.set({ view: value }),
    ),
    button("Columns …", () =>
      chooseColumns(catalog, { columns: state.get("columns") ?? shown, pins: state.get("pin") ?? [] }, ({ columns, pins }) =>
        state.set({ columns, pin: pins.length > 0 ? pins : null }),
      ),
    ),
    csv,
  );
}

let groups = null;

// The group of each row, found for all rows at once.
function groupOf() {
  const by = state.get("group");
  if (!by) {
    return null;
  }
  groups ??= new Map(
    groupRuns(
      [...source.rows.values()].filter(row => table.keeps(row) && !isParent(row)),
      by,
    ).flatMap(group => group.runs.map(run => [run.id, { key: `group ${group.key}`, name: group.name }])),
  );
  return row => groups.get(row.id) ?? { key: "group", name: "sweeps" };
}

function isParent(row) {
  return row.cells["tags.rllab.sweep"] !== undefined && row.cells["tags.rllab.trial"] === undefined && row.parent === null;
}

function compare() {
  const query = new URLSearchParams();
  query.set("runs", table.selected.map(row => row.id.slice(0, 8)).join(","));
  location.href = `/experiments/${root.dataset.experiment}/compare?${query}`;
}
