// The table of runs: only the rows in view are in the document, and a row that stays is never made anew.
import { showCell } from "../pure/cells.js";
import { arrange, widthOf } from "../pure/columns.js";
import { layOut } from "../pure/rows.js";
import { scrollTo, windowOf } from "../pure/windowing.js";
import { element } from "./dom.js";
import { RowView } from "./run-row.js";
import { RunsHead } from "./runs-head.js";

const rowHeight = 32;

/** A table in a region that scrolls. */
export class RunsTable {
  #rows = new Map();
  #lines = [];
  #active = null;

  /**
   * @param state the page's: sort, descending, fold, select, columns, pin
   * @param source the runs
   * @param shown the columns, where the address does not name them
   */
  constructor(state, source, shown, groupOf) {
    Object.assign(this, { state, source, shown, groupOf });
    this.head = new RunsHead(state, isChosen => this.#selectAll(isChosen));
    this.body = element("tbody");
    [this.above, this.below] = [
      element("tr", { class: "room", "aria-hidden": "true" }, element("td")),
      element("tr", { class: "room", "aria-hidden": "true" }, element("td")),
    ];
    this.columnWidths = element("colgroup");
    this.table = element("table", { class: "runs", id: "runs-table" }, this.columnWidths, element("thead", {}, this.head.root), this.body);
    this.root = element("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": "Runs" }, this.table);
    this.root.addEventListener("scroll", () => this.#requestDraw(), { passive: true });
    this.root.addEventListener("keydown", event => this.#keyDown(event));
    this.body.addEventListener("click", event => this.#clicked(event));
    new ResizeObserver(() => this.#requestDraw()).observe(this.root);
  }

  /** The runs chosen, by the beginnings of their ids in the address. */
  get selected() {
    const marks = new Set(this.state.get("select") ?? []);
    return [...this.source.rows.values()].filter(row => marks.has(row.id.slice(0, 8)));
  }

  /** The rows as they stand, without those folded away and without groups. */
  get visible() {
    return this.#lines.filter(line => line.row).map(line => line.row);
  }

  /** The columns as they stand. */
  get columns() {
    return arrange(this.state.get("columns") ?? this.shown, this.state.get("pin") ?? []);
  }

  /** Lays the rows out anew: after they came, or another order, fold or group was asked for. */
  update() {
    const rows = [...this.source.rows.values()].filter(row => this.keeps(row));
    const order = { column: this.state.get("sort"), descending: this.state.get("descending") };
    this.#lines = layOut(rows, order, new Set(this.state.get("fold") ?? []), this.groupOf());
    this.members = this.groupOf() ? Map.groupBy(rows, row => this.groupOf()(row).key) : null;
    this.#drawHead(rows);
    this.draw();
  }

  /** Whether a row is shown in this view of the table. */
  keeps(row) {
    const isArchived = row.cells["tags.rllab.archived"] === "true";
    const view = this.state.get("view");
    return view === "all" || view === "deleted" || isArchived === (view === "archived");
  }

  /** Draws the rows in view. */
  draw() {
    const { columns, pinned } = this.columns;
    const shown = windowOf(this.#lines.length, rowHeight, this.root.scrollTop, this.root.clientHeight || 800);
    const kept = new Map();
    const marks = new Set(this.state.get("select") ?? []);
    const wanted = this.#lines.slice(shown.first, shown.last).map((line, index) => {
      const view = this.#rows.get(line.key) ?? new RowView(line.key);
      kept.set(line.key, view);
      view.show(line, columns, pinned, this.offsets, marks, shown.first + index + 2, this.members?.get(line.key));
      return view.root;
    });
    const hadFocus = this.body.contains(document.activeElement) && [...this.#rows.values()].find(view => view.root.contains(document.activeElement));
    [...this.#rows].filter(([key]) => !kept.has(key)).forEach(([, view]) => view.root.remove());
    this.#rows = kept;
    this.#place([this.above, ...wanted, this.below]);
    this.above.firstChild.colSpan = this.below.firstChild.colSpan = columns.length;
    this.above.style.height = `${shown.above}px`;
    this.below.style.height = `${shown.below}px`;
    this.table.setAttribute("aria-rowcount", this.#lines.length + 1);
    if (hadFocus && !kept.has(hadFocus.key)) {
      this.root.focus({ preventScroll: true });
    }
  }

  // Rows that are in place are not touched: moving an element would take the focus from it.
  #place(wanted) {
    let at = this.body.firstChild;
    for (const row of wanted) {
      if (row === at) {
        at = at.nextSibling;
      } else {
        this.body.insertBefore(row, at);
      }
    }
  }

  #drawHead(rows) {
    const { columns, pinned } = this.columns;
    const sample = rows.filter((_, index) => index % Math.ceil(rows.length / 100) === 0);
    const widths = columns.map(column =>
      widthOf(
        column,
        sample.map(row => shortText(column, row.cells[column])),
        innerWidth < 640,
      ),
    );
    this.offsets = columns.map((_, index) => widths.slice(0, index).reduce((sum, width) => sum + width, 0));
    this.columnWidths.replaceChildren(
      ...widths.map(width => {
        const column = element("col");
        column.style.width = `${width}px`;
        return column;
      }),
    );
    this.table.style.width = `${widths.reduce((sum, width) => sum + width, 0)}px`;
    this.head.show(columns, pinned, this.offsets);
  }

  #clicked(event) {
    const row = event.target.closest("tr[data-key]");
    const line = row && this.#lines.find(one => one.key === row.dataset.key);
    if (!line) {
      return;
    }
    if (event.target.closest(".fold")) {
      this.fold(line.key);
    } else if (event.target.closest(".pick")) {
      this.#select(line, event.target.checked, event.shiftKey);
    }
  }

  /** Folds what is below a line, or shows it again. */
  fold(key) {
    const folded = this.state.get("fold") ?? [];
    this.state.set({ fold: folded.includes(key) ? folded.filter(other => other !== key) : [...folded, key] });
  }

  #select(line, isChosen, withRange) {
    const at = this.#lines.indexOf(line);
    const from = withRange && this.last !== undefined ? Math.min(at, this.last) : at;
    const to = withRange && this.last !== undefined ? Math.max(at, this.last) : at;
    this.last = at;
    const ids = this.#lines.slice(from, to + 1).flatMap(one => (one.row ? [one.row.id] : (this.members?.get(one.key) ?? []).map(row => row.id)));
    const marks = new Set(this.state.get("select") ?? []);
    ids.map(id => id.slice(0, 8)).forEach(mark => (isChosen ? marks.add(mark) : marks.delete(mark)));
    this.state.set({ select: marks.size > 0 ? [...marks] : null });
  }

  #selectAll(isChosen) {
    this.state.set({ select: isChosen ? [...this.source.rows.values()].filter(row => this.keeps(row)).map(row => row.id.slice(0, 8)) : null });
  }

  #keyDown(event) {
    const focused = event.target.closest?.("tr[data-key]");
    const at = this.#lines.findIndex(line => line.key === (focused?.dataset.key ?? this.#active));
    const page = Math.max(1, Math.floor(this.root.clientHeight / rowHeight) - 2);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + page, PageUp: at - page, Home: 0, End: this.#lines.length - 1 }[event.key];
    if (to !== undefined && !event.target.matches("input:not([type=checkbox]), .sort") && this.#lines.length > 0) {
      event.preventDefault();
      this.#focusRow(Math.max(0, Math.min(this.#lines.length - 1, to)));
    } else if (at >= 0 && focused && event.target === focused) {
      const line = this.#lines[at];
      if (event.key === " ") {
        event.preventDefault();
        const box = focused.querySelector(".pick");
        box.checked = !box.checked;
        this.#select(line, box.checked, event.shiftKey);
      } else if (event.key === "Enter") {
        focused.querySelector("a")?.click();
      } else if ((event.key === "ArrowLeft" && line.below > 0 && !line.folded) || (event.key === "ArrowRight" && line.folded)) {
        event.preventDefault();
        this.fold(line.key);
      }
    }
  }

  #focusRow(index) {
    const headHeight = this.head.root.offsetHeight;
    const top = scrollTo(index, rowHeight, this.root.scrollTop, this.root.clientHeight - headHeight);
    if (top !== null) {
      this.root.scrollTop = top;
    }
    this.#active = this.#lines[index].key;
    this.draw();
    this.#rows.get(this.#active)?.root.focus({ preventScroll: true });
  }

  #requestDraw() {
    this.pending ??= requestAnimationFrame(() => {
      this.pending = null;
      this.draw();
    });
  }
}

const shortText = (column, value) =>
  column === "attributes.status"
    ? "not comparable     "
    : column.startsWith("metrics.")
      ? "−0.00000"
      : column.endsWith("_time")
        ? "12 minutes ago"
        : column === "attributes.duration"
          ? "10 min 30 s"
          : showCell(column, value).text.slice(0, 28);
