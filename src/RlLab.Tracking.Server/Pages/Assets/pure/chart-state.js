// The fields of a page's state that its charts need.
import { choice, flag, list, number, range, text } from "./address.js";

export const chartSchema = {
  x: choice("step", "time", "relative"),
  smooth: number(0),
  statistic: choice("iqm", "mean", "median"),
  seeds: flag(),
  ylog: flag(),
  xlog: flag(),
  zoom: range(),
  full: text(),
  find: text(),
  hide: list(),
};
