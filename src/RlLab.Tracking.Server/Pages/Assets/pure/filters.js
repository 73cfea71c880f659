// Help with filters: what one may write, by what the runs have logged.

/**
 * Examples that find something here.
 * @param catalog what the runs logged: { params: [{ name, values }], metrics: [name], tags: [name] }
 */
export function examples(catalog) {
  const parameter = catalog.params.find(one => one.values > 1 && !/^seed$/i.test(one.name))?.name;
  const metric = catalog.metrics.find(name => /return|reward|score/i.test(name)) ?? catalog.metrics[0];
  const words = ["failed", ...(catalog.tags.includes("rllab.trial") ? ["trial-1"] : [])];
  if (parameter) {
    words.push(`${quoted(parameter)} > 0.001`);
  }
  if (metric) {
    words.push(`metrics.${quoted(metric)} > 100 AND attributes.status = 'FINISHED'`);
  }
  return words;
}

/** A name as a filter takes it: in backticks where it holds more than letters, digits and underscores. */
const quoted = name => (/^\w+$/.test(name) ? name : `\`${name}\``);

/** Names that hold all words of a search, in the order given. */
export function matching(names, search) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return words.length === 0 ? names : names.filter(name => words.every(word => name.toLowerCase().includes(word)));
}
