// A colour between the ramp's two ends, which the style sheet names for light and dark.
import { cssValue } from "./dom.js";

/** The colour at a place from 0 (worst) to 1 (best), mixed evenly in the light that is emitted. */
export function rampColour(place, isReversed = false) {
  const part = Math.max(0, Math.min(1, isReversed ? 1 - place : place));
  const [low, high] = [parse(cssValue("--ramp-low")), parse(cssValue("--ramp-high"))];
  const mixed = low.map((from, index) => Math.round(Math.sqrt(from * from + part * (high[index] * high[index] - from * from))));
  return `rgb(${mixed.join(",")})`;
}

const parse = hex => [1, 3, 5].map(at => parseInt(hex.slice(at, at + 2), 16));
