// One row of the table of runs, changed in place: what stays the same is not touched, so that focus and tooltips survive.
import { showCell, sumUp } from "../pure/cells.js";
import { isNumeric } from "../pure/columns.js";
import { plural } from "../pure/numbers.js";
import { nameColumn } from "../pure/rows.js";
import { countStates, statusOf } from "../pure/status.js";
import { element } from "./dom.js";
import { ago } from "./times.js";

export class RowView {
  #cells = [];

  constructor(key) {
    this.key = key;
    this.root = element("tr", { "data-key": key, tabIndex: -1 });
  }

  show(line, columns, pinned, offsets, marks, place, members) {
    const isGroup = line.group !== null;
    const rows = isGroup ? (members ?? []) : [line.row];
    this.root.setAttribute("aria-rowindex", place);
    this.root.className = `${isGroup ? "group" : ""}${line.below > 0 ? " parent" : ""}`;
    const chosen = rows.filter(row => marks.has(row.id.slice(0, 8))).length;
    columns.forEach((column, index) => {
      const cell = this.#cell(index, column === nameColumn ? "th" : "td");
      const part = column === nameColumn ? nameSign(line) : isGroup ? sumUp(column, rows) : contentOf(column, line.row);
      const sign = JSON.stringify([column, part, index < pinned]);
      if (cell.sign !== sign) {
        cell.sign = sign;
        const kind = column === nameColumn ? "name" : isNumeric(column) ? "value" : "";
        cell.node.className = `${kind}${index < pinned ? " pinned" : ""}${index === pinned - 1 ? " edge" : ""}`;
        cell.node.style.left = index < pinned ? `${offsets[index]}px` : "";
        if (column === nameColumn) {
          this.#showName(cell.node, line);
        } else if (column === "attributes.status") {
          cell.node.replaceChildren(isGroup ? statesOf(rows) : badge(line.row));
        } else {
          cell.node.textContent = part.text;
          cell.node.title = part.title;
        }
      }
    });
    while (this.#cells.length > columns.length) {
      this.#cells.pop().node.remove();
    }
    this.box.checked = chosen > 0 && chosen === rows.length;
    this.box.indeterminate = chosen > 0 && chosen < rows.length;
    this.root.classList.toggle("chosen", chosen > 0);
  }

  #cell(index, tag) {
    if (this.#cells[index]?.node.localName !== tag) {
      const node = element(tag, tag === "th" ? { scope: "row" } : {});
      this.#cells[index]?.node.remove();
      this.root.insertBefore(node, this.root.children[index] ?? null);
      this.#cells[index] = { node, sign: null };
    }
    return this.#cells[index];
  }

  #showName(cell, line) {
    const name = line.group?.name ?? line.row.cells["attributes.run_name"] ?? line.key;
    this.box ??= element("input", { type: "checkbox", class: "pick" });
    this.box.setAttribute("aria-label", `Select ${name}`);
    this.foldButton ??= element("button", { type: "button", class: "fold" });
    this.foldButton.hidden = line.below === 0;
    this.foldButton.setAttribute("aria-expanded", String(!line.folded));
    this.foldButton.setAttribute("aria-label", `Runs of ${name}`);
    this.title ??= line.group ? element("span", { class: "title" }) : element("a", { class: "title" });
    this.title.textContent = name;
    this.title.title = name;
    if (!line.group) {
      this.title.href = `/runs/${line.key}`;
    }
    this.count ??= element("span", { class: "count" });
    this.count.textContent = line.below > 0 ? line.below : "";
    if (!this.inner) {
      this.inner = element("span", { class: "cell" }, this.foldButton, this.box, this.title, this.count);
      cell.replaceChildren(this.inner);
    }
    this.inner.style.paddingLeft = `${line.depth * 20 + (line.below === 0 ? 22 : 0)}px`;
  }
}

/** A run's state as a word with a dot in its colour. */
function badge(row) {
  const { word, kind, why } = statusOf(row.cells);
  return element("span", { class: `status ${kind}`, title: why ?? "" }, word);
}

const nameSign = line => [line.group?.name ?? line.row.cells["attributes.run_name"], line.depth, line.below, line.folded];

function contentOf(column, row) {
  const value = row.cells[column];
  if (column === "attributes.status") {
    return statusOf(row.cells);
  }
  return column.endsWith("_time") && value
    ? { text: ago(Number(value)), title: new Date(Number(value)).toLocaleString("en") }
    : showCell(column, value);
}

function statesOf(rows) {
  const states = countStates(rows);
  return element(
    "span",
    { title: states.map(state => `${state.count} ${state.word}`).join(", ") },
    states.length === 1
      ? element("span", { class: `status ${states[0].kind}` }, states[0].word)
      : states.slice(0, 2).map(state => element("span", { class: `status ${state.kind}` }, String(state.count))),
    states.length > 2
      ? ` ${plural(
          states.slice(2).reduce((sum, state) => sum + state.count, 0),
          "other",
        )}`
      : "",
  );
}
