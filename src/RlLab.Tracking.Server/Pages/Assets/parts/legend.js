// What the colours of curves stand for; a press hides a group, or shows it again.
import { colourClass, button, element, swatch } from "./dom.js";

export class Legend {
  /**
   * @param state of the page: hide
   * @param most how many groups are drawn together
   */
  constructor(state, most) {
    Object.assign(this, { state, most });
    this.root = element("ul", { class: "legend", "aria-label": "What the colours stand for; a press hides or shows" });
  }

  /** Those of the groups that are not hidden, as many as can be told apart. */
  shown(groups) {
    const hidden = new Set(this.state.get("hide") ?? []);
    return groups.filter(group => !hidden.has(markOf(group))).slice(0, this.most);
  }

  /** Lists the groups, where they have changed. */
  update(groups) {
    const hidden = new Set(this.state.get("hide") ?? []);
    const sign = JSON.stringify([groups.map(group => [group.key, group.name, group.runs.length, group.colour]), [...hidden]]);
    if (sign === this.sign) {
      return;
    }
    this.sign = sign;
    const focused = document.activeElement?.dataset?.group;
    const listed = groups.length < 2 ? [] : groups.slice(0, this.most + hidden.size);
    this.root.replaceChildren(...listed.map(group => this.#item(group, hidden.has(markOf(group)))));
    this.root.hidden = groups.length < 2;
    if (groups.length > listed.length && listed.length > 0) {
      const rest = `${groups.length - listed.length} more are not drawn: hide some, or narrow the runs by a filter.`;
      this.root.append(element("li", { class: "quiet" }, rest));
    }
    if (focused) {
      this.root.querySelector(`[data-group="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  #item(group, isHidden) {
    const item = button("", () => this.#toggle(group), { "aria-pressed": String(!isHidden), "data-group": group.key });
    item.append(swatch(group), nameOf(group));
    return element("li", { class: colourClass(group) }, item);
  }

  #toggle(group) {
    const hidden = this.state.get("hide") ?? [];
    const mark = markOf(group);
    const next = hidden.includes(mark) ? hidden.filter(other => other !== mark) : [...hidden, mark];
    this.state.set({ hide: next.length > 0 ? next : null });
  }
}

function nameOf({ name, runs }) {
  const [first, ...rest] = name.split(" · ");
  return element(
    "span",
    { title: name },
    first,
    runs.length > 1 ? element("small", {}, ` × ${runs.length}`) : null,
    rest.length > 0 ? element("small", { class: "more" }, rest.join(" · ")) : null,
  );
}

// A short mark of a group for the address: its name, which says what it is.
const markOf = group => group.name;
