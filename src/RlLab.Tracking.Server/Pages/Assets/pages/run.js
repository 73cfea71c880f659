// The page of a run.
import { imagesSchema } from "../parts/images-view.js";
import { follow } from "../parts/live.js";
import { refreshParts } from "../parts/live-parts.js";
import { runImages } from "../parts/run-images.js";
import { runMetrics, runSchema } from "../parts/run-metrics.js";
import { watchNote } from "../parts/run-note.js";
import { pageState } from "../parts/state.js";

const state = pageState({ ...runSchema, ...imagesSchema });
const place = document.getElementById("metrics");
const metrics = place ? runMetrics(place, state) : null;
const images = runImages(document.getElementById("images"), state);
let isLive = document.getElementById("content").dataset.live === "yes";

watchNote();
follow(async () => {
  if (isLive) {
    const page = await refreshParts();
    isLive = page.isLive;
    await images.refresh();
    if (metrics) {
      await metrics.refresh(page.fresh);
    } else if (page.fresh.getElementById("metrics")) {
      location.reload();
    }
  }
  return isLive;
});
