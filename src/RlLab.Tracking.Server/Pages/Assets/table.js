// The table of runs: sorted by a column, folded under parents, and the choice of the runs that are drawn.
const firstChoice = 40;
const state = { column: null, descending: false, folded: new Set(), left: null };
let table = null;

export function prepareTable(element) {
  table = element;
  if (!table) {
    return;
  }
  for (const button of table.querySelectorAll(".sort")) {
    button.addEventListener("click", () => sortBy(columnOf(button)));
  }
  for (const button of table.querySelectorAll(".fold")) {
    button.addEventListener("click", () => fold(button.closest("tr").dataset.run));
  }
  table.querySelector("#all").addEventListener("change", event => chooseAll(event.target.checked));
  for (const box of boxes()) {
    box.addEventListener("change", () => { remember(); announce(); });
  }
  for (const row of table.querySelectorAll("tbody tr")) {
    row.addEventListener("mouseenter", () => point([row.dataset.run]));
    row.addEventListener("mouseleave", () => point(null));
  }
  restore();
}

/** The runs to draw, as { id, name, setting, colour }. */
export function chosenRuns() {
  const only = document.getElementById("only");
  if (only) {
    return [{ id: only.dataset.run, name: only.dataset.name, setting: only.dataset.name, colour: "c0" }];
  }
  return boxes().filter(box => box.checked).map(box => {
    const row = box.closest("tr");
    return { id: box.value, name: row.querySelector(".name").dataset.value, setting: row.dataset.setting, colour: box.closest(".pick").className.replace("pick ", "") };
  });
}

export function point(runs) {
  document.dispatchEvent(new CustomEvent("runpointed", { detail: runs }));
}

function restore() {
  // What was left out stays out; runs that have come since are drawn, as long as they are not too many.
  boxes().forEach((box, index) => { box.checked = state.left ? !state.left.has(box.value) : index < firstChoice; });
  if (!state.left && boxes().length > firstChoice) {
    remember();
  }
  showAll();
  state.folded.forEach(run => showFold(run));
  if (state.column !== null) {
    sort();
  }
}

function boxes() {
  return table ? [...table.querySelectorAll(".draw")] : [];
}

function remember() {
  state.left = new Set(boxes().filter(box => !box.checked).map(box => box.value));
  showAll();
}

function announce() {
  document.dispatchEvent(new Event("runschosen"));
}

function chooseAll(chosen) {
  boxes().forEach(box => { box.checked = chosen; });
  remember();
  announce();
}

function showAll() {
  const all = table.querySelector("#all");
  const chosen = boxes().filter(box => box.checked).length;
  all.checked = chosen > 0 && chosen === boxes().length;
  all.indeterminate = chosen > 0 && chosen < boxes().length;
}

function columnOf(button) {
  return [...button.closest("tr").children].indexOf(button.closest("th"));
}

function sortBy(column) {
  const kind = table.querySelectorAll(".sort")[column].dataset.kind;
  const firstDescending = kind === "number" || kind === "time";
  state.descending = state.column === column ? !state.descending : firstDescending;
  state.column = column;
  sort();
}

function sort() {
  table.querySelectorAll("thead tr:last-child th").forEach((head, index) => {
    if (index === state.column) {
      head.setAttribute("aria-sort", state.descending ? "descending" : "ascending");
    } else {
      head.removeAttribute("aria-sort");
    }
  });
  const groups = [...table.tBodies];
  groups.forEach(sortRows);
  groups.sort((first, second) => compare(best(first), best(second))).forEach(group => table.append(group));
}

// Below each parent its own rows are sorted; the parent stays above them.
function sortRows(group) {
  const rows = [...group.rows];
  const below = Map.groupBy(rows.slice(1), row => row.dataset.parent);
  const place = row => {
    group.append(row);
    (below.get(row.dataset.run) ?? []).sort((first, second) => compare(value(first), value(second))).forEach(place);
  };
  place(rows[0]);
}

// A parent without a value of its own counts as the best of its runs.
function best(group) {
  return [...group.rows].map(value).find(text => text !== "") ?? "";
}

function value(row) {
  return row.cells[state.column]?.dataset.value ?? "";
}

function compare(first, second) {
  if (first === "" || second === "") {
    return (first === "") - (second === "");
  }
  const [left, right] = [Number(first), Number(second)];
  const order = Number.isNaN(left) || Number.isNaN(right)
    ? Number.isNaN(left) - Number.isNaN(right) || first.localeCompare(second, undefined, { numeric: true })
    : left - right;
  return state.descending ? -order : order;
}

function fold(run) {
  if (!state.folded.delete(run)) {
    state.folded.add(run);
  }
  showFold(run);
}

function showFold(run) {
  const folded = state.folded.has(run);
  const row = table.querySelector(`tr[data-run="${CSS.escape(run)}"]`);
  row?.querySelector(".fold")?.setAttribute("aria-expanded", String(!folded));
  for (const child of table.querySelectorAll(`tr[data-parent="${CSS.escape(run)}"]`)) {
    child.hidden = folded;
    if (child.querySelector(".fold") && !state.folded.has(child.dataset.run)) {
      table.querySelectorAll(`tr[data-parent="${CSS.escape(child.dataset.run)}"]`).forEach(below => { below.hidden = folded; });
    }
  }
}
