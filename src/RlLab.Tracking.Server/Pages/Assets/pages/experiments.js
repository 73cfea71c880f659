// The page of all experiments: found by a word, archived and taken out of the archive.
import { choice, text } from "../pure/address.js";
import { matching } from "../pure/filters.js";
import { plural } from "../pure/numbers.js";
import { change } from "../parts/api.js";
import { select } from "../parts/dom.js";
import { follow } from "../parts/live.js";
import { pageState } from "../parts/state.js";
import { showTimes } from "../parts/times.js";

const state = pageState({ find: text(), view: choice("active", "archived", "all") });
const search = document.getElementById("find");
const status = document.getElementById("found");
const bar = document.getElementById("experiments-bar");

search.value = state.get("find");
search.addEventListener("input", () => state.set({ find: search.value }));
bar.append(
  select(
    "Show",
    [
      ["active", "active"],
      ["archived", "archived"],
      ["all", "all"],
    ],
    state.get("view"),
    value => state.set({ view: value }),
  ),
);
document.getElementById("content").addEventListener("click", async event => {
  const button = event.target.closest("[data-archive]");
  if (button) {
    const id = button.closest("[data-experiment]").dataset.experiment;
    try {
      if (button.dataset.archive === "restore") {
        await change("experiments/restore", { experiment_id: id });
      } else {
        await change("experiments/set-experiment-tag", { experiment_id: id, key: "rllab.archived", value: button.dataset.archive });
      }
      await refresh();
    } catch (error) {
      status.textContent = error.message;
    }
  }
});
state.listen(show);
show();
follow(refresh);

function show() {
  search.value = state.get("find");
  const items = [...document.querySelectorAll("[data-experiment]")];
  const found = new Set(
    matching(
      items.map(item => item.dataset.words),
      state.get("find"),
    ),
  );
  let count = 0;
  for (const item of items) {
    const isShown =
      found.has(item.dataset.words) && (state.get("view") === "all" || (item.dataset.archived === "yes") === (state.get("view") === "archived"));
    item.hidden = !isShown;
    count += isShown;
  }
  status.textContent = count === items.length ? plural(count, "experiment") : `${count} of ${plural(items.length, "experiment")}`;
}

// The list is read again as a whole and put in place where it differs: there is one way only to make it.
async function refresh() {
  const reply = await fetch("/");
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  const [list, other] = [document.getElementById("experiments"), fresh.getElementById("experiments")];
  for (const item of other.querySelectorAll("[data-experiment]")) {
    const old = list.querySelector(`[data-experiment="${item.dataset.experiment}"]`);
    if (!old) {
      list.append(document.importNode(item, true));
    } else if (old.dataset.sign !== item.dataset.sign) {
      const focused = old.contains(document.activeElement) ? document.activeElement.className : null;
      old.replaceWith(document.importNode(item, true));
      if (focused !== null) {
        list.querySelector(`[data-experiment="${item.dataset.experiment}"] .${focused.split(" ")[0]}`)?.focus();
      }
    }
  }
  show();
  showTimes(list);
  return fresh.getElementById("content").dataset.live === "yes";
}
