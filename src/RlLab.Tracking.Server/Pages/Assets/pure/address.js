// A page's state as the query of its address, and back: what has its default value is left out, what is not the state's own is kept.

/** A text. */
export const text = (fallback = "") => ({ fallback, read: value => value, write: value => value });

/** A number, or null. */
export const number = (fallback = null) => ({
  fallback,
  read: value => (value.trim() !== "" && Number.isFinite(Number(value)) ? Number(value) : fallback),
  write: value => (value === null ? "" : String(value)),
});

/** Yes or no. */
export const flag = (fallback = false) => ({ fallback, read: value => value === "1", write: value => (value ? "1" : "0") });

/** One of several words. */
export const choice = (...words) => ({ fallback: words[0], read: value => (words.includes(value) ? value : words[0]), write: value => value });

/** Several texts, in which a comma is written as %2C. Null, the default, leaves it to the page. */
export const list = (fallback = null) => ({
  fallback,
  read: value => (value === "" ? [] : value.split(",").map(decodePart)),
  write: value => value.map(part => part.replace(/[%,]/g, encodeURIComponent)).join(","),
});

/** A range such as 10:200, or null. */
export const range = () => ({
  fallback: null,
  read: value => {
    const ends = value.split(":").map(Number);
    return ends.length === 2 && ends.every(Number.isFinite) && value.indexOf(":") > 0 && ends[0] < ends[1] ? ends : null;
  },
  write: value => (value === null ? "" : value.map(end => Number(end.toPrecision(10))).join(":")),
});

/** The state that a query describes, by a schema of fields. */
export function readState(schema, query) {
  const given = new URLSearchParams(query);
  return Object.fromEntries(Object.entries(schema).map(([name, field]) => [name, given.has(name) ? field.read(given.get(name)) : field.fallback]));
}

/** The query of a state; fields of the old query that the schema does not know stay as they are. */
export function writeState(schema, state, query = "") {
  const result = new URLSearchParams(query);
  for (const [name, field] of Object.entries(schema)) {
    const value = state[name];
    if (value === null || value === undefined || sameValue(value, field.fallback)) {
      result.delete(name);
    } else {
      result.set(name, field.write(value));
    }
  }
  return result.toString();
}

function sameValue(one, other) {
  return (
    one === other || (Array.isArray(one) && Array.isArray(other) && one.length === other.length && one.every((item, index) => item === other[index]))
  );
}

function decodePart(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
