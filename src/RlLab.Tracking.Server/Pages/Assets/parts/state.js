// The state of a page, kept in its address: it survives a reload and can be sent.
import { readState, writeState } from "../pure/address.js";

/** The state by a schema; who listens is told which fields changed. */
export function pageState(schema) {
  const listeners = [];
  let state = readState(schema, location.search);
  const tell = changed => listeners.forEach(listener => listener(changed));
  addEventListener("popstate", () => {
    const before = state;
    state = readState(schema, location.search);
    tell(Object.keys(schema).filter(name => JSON.stringify(before[name]) !== JSON.stringify(state[name])));
  });
  return {
    get: name => state[name],
    set(changes) {
      const changed = Object.keys(changes).filter(name => JSON.stringify(state[name]) !== JSON.stringify(changes[name]));
      if (changed.length > 0) {
        state = { ...state, ...changes };
        const query = writeState(schema, state, location.search);
        history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
        tell(changed);
      }
    },
    listen: listener => listeners.push(listener),
  };
}
