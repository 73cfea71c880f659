// The runs of a page, read from the server in pages and kept up to date by what changed since.
import { ask } from "./api.js";
import { toField } from "../pure/columns.js";

const pageSize = 1000;

/** What every row needs, whichever columns are shown. */
const always = [
  "attributes.run_name",
  "attributes.status",
  "attributes.start_time",
  "attributes.end_time",
  "attributes.lifecycle_stage",
  "attributes.experiment_id",
  "tags.rllab.archived",
  "tags.rllab.not_comparable",
  "tags.rllab.pruned",
  "tags.rllab.failure",
  "tags.rllab.state",
  "tags.rllab.sweep",
  "tags.rllab.trial",
  "tags.rllab.phase",
];

/** Runs by their id; whoever reads them is told when they change. */
export class RunSource {
  #generation = 0;
  #query = null;

  constructor(experiments) {
    this.experiments = experiments;
    this.rows = new Map();
    this.total = 0;
    this.isLoading = false;
    this.error = null;
  }

  /**
   * Reads all runs of a filter, a page at a time, the first of the order first.
   * @param query { filter, columns, order: { column, descending }, view }
   * @param told after each page
   * @param most how many at most
   */
  async load(query, told, most = Infinity) {
    const generation = ++this.#generation;
    const columns = [...new Set([...always, ...query.columns])];
    this.#query = {
      experiment_ids: this.experiments,
      filter: query.filter,
      columns,
      view: query.view ?? "active",
      order_by: query.order ? [`${toField(query.order.column)} ${query.order.descending ? "DESC" : "ASC"}`] : [],
    };
    this.isLoading = true;
    try {
      let [offset, rows, total] = [0, new Map(), 1];
      while (offset < Math.min(total, most)) {
        const answer = await ask("runs", { ...this.#query, offset, limit: Math.min(pageSize, most - offset) });
        if (generation !== this.#generation) {
          return;
        }
        this.version = offset === 0 ? answer.version : this.version;
        total = answer.total;
        answer.rows.forEach(row => rows.set(row.run_id, toRow(row)));
        offset += pageSize;
        [this.rows, this.total, this.error, this.isLoading] = [rows, total, null, offset < Math.min(total, most)];
        told();
        if (answer.rows.length === 0) {
          break;
        }
      }
    } catch (error) {
      if (generation === this.#generation) {
        [this.error, this.rows, this.total] = [error.message, new Map(), 0];
      }
    }
    if (generation === this.#generation) {
      this.isLoading = false;
      told();
    }
  }

  /** Asks what has changed since it last asked. */
  async poll() {
    if (!this.#query || this.isLoading || this.error) {
      return false;
    }
    const generation = this.#generation;
    const answer = await ask("runs", { ...this.#query, offset: 0, limit: 10 * pageSize, since: this.version });
    if (generation !== this.#generation) {
      return false;
    }
    this.version = answer.version;
    this.total = answer.total ?? this.total;
    const gone = answer.gone ?? [];
    gone.forEach(id => this.rows.delete(id));
    (answer.rows ?? []).forEach(row => this.rows.set(row.run_id, toRow(row)));
    return gone.length + (answer.rows ?? []).length > 0;
  }

  /** Whether one of the runs still goes on. */
  get isLive() {
    return [...this.rows.values()].some(row => row.cells["attributes.status"] === "RUNNING");
  }
}

// How long a run has gone on is not told while it does.
function toRow(row) {
  const cells = row.cells;
  if (cells["attributes.status"] === "RUNNING" && cells["attributes.start_time"] > 0) {
    cells["attributes.duration"] = Math.max(0, Date.now() - cells["attributes.start_time"]);
  }
  return { id: row.run_id, parent: row.parent_id ?? null, cells };
}
