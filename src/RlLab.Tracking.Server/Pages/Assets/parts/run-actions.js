// What can be done with the runs that were chosen in a table.
import { plural } from "../pure/numbers.js";
import { change } from "./api.js";
import { askFor } from "./dialogs.js";
import { button, element } from "./dom.js";

/**
 * A bar that is there while runs are chosen.
 * @param chosen gives the rows chosen
 * @param done told after something was changed
 * @param compare told to compare them
 */
export function actionBar(chosen, state, done, compare) {
  const count = element("b", {});
  const status = element("span", { class: "error", role: "alert" });
  const each = async call => {
    status.textContent = "";
    try {
      for (const row of chosen()) {
        await call(row.id);
      }
    } catch (error) {
      status.textContent = error.message;
    }
    await done();
  };
  const setTag = (key, value) => each(id => change("runs/set-tag", { run_id: id, key, value }));
  const archive = button("Archive", () => setTag("rllab.archived", "true"));
  const unarchive = button("Take out of the archive", () => each(id => change("runs/delete-tag", { run_id: id, key: "rllab.archived" })));
  const remove = button("Delete", () => each(id => change("runs/delete", { run_id: id })), { class: "danger" });
  const restore = button("Restore", () => each(id => change("runs/restore", { run_id: id })));
  const tag = button("Tag …", async () => {
    const given = await askFor(
      "Tag runs",
      [
        { name: "key", label: "Name", required: true },
        { name: "value", label: "Value" },
      ],
      "Set the tag",
    );
    if (given) {
      await setTag(given.key, given.value);
    }
  });
  const note = button("Note …", async () => {
    const given = await askFor(
      "Note on runs",
      [{ name: "note", label: "Note, in Markdown", rows: 6 }],
      "Keep the note",
      "It takes the place of the note that a run has.",
    );
    if (given) {
      await setTag("mlflow.note.content", given.note);
    }
  });
  const bar = element(
    "div",
    { class: "actions", role: "toolbar", "aria-label": "Chosen runs" },
    count,
    button("Compare", compare, { class: "primary" }),
    tag,
    note,
    archive,
    unarchive,
    remove,
    restore,
    button("Clear", () => state.set({ select: null })),
    status,
  );
  return {
    root: bar,
    update() {
      const rows = chosen();
      const deleted = rows.filter(row => row.cells["attributes.lifecycle_stage"] === "deleted").length;
      const archived = rows.filter(row => row.cells["tags.rllab.archived"] === "true").length;
      bar.hidden = rows.length === 0;
      count.textContent = `${plural(rows.length, "run")} chosen`;
      [archive.hidden, unarchive.hidden] = [deleted > 0 || archived === rows.length, deleted > 0 || archived === 0];
      [remove.hidden, restore.hidden, tag.hidden, note.hidden] = [deleted === rows.length, deleted === 0, deleted > 0, deleted > 0];
    },
  };
}
