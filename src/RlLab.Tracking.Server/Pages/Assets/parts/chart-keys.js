// A chart walked and zoomed with the keyboard.

const moves = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 };

/**
 * Does what a key asks of a chart, and answers whether it asks anything.
 * @param plot its uPlot, null while nothing is drawn
 * @param chart { isFull, zoom, toggleFull }
 */
export function pressKey(key, plot, chart) {
  const [low, high] = plot ? [plot.scales.x.min, plot.scales.x.max] : [0, 1];
  const at = plot && plot.cursor.left >= 0 ? plot.posToVal(plot.cursor.left, "x") : (low + high) / 2;
  if (key in moves && plot) {
    const width = plot.over.clientWidth;
    plot.setCursor({ left: Math.max(0, Math.min(width, plot.valToPos(at, "x") + (moves[key] * width) / 100)), top: 10 });
  } else if ((key === "+" || key === "-") && plot) {
    const span = (high - low) * (key === "+" ? 0.25 : 1);
    chart.zoom([at - span, at + span]);
  } else if (key === "0") {
    chart.zoom(null);
  } else if (key === "f" || (key === "Escape" && chart.isFull)) {
    chart.toggleFull();
  } else {
    return false;
  }
  return true;
}
