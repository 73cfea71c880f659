// What every page does: relative times, copying, MLflow's links, and reading itself again while something runs.
import { prepareTable, chosenRuns } from "./table.js";
import { Charts } from "./charts.js";

const refreshEvery = 4000;
const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
const units = [["year", 31536000], ["month", 2592000], ["day", 86400], ["hour", 3600], ["minute", 60]];

followMlflowLink();
const charts = new Charts(document);
prepare();
charts.choose(chosenRuns());
setInterval(showTimes, 30000);
refreshLater();

document.addEventListener("runschosen", () => charts.choose(chosenRuns()));
document.addEventListener("runpointed", event => charts.point(event.detail));
document.addEventListener("click", async event => {
  const button = event.target.closest(".copy");
  if (button) {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  }
});

function prepare() {
  showTimes();
  prepareTable(document.getElementById("runs"));
}

// MLflow's own links: #/experiments/1/runs/abc, #/experiments/1/runs, #/experiments/1.
function followMlflowLink() {
  const match = /^#\/experiments\/(\d+)(?:\/runs(?:\/([0-9a-zA-Z_-]+))?)?/.exec(location.hash);
  if (location.pathname === "/" && match) {
    location.replace(match[2] ? `/runs/${match[2]}` : `/experiments/${match[1]}`);
  }
}

function showTimes() {
  for (const time of document.querySelectorAll("time")) {
    const date = new Date(time.dateTime);
    const seconds = (date - Date.now()) / 1000;
    const unit = units.find(([, length]) => Math.abs(seconds) >= length);
    time.title = date.toLocaleString();
    time.textContent = unit ? relative.format(Math.round(seconds / unit[1]), unit[0]) : "just now";
  }
}

// The page is read again as a whole, and the parts that changed are put in place: there is one way only to make them.
function refreshLater() {
  if (document.getElementById("content").dataset.live === "yes") {
    setTimeout(refresh, refreshEvery);
  }
}

async function refresh() {
  const live = document.querySelector(".live");
  try {
    if (!document.hidden) {
      const reply = await fetch(location.href);
      if (!reply.ok) {
        throw new Error(reply.statusText);
      }
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
      document.getElementById("content").dataset.live = fresh.getElementById("content").dataset.live;
      replaceParts(fresh);
      charts.addMissing(fresh);
      prepare();
      charts.choose(chosenRuns());
      charts.reload();
      live.hidden = document.getElementById("content").dataset.live !== "yes";
    }
    live.classList.remove("lost");
    live.textContent = "live";
  } catch {
    live.classList.add("lost");
    live.textContent = "the server does not answer";
  }
  refreshLater();
}

function replaceParts(fresh) {
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    const playing = [...part.querySelectorAll("video")].some(video => !video.paused);
    if (other && !playing && other.innerHTML !== part.dataset.source) {
      const scroll = part.querySelector(".scroll");
      const [left, top] = [scroll?.scrollLeft ?? 0, scroll?.scrollTop ?? 0];
      part.innerHTML = other.innerHTML;
      part.dataset.source = other.innerHTML;
      part.querySelector(".scroll")?.scrollTo({ left, top, behavior: "instant" });
    }
  }
}
