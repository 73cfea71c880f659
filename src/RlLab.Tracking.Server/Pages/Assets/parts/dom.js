// Elements of HTML and SVG.

const svgName = "http://www.w3.org/2000/svg";

/** An element; of its properties those that start with "on" listen, those with a dash are attributes, and "class" is its class. */
export function element(name, properties = {}, ...children) {
  return fill(document.createElement(name), properties, children);
}

/** An element of SVG; all its properties are attributes. */
export function svg(name, attributes = {}, ...children) {
  const made = document.createElementNS(svgName, name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.flat(Infinity).filter(isSomething));
  return made;
}

/** A button with a text. */
export const button = (text, onclick, properties = {}) => element("button", { type: "button", onclick, ...properties }, text);

/** A labelled choice among [value, text]. */
export function select(label, options, value, onchange) {
  const list = element(
    "select",
    { "aria-label": label, onchange: event => onchange(event.target.value) },
    options.map(([key, text]) => element("option", { value: key }, text)),
  );
  list.value = value;
  return element("label", { class: "field" }, element("span", {}, label), list);
}

/** A labelled box to tick. */
export function tick(label, checked, onchange, properties = {}) {
  return element(
    "label",
    { class: "tick", ...properties },
    element("input", { type: "checkbox", checked, onchange: event => onchange(event.target.checked) }),
    label,
  );
}

/** A short line in the colour and dash of a group of runs. */
export function swatch(group) {
  return svg("svg", { class: `swatch ${colourClass(group)}`, viewBox: "0 0 18 8", "aria-hidden": "true" }, svg("path", { d: "M1 4H17" }));
}

/** The class that gives an element the colour of a group. */
export const colourClass = group => `c${group.colour}${group.isTest ? " tested" : group.dashed ? " dashed" : ""}`;

/** The colour of a group as the style sheet has it now, light or dark. */
export const colourOf = group => cssValue(`--c${group.colour}`);

/** A value of the style sheet's. */
export const cssValue = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Waits until a call is followed by no other for some time, then makes the last. */
export function later(call, milliseconds) {
  let timer = null;
  return (...values) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(...values), milliseconds);
  };
}

/** Has the browser save a file. */
export function save(name, content) {
  const url = URL.createObjectURL(content);
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

function fill(made, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (key.startsWith("on")) {
      made.addEventListener(key.slice(2), value);
    } else if (key === "class") {
      made.className = value;
    } else if (key.includes("-") || key === "role" || key === "for") {
      if (value !== null && value !== undefined && value !== false) {
        made.setAttribute(key, value);
      }
    } else if (value !== undefined) {
      made[key] = value;
    }
  }
  made.append(...children.flat(Infinity).filter(isSomething));
  return made;
}

const isSomething = child => child !== null && child !== undefined && child !== false && child !== "";
