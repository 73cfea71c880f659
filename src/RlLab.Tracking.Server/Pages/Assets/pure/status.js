// How far a run is, in a word: MLflow's, or RlLab's own where that says more.

const words = { FINISHED: "finished", RUNNING: "running", FAILED: "failed", KILLED: "killed", SCHEDULED: "scheduled" };

/** The state of a run: { word, kind, why }; kind is the class of its colour. */
export function statusOf(cells) {
  const status = cells["attributes.status"];
  const tag = name => cells[`tags.rllab.${name}`];
  if (cells["attributes.lifecycle_stage"] === "deleted") {
    return { word: "deleted", kind: "deleted", why: null };
  }
  if (status === "FINISHED" && tag("pruned") !== undefined) {
    return { word: "pruned", kind: "pruned", why: tag("pruned") };
  }
  if (status === "FINISHED" && tag("not_comparable") !== undefined) {
    return { word: "not comparable", kind: "odd", why: tag("not_comparable") };
  }
  if (status === "FAILED") {
    return { word: /finite|NaN|diverged/i.test(tag("failure") ?? "") ? "diverged" : "failed", kind: "failed", why: tag("failure") ?? null };
  }
  if (status === "KILLED" && tag("state") === "interrupted") {
    return { word: "interrupted", kind: "killed", why: "Its process vanished without having recorded an end." };
  }
  return { word: words[status] ?? String(status).toLowerCase(), kind: words[status] ?? "scheduled", why: null };
}

/** How many runs are in each state, the most advanced first: [{ word, kind, count }]. */
export function countStates(rows) {
  const counts = new Map();
  for (const row of rows) {
    const { word, kind } = statusOf(row.cells);
    counts.set(word, { word, kind, count: (counts.get(word)?.count ?? 0) + 1 });
  }
  const order = ["finished", "running", "scheduled", "pruned", "not comparable", "killed", "interrupted", "diverged", "failed", "deleted"];
  return [...counts.values()].sort((one, other) => order.indexOf(one.word) - order.indexOf(other.word));
}
