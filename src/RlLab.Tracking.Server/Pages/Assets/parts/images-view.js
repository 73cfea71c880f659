// Images over steps, those of several names or runs side by side, with one slider for all.
import { number, text } from "../pure/address.js";
import { placeAt, stepsOf } from "../pure/images.js";
import { formatCount } from "../pure/numbers.js";
import { firstOfEach } from "../pure/settings.js";
import { artifactUrl, ask } from "./api.js";
import { colourClass, element, select, swatch } from "./dom.js";

/** The fields of the state that images need. */
export const imagesSchema = { image: text(), imgstep: number() };

const [mostImages, mostRuns] = [24, 100];

export class ImagesView {
  #found = new Map();
  #figures = new Map();

  /**
   * @param state of the page: image, imgstep
   * @param groups gives the groups of runs
   * @param options { isOneRun: whether all names of one run are shown, not one name of each run }
   */
  constructor(state, groups, { isOneRun = false } = {}) {
    Object.assign(this, { state, groups, isOneRun });
    this.slider = element("input", {
      type: "range",
      min: "0",
      step: "1",
      "aria-label": "Step of the images",
      oninput: () => this.#move(Number(this.slider.value)),
    });
    this.output = element("output", {});
    this.choice = element("span", {});
    this.bar = element("div", { class: "transport" }, this.slider, this.output, this.choice);
    this.says = element("p", { class: "hint", role: "status" });
    this.grid = element("div", { class: "images" });
    this.root = element("div", {}, this.bar, this.says, this.grid);
  }

  /** Whether any of the runs has an image. */
  get isEmpty() {
    return this.grid.childElementCount === 0;
  }

  /** Asks for what is not known yet, and shows it. */
  async update() {
    await this.#read(this.#runs().filter(({ run }) => !this.#found.has(run.id)));
  }

  /** Asks again for runs that still go on. */
  async refresh() {
    await this.#read(this.#runs().filter(({ run }) => run.cells["attributes.status"] === "RUNNING"));
  }

  #runs() {
    return firstOfEach(this.groups(), mostRuns);
  }

  async #read(wanted) {
    if (wanted.length > 0) {
      if (this.isEmpty) {
        this.says.textContent = "Looking for images …";
      }
      try {
        const { runs } = await ask("images", { run_ids: wanted.map(({ run }) => run.id) });
        wanted.forEach(({ run }) => this.#found.set(run.id, []));
        runs.forEach(run => this.#found.set(run.run_id, run.images));
      } catch (error) {
        this.says.textContent = error.message;
        return;
      }
    }
    this.#show();
  }

  #show() {
    const runs = this.#runs();
    const all = runs.flatMap(({ run, group }) => (this.#found.get(run.id) ?? []).map(images => ({ run, group, ...images })));
    const names = [...new Set(all.map(one => one.name))].sort();
    const wanted = names.includes(this.state.get("image")) ? this.state.get("image") : names[0];
    const found = this.isOneRun ? all : all.filter(one => one.name === wanted);
    this.shown = found.slice(0, mostImages);
    this.steps = stepsOf(this.shown);
    this.bar.hidden = this.shown.length === 0;
    this.choice.replaceChildren(
      ...(this.isOneRun || names.length < 2
        ? []
        : [
            select(
              "Image",
              names.map(name => [name, name]),
              wanted,
              image => this.state.set({ image }),
            ),
          ]),
    );
    this.says.textContent =
      found.length === 0
        ? "None of these runs has images."
        : found.length > this.shown.length
          ? `The first ${this.shown.length} of ${found.length}.`
          : "";
    this.slider.max = String(Math.max(0, this.steps.length - 1));
    this.slider.disabled = this.steps.length < 2;
    const figures = new Map(this.shown.map(one => [keyOf(one), this.#figures.get(keyOf(one)) ?? this.#figure(one)]));
    if ([...figures.keys()].join() !== [...this.#figures.keys()].join()) {
      this.grid.replaceChildren(...[...figures.values()].map(figure => figure.root));
    }
    this.#figures = figures;
    this.#showStep();
  }

  #figure({ run, group, name }) {
    const label = this.isOneRun ? name : run.cells["attributes.run_name"];
    const [image, at] = [element("img", { alt: label }), element("small", {})];
    const link = element("a", { class: "picture" }, image);
    const title = this.isOneRun ? element("b", {}, name) : [swatch(group), element("a", { href: `/runs/${run.id}` }, label)];
    return { root: element("figure", { class: colourClass(group) }, element("figcaption", {}, title, at), link), image, link, at, label };
  }

  // The last step, and those that come, as long as nobody has chosen one.
  #showStep() {
    const chosen = this.state.get("imgstep") ?? Infinity;
    const place = Math.max(0, placeAt(this.steps, chosen));
    const step = this.steps[place];
    this.slider.value = String(place);
    this.output.textContent = step === undefined ? "" : `step ${formatCount(step)}`;
    this.slider.setAttribute("aria-valuetext", this.output.textContent);
    this.shown.forEach(one => {
      const { image, link, at, label } = this.#figures.get(keyOf(one));
      const index = placeAt(one.steps, step);
      link.hidden = index < 0;
      at.textContent = index < 0 ? "not yet" : one.steps[index] === step ? "" : `of step ${formatCount(one.steps[index])}`;
      if (index >= 0) {
        const url = artifactUrl(one.run.id, one.paths[index]);
        if (image.getAttribute("src") !== url) {
          [image.src, link.href, image.alt] = [url, url, `${label} at step ${formatCount(one.steps[index])}`];
        }
      }
    });
  }

  #move(place) {
    this.state.set({ imgstep: place === this.steps.length - 1 ? null : this.steps[place] });
  }
}

const keyOf = ({ run, name }) => `${run.id} ${name}`;
