// A chart or a drawing as a file: CSV, SVG, PNG.
import { curvesToCsv, toCsv } from "../pure/csv.js";
import { figureSvg } from "../pure/figure.js";
import { acrossOf, padded } from "../pure/plot.js";
import { button, cssValue, save } from "./dom.js";

const names = { step: "step", time: "time (ms since 1970)", relative: "seconds since the run's start" };
const scale = 2;

/** The buttons that save a chart. */
export function exportButtons(chart) {
  const fileName = chart.metric.replaceAll(/[^\w.-]+/g, "-");
  return [
    button("CSV", () => save(`${fileName}.csv`, new Blob([curvesToCsv(chart.metric, names[chart.view.x], chart.curves)], { type: "text/csv" })), {
      "aria-label": `Save ${chart.metric} as CSV`,
    }),
    button("SVG", () => save(`${fileName}.svg`, svgBlob(chartSvg(chart))), { "aria-label": `Save ${chart.metric} as SVG` }),
    button("PNG", async () => save(`${fileName}.png`, await toPng(chartSvg(chart))), { "aria-label": `Save ${chart.metric} as PNG` }),
  ];
}

/**
 * The buttons that save a drawing.
 * @param drawing gives its SVG in the page
 * @param rows gives what it shows as rows of cells, the head first
 */
export function drawingButtons(name, drawing, rows) {
  return [
    button("CSV", () => save(`${name}.csv`, new Blob([toCsv(rows())], { type: "text/csv" })), { "aria-label": `Save ${name} as CSV` }),
    button("SVG", () => save(`${name}.svg`, svgBlob(standalone(drawing()))), { "aria-label": `Save ${name} as SVG` }),
    button("PNG", async () => save(`${name}.png`, await toPng(standalone(drawing()))), { "aria-label": `Save ${name} as PNG` }),
  ];
}

/** A picture of what is SVG, twice as large. */
async function toPng(text) {
  const picture = new Image();
  picture.src = URL.createObjectURL(svgBlob(text));
  await picture.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [scale * picture.width, scale * picture.height];
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(picture.src);
  return new Promise(resolve => canvas.toBlob(resolve, "image/png"));
}

function chartSvg(chart) {
  const { view, range } = chart;
  return figureSvg(
    {
      title: chart.metric,
      xLabel: names[view.x],
      curves: chart.curves,
      weight: view.smooth,
      notes: [chart.says.textContent],
      x: {
        range: acrossOf(range?.x ?? [0, 1], chart.curves.flatMap(curve => curve.x), view.xLog),
        isLog: view.xLog,
        label:
          view.x === "time" ? at => new Date(at).toLocaleString("en", { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" }) : null,
      },
      y: { range: range?.y ? padded(range.y, view.yLog) : [0, 1], isLog: view.yLog },
    },
    {
      back: cssValue("--panel"),
      text: cssValue("--text"),
      quiet: cssValue("--quiet"),
      line: cssValue("--line"),
      colours: Array.from({ length: 10 }, (_, index) => cssValue(`--c${index}`)),
    },
  );
}

// The style sheet is not there where the file is opened: what it says is written into the elements.
function standalone(drawing) {
  const copy = drawing.cloneNode(true);
  const [own, copies] = [
    [drawing, ...drawing.querySelectorAll("*")],
    [copy, ...copy.querySelectorAll("*")],
  ];
  own.forEach((node, index) => {
    const style = getComputedStyle(node);
    for (const name of ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-size", "font-weight", "font-family", "text-anchor"]) {
      copies[index].setAttribute(name, style.getPropertyValue(name));
    }
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("width", Math.round(width));
  copy.setAttribute("height", Math.round(height));
  const back = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  [
    ["width", "100%"],
    ["height", "100%"],
    ["fill", cssValue("--panel")],
  ].forEach(([name, value]) => back.setAttribute(name, value));
  copy.prepend(back);
  return new XMLSerializer().serializeToString(copy);
}

const svgBlob = text => new Blob([text], { type: "image/svg+xml" });
