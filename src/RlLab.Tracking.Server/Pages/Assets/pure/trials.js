// A sweep's trials, their runs and what went wrong in them.
import { statusOf } from "./status.js";

/** The trials of a sweep by their numbers: [{ trial, runs }], each run with its seed and state, tuning seeds first. */
export function trialsOf(rows) {
  const trials = new Map();
  for (const row of rows.filter(one => one.cells["tags.rllab.trial"] !== undefined)) {
    const trial = Number(row.cells["tags.rllab.trial"]);
    (trials.get(trial) ?? trials.set(trial, []).get(trial)).push(row);
  }
  return [...trials]
    .sort(([one], [other]) => one - other)
    .map(([trial, runs]) => ({
      trial,
      runs: runs
        .map(row => ({
          row,
          seed: Number(row.cells["params.seed"] ?? row.cells["tags.rllab.seed"] ?? NaN),
          state: statusOf(row.cells),
          isTest: row.cells["tags.rllab.phase"] === "test",
        }))
        .sort((one, other) => Number(one.isTest) - Number(other.isTest) || one.seed - other.seed),
    }));
}

/** What a person should know of single runs, the gravest first: [{ run, trial, word, kind, message, code }]. */
export function troublesOf(trials) {
  const order = ["failed", "odd", "killed", "pruned"];
  return trials
    .flatMap(({ trial, runs }) =>
      runs
        .filter(run => run.state.why)
        .map(run => ({
          run,
          trial,
          word: run.state.word,
          kind: run.state.kind,
          ...splitCode(run.state.why),
        })),
    )
    .sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

/** A message and the line of code that it names, such as "Walk.cs:12: throw new ...". */
export function splitCode(message) {
  const match = /(?:\bat |\bin |\()?((?:[\w./\\-]+\/)?[\w.-]+\.(?:cs|fs|vb):\d+(?::[^\n]*)?)/.exec(message);
  return match
    ? {
        message: message
          .replace(match[0], "")
          .replace(/\s+([.)])/g, "$1")
          .trim()
          .replace(/[:,(]$/, ""),
        code: match[1].trim(),
      }
    : { message, code: null };
}

/**
 * The commands that take a sweep up again, each with why.
 * @param id the sweep's
 * @param planned how many runs it is to have; NaN where that is not known
 */
export function commandsOf(id, rows, planned, isEnded) {
  const states = rows.map(row => statusOf(row.cells).word);
  const count = (...words) => states.filter(word => words.includes(word)).length;
  const short = `dotnet run -c Release --project experiments --`;
  const missing = isEnded && planned > rows.length ? planned - rows.length : 0;
  const [stopped, failed, odd] = [count("killed", "interrupted"), count("failed", "diverged"), count("not comparable")];
  return [
    stopped + missing > 0
      ? {
          command: `${short} resume ${id.slice(0, 8)}`,
          why: [stopped > 0 ? `${stopped} stopped` : "", missing > 0 ? `${missing} never begun` : ""].filter(Boolean).join(", "),
        }
      : null,
    failed > 0 ? { command: `${short} retry ${id.slice(0, 8)} --failed`, why: `${failed} failed` } : null,
    odd > 0 ? { command: `${short} retry ${id.slice(0, 8)} --not-comparable`, why: `${odd} without a finite objective` } : null,
  ].filter(Boolean);
}
