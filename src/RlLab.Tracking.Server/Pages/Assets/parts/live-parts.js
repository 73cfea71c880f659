// The parts of a page that the server makes, read again and put in place where they differ: there is one way only to make them.
import { showTimes } from "./times.js";

/** Reads the page again, and answers whether anything on it still changes. */
export async function refreshParts(force = false) {
  const reply = await fetch(location.href);
  if (!reply.ok) {
    throw new Error(reply.statusText);
  }
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
  for (const part of document.querySelectorAll("[data-part]")) {
    const other = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    const isInUse = part.contains(document.activeElement) || [...part.querySelectorAll("video")].some(video => !video.paused);
    if (other && (force || !isInUse) && other.innerHTML !== (sources.get(part) ?? untouched(part))) {
      const open = [...part.querySelectorAll("details")].map(details => details.open);
      part.replaceChildren(...document.importNode(other, true).childNodes);
      part.querySelectorAll("details").forEach((details, index) => {
        details.open = open[index] ?? false;
      });
      sources.set(part, other.innerHTML);
      showTimes(part);
    }
  }
  return { isLive: fresh.getElementById("content").dataset.live === "yes", fresh };
}

const sources = new WeakMap();

// Times are written anew by the page's script; as the server wrote them they differ only there.
function untouched(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("time").forEach(time => {
    const [date, clock] = time.dateTime.split("T");
    time.removeAttribute("title");
    time.textContent = `${date} ${clock.slice(0, 5)} UTC`;
  });
  copy.querySelectorAll("details").forEach(details => details.removeAttribute("open"));
  return copy.innerHTML;
}
