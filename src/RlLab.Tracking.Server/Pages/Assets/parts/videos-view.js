// Videos of several runs side by side, played in step.
import { advance, hasDrifted, lengthOf, placesAt } from "../pure/playback.js";
import { firstOfEach } from "../pure/settings.js";
import { artifactUrl, read } from "./api.js";
import { button, colourClass, element, select, swatch } from "./dom.js";

const [mostVideos, mostRuns, deepest] = [12, 36, 3];
const isVideo = path => /\.(mp4|webm|m4v|mov)$/i.test(path);

export class VideosView {
  #found = new Map();
  #time = 0;
  #last = null;

  /**
   * @param state of the page: video
   * @param groups gives the groups of runs
   */
  constructor(state, groups) {
    Object.assign(this, { state, groups, isPlaying: false, rate: 1 });
    this.playButton = button("▶ Play", () => this.#toggle(), { class: "primary" });
    this.scrub = element("input", {
      type: "range",
      min: "0",
      max: "1",
      step: "any",
      value: "0",
      "aria-label": "Place in the videos",
      oninput: () => {
        this.#time = Number(this.scrub.value);
        this.#follow();
      },
    });
    this.clock = element("output", {}, "0.0 s");
    this.choice = element("span", {});
    this.bar = element(
      "div",
      { class: "transport" },
      this.playButton,
      this.scrub,
      this.clock,
      select(
        "Speed",
        [
          ["0.25", "¼"],
          ["0.5", "½"],
          ["1", "1"],
          ["2", "2"],
          ["4", "4"],
        ],
        "1",
        rate => {
          this.rate = Number(rate);
          this.videos().forEach(video => {
            video.playbackRate = this.rate;
          });
        },
      ),
      this.choice,
    );
    this.grid = element("div", { class: "videos" });
    this.says = element("p", { class: "hint", role: "status" });
    this.root = element("div", { onkeydown: event => this.#keyDown(event) }, this.bar, this.says, this.grid);
  }

  /** The videos on the page. */
  videos() {
    return [...this.grid.querySelectorAll("video")];
  }

  async update() {
    const runs = firstOfEach(this.groups(), mostRuns);
    const sign = runs.map(one => one.run.id).join();
    if (sign === this.sign && this.state.get("video") === this.shownPath) {
      return;
    }
    this.sign = sign;
    this.says.textContent = "Looking for videos …";
    const paths = await Promise.all(runs.map(one => this.#pathsOf(one.run.id)));
    if (sign !== this.sign) {
      return;
    }
    const shared = namesOfSeveral(paths);
    const wanted = this.state.get("video");
    this.shownPath = this.state.get("video");
    this.choice.replaceChildren(
      ...(shared.length > 1
        ? [select("Video", [["", "the last of each run"], ...shared.map(path => [path, path])], wanted, video => this.state.set({ video }))]
        : []),
    );
    const filmed = runs.map((one, index) => ({ ...one, path: paths[index].includes(wanted) ? wanted : paths[index].at(-1) })).filter(one => one.path);
    const shown = filmed.slice(0, mostVideos);
    this.bar.hidden = shown.length === 0;
    this.says.textContent =
      shown.length === 0
        ? "None of these runs has a video."
        : [
            filmed.length > shown.length ? `The first ${shown.length} of ${filmed.length} runs with a video.` : "",
            filmed.length < runs.length ? `${runs.length - filmed.length} of ${runs.length} runs have none.` : "",
          ]
            .filter(Boolean)
            .join(" ");
    this.grid.replaceChildren(
      ...shown.map(({ run, group, path }) =>
        element(
          "figure",
          { class: colourClass(group) },
          element(
            "figcaption",
            {},
            swatch(group),
            element("a", { href: `/runs/${run.id}` }, run.cells["attributes.run_name"]),
            element("small", {}, path),
          ),
          element("video", {
            src: artifactUrl(run.id, path),
            muted: true,
            preload: "auto",
            playsInline: true,
            "aria-label": `${run.cells["attributes.run_name"]}: ${path}`,
            onloadedmetadata: () => this.#measure(),
          }),
        ),
      ),
    );
  }

  async #pathsOf(id, folder = "", depth = 0) {
    if (folder === "" && this.#found.has(id)) {
      return this.#found.get(id);
    }
    let files = [];
    try {
      files = (await read("artifacts/list", folder ? { run_id: id, path: folder } : { run_id: id })).files ?? [];
    } catch {
      // A run whose artifacts lie elsewhere has none to show here.
    }
    const below = depth >= deepest ? [] : await Promise.all(files.filter(file => file.is_dir).map(file => this.#pathsOf(id, file.path, depth + 1)));
    const paths = [...files.filter(file => !file.is_dir && isVideo(file.path)).map(file => file.path), ...below.flat()];
    paths.sort((one, other) => one.localeCompare(other, "en", { numeric: true }));
    if (folder === "") {
      this.#found.set(id, paths);
    }
    return paths;
  }

  #measure() {
    this.scrub.max = String(lengthOf(this.videos().map(video => video.duration)));
  }

  #toggle() {
    this.isPlaying = !this.isPlaying;
    this.playButton.textContent = this.isPlaying ? "❚❚ Pause" : "▶ Play";
    this.#last = null;
    if (this.isPlaying) {
      requestAnimationFrame(now => this.#tick(now));
    } else {
      this.#follow();
    }
  }

  #tick(now) {
    if (!this.isPlaying || !this.root.isConnected) {
      return;
    }
    const length = lengthOf(this.videos().map(video => video.duration));
    if (this.#last !== null) {
      this.#time = advance(this.#time, (now - this.#last) / 1000, this.rate, length);
    }
    this.#last = now;
    this.#follow();
    requestAnimationFrame(next => this.#tick(next));
  }

  // Every video follows the clock: it plays by itself, and is set anew only where it has drifted.
  #follow() {
    const videos = this.videos();
    const places = placesAt(
      this.#time,
      videos.map(video => video.duration),
    );
    videos.forEach((video, index) => {
      const runs = this.isPlaying && places[index] < video.duration - 0.02;
      if (hasDrifted(video.currentTime, places[index], runs) && !video.seeking) {
        video.currentTime = places[index];
      }
      if (runs && video.paused) {
        video.playbackRate = this.rate;
        video.play().catch(() => {});
      } else if (!runs && !video.paused) {
        video.pause();
      }
    });
    this.scrub.value = String(this.#time);
    this.clock.textContent = `${this.#time.toFixed(1)} s`;
  }

  #keyDown(event) {
    if (event.key === " " && !event.target.matches("button, select")) {
      event.preventDefault();
      this.#toggle();
    }
  }
}

// A name that several runs have can be compared; one that a single run has says when it was filmed.
function namesOfSeveral(paths) {
  const counts = new Map();
  paths.flat().forEach(path => counts.set(path, (counts.get(path) ?? 0) + 1));
  return [...counts]
    .filter(([, count]) => count > 1)
    .map(([path]) => path)
    .sort();
}
