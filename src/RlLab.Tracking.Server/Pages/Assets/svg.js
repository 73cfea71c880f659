// Elements of SVG.

const svgName = "http://www.w3.org/2000/svg";

export function make(name, attributes, text) {
  const element = document.createElementNS(svgName, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

export function makeText(text, attributes) {
  return make("text", attributes, text);
}

/** A short line in the colour of its surroundings, as it stands in tables and legends. */
export function swatch() {
  const sample = make("svg", { class: "swatch", viewBox: "0 0 18 8", "aria-hidden": "true" });
  sample.append(make("path", { d: "M1 4H17" }));
  return sample;
}
