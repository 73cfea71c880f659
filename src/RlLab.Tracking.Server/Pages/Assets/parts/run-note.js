// Editing the note of a run.
import { change } from "./api.js";
import { askFor } from "./dialogs.js";
import { refreshParts } from "./live-parts.js";

/** Lets a press on "Edit the note" do so. */
export function watchNote() {
  document.addEventListener("click", async event => {
    const button = event.target.closest("#edit-note");
    if (!button) {
      return;
    }
    const given = await askFor("Note", [{ name: "note", label: "Markdown", value: button.dataset.note, rows: 12 }], "Keep the note");
    if (given) {
      try {
        await change("runs/set-tag", { run_id: button.dataset.run, key: "mlflow.note.content", value: given.note });
        await refreshParts(true);
      } catch (error) {
        await askFor("The note was not kept", [{ name: "note", label: error.message, value: given.note, rows: 12 }], "Close");
      }
      document.getElementById("edit-note").focus();
    }
  });
}
