// The head of the table of runs: its columns sorted by a press, and moved with Alt and an arrow.
import { isNumeric, titleOf } from "../pure/columns.js";
import { nameColumn } from "../pure/rows.js";
import { button, element } from "./dom.js";

export class RunsHead {
  /**
   * @param state of the page: sort, descending, columns
   * @param selectAll told whether all runs are chosen or none
   */
  constructor(state, selectAll) {
    Object.assign(this, { state, selectAll });
    this.root = element("tr");
  }

  /**
   * Draws the columns, where they have changed.
   * @param pinned how many of them stay in place
   * @param offsets where each begins, in pixels
   */
  show(columns, pinned, offsets) {
    const [sort, descending] = [this.state.get("sort"), this.state.get("descending")];
    const sign = JSON.stringify([columns, pinned, sort, descending, offsets]);
    if (this.sign === sign) {
      return;
    }
    [this.sign, this.columns] = [sign, columns];
    const focused = this.root.contains(document.activeElement) ? document.activeElement.dataset.column : null;
    this.root.replaceChildren(
      ...columns.map((column, index) => {
        const title = titleOf(column);
        const head = element(
          "th",
          {
            scope: "col",
            class: `${isNumeric(column) ? "value" : ""}${index < pinned ? " pinned" : ""}${index === pinned - 1 ? " edge" : ""}`,
            "aria-sort": column === sort ? (descending ? "descending" : "ascending") : null,
            title: `${title}: sort; with Alt and an arrow, move`,
          },
          column === nameColumn
            ? element("input", {
                type: "checkbox",
                class: "all",
                "aria-label": "Select all runs",
                onchange: event => this.selectAll(event.target.checked),
              })
            : null,
          button(title, () => this.#sortBy(column), {
            class: "sort",
            "data-column": column,
            onkeydown: event => this.#move(event, column),
          }),
        );
        if (index < pinned) {
          head.style.left = `${offsets[index]}px`;
        }
        return head;
      }),
    );
    if (focused) {
      this.root.querySelector(`[data-column="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #sortBy(column) {
    const isSame = this.state.get("sort") === column;
    this.state.set({ sort: column, descending: isSame ? !this.state.get("descending") : /^metrics|time$|duration$/.test(column) });
  }

  #move(event, column) {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by && event.altKey) {
      event.preventDefault();
      const place = this.columns.indexOf(column) + by;
      if (place > 0 && place < this.columns.length && column !== nameColumn) {
        const others = this.columns.filter(other => other !== column);
        this.state.set({ columns: [...others.slice(0, place), column, ...others.slice(place)] });
      }
    }
  }
}
