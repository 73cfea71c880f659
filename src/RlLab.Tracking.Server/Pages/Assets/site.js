// What every page does: relative times, copying, and MLflow's own links.
import { showTimes } from "./parts/times.js";

followMlflowLink();
showTimes();
setInterval(showTimes, 30_000);

document.addEventListener("click", async event => {
  const button = event.target.closest(".copy");
  if (button) {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
    setTimeout(() => {
      button.textContent = "Copy";
    }, 1500);
  }
});

// #/experiments/1/runs/abc, #/experiments/1/runs, #/experiments/1.
function followMlflowLink() {
  const match = /^#\/experiments\/(\d+)(?:\/runs(?:\/([0-9a-zA-Z_-]+))?)?/.exec(location.hash);
  if (location.pathname === "/" && match) {
    location.replace(match[2] ? `/runs/${match[2]}` : `/experiments/${match[1]}`);
  }
}
