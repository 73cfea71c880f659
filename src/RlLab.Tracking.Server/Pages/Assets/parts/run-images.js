// The images over steps of one run.
import { ImagesView } from "./images-view.js";

/** Shows them in their section, which is hidden while there are none, and answers what follows them. */
export function runImages(root, state) {
  const { run, name, status } = root.dataset;
  const row = { id: run, cells: { "attributes.run_name": name, "attributes.status": status } };
  const view = new ImagesView(state, () => [{ key: run, name, runs: [row], colour: 0 }], { isOneRun: true });
  const show = async reading => {
    await reading;
    root.hidden = view.isEmpty;
  };
  root.append(view.root);
  state.listen(changed => changed.includes("imgstep") && view.update());
  if (!root.hidden) {
    show(view.update());
  }
  return { refresh: () => show(view.refresh()) };
}
