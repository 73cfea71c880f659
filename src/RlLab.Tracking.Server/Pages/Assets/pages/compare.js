// The page that compares the runs of an experiment.
import { examples } from "../pure/filters.js";
import { button } from "../parts/dom.js";
import { follow } from "../parts/live.js";
import { pageState } from "../parts/state.js";
import { Views, viewSchema } from "../parts/views.js";

const state = pageState(viewSchema);
const filter = document.getElementById("filter");
const views = new Views(document.getElementById("views"), state, () => state.get("filter"));

filter.value = state.get("filter");
document.querySelector("form.filter").addEventListener("submit", event => {
  event.preventDefault();
  state.set({ filter: filter.value.trim() });
});
document.getElementById("filter-help").append(
  "such as ",
  ...examples(views.catalog).flatMap((example, index) => [
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
views.load();
follow(() => views.refresh());
