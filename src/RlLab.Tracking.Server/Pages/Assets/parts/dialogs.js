// Dialogs: a question with fields and an answer, and the choice of columns.
import { allColumns, kindOf, move, titleOf } from "../pure/columns.js";
import { matching } from "../pure/filters.js";
import { nameColumn } from "../pure/rows.js";
import { button, element } from "./dom.js";

const mostListed = 200;
const kinds = { attributes: "Run", params: "Parameters", metrics: "Metrics", tags: "Tags" };

/**
 * Asks in a dialog.
 * @param fields [{ name, label, value, rows }]; a field with rows is a text of several lines
 * @returns the values by name, or null where it was cancelled
 */
export function askFor(title, fields, answer, hint = "") {
  const inputs = fields.map(field =>
    field.rows
      ? element("textarea", { name: field.name, value: field.value ?? "", rows: field.rows, spellcheck: false })
      : element("input", { name: field.name, value: field.value ?? "", required: field.required ?? false, autocomplete: "off" }),
  );
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", {}, title),
    hint ? element("p", { class: "hint" }, hint) : null,
    fields.map((field, index) => element("label", { class: "stacked" }, element("span", {}, field.label), inputs[index])),
    element(
      "div",
      { class: "answers" },
      button("Cancel", () => dialog.close("")),
      element("button", { class: "primary", value: "yes" }, answer),
    ),
  );
  const dialog = element("dialog", { "aria-label": title }, form);
  document.body.append(dialog);
  dialog.showModal();
  return new Promise(resolve =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes" ? Object.fromEntries(inputs.map(input => [input.name, input.value])) : null);
    }),
  );
}

/** Lets a person choose, order and pin the columns of a table; each change is told at once. */
export function chooseColumns(catalog, current, change) {
  const all = allColumns(catalog);
  let { columns: shown, pins } = current;
  const tell = () => change({ columns: shown, pins });
  const search = element("input", { type: "search", placeholder: "Find a column", "aria-label": "Find a column", oninput: () => draw() });
  const chosen = element("ol", { class: "chosen" });
  const others = element("div", { class: "others" });
  const note = element("p", { class: "hint", role: "status" });
  const set = (columns, keep) => {
    shown = columns;
    tell();
    draw(keep);
  };
  const draw = keep => {
    chosen.replaceChildren(
      ...shown.map(column =>
        element(
          "li",
          {},
          element("span", { class: "title", title: column }, titleOf(column), " ", element("small", {}, kinds[kindOf(column)])),
          column === nameColumn
            ? null
            : [
                button(
                  pins.includes(column) ? "Unpin" : "Pin",
                  () => {
                    pins = pins.includes(column) ? pins.filter(other => other !== column) : [...pins, column];
                    set(shown, `${column} pin`);
                  },
                  { "data-key": `${column} pin`, "aria-pressed": String(pins.includes(column)) },
                ),
                button("↑", () => set(atLeastSecond(move(shown, column, -1)), `${column} up`), {
                  "data-key": `${column} up`,
                  "aria-label": `Move ${titleOf(column)} to the left`,
                }),
                button("↓", () => set(move(shown, column, 1), `${column} down`), {
                  "data-key": `${column} down`,
                  "aria-label": `Move ${titleOf(column)} to the right`,
                }),
                button("×", () => set(shown.filter(other => other !== column)), { "aria-label": `Hide ${titleOf(column)}` }),
              ],
        ),
      ),
    );
    const found = matching(
      all.filter(column => !shown.includes(column)),
      search.value,
    );
    const byKind = Map.groupBy(found.slice(0, mostListed), kindOf);
    others.replaceChildren(
      ...[...byKind].map(([kind, columns]) =>
        element(
          "section",
          {},
          element("h3", {}, kinds[kind]),
          columns.map(column => button(`+ ${titleOf(column)}`, () => set([...shown, column]), { class: "add" })),
        ),
      ),
    );
    note.textContent = found.length > mostListed ? `${mostListed} of ${found.length} are listed; search for the others.` : "";
    if (keep) {
      chosen.querySelector(`[data-key="${CSS.escape(keep)}"]`)?.focus();
    }
  };
  const dialog = element(
    "dialog",
    { class: "columns-dialog", "aria-label": "Columns" },
    element(
      "header",
      {},
      element("h2", {}, "Columns"),
      button("Defaults", () => {
        change({ columns: null, pins: [] });
        dialog.close();
      }),
      button("Done", () => dialog.close(), { class: "primary" }),
    ),
    element(
      "div",
      { class: "two" },
      element("section", {}, element("h3", {}, "Shown, from left to right"), chosen),
      element("section", {}, search, note, others),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}

const atLeastSecond = columns => [nameColumn, ...columns.filter(column => column !== nameColumn)];
