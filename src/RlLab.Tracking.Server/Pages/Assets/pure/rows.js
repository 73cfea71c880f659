// Rows of a table of runs: compared by a column, nested under parents or groups, folded, laid out one below the other.

/** The names under which every run has a cell of its own. */
export const nameColumn = "attributes.run_name";

/** Compares two cells: numbers by size, texts by their words and numbers; NaN comes after numbers, what is missing last, in either direction. */
export function compareCells(one, other, descending) {
  const [left, right] = [rankOf(one), rankOf(other)];
  if (left !== right || left > 1) {
    return left - right;
  }
  const [first, second] = [Number(one), Number(other)];
  const order =
    Number.isNaN(first) || Number.isNaN(second)
      ? String(one).localeCompare(String(other), "en", { numeric: true })
      : first === second
        ? 0
        : first - second;
  return descending ? -order : order;
}

const rankOf = cell => (cell === undefined || cell === null || cell === "" ? 3 : cell === "NaN" || Number.isNaN(cell) ? 2 : 0);

/**
 * The lines of a table, from the top.
 * @param rows each with id, parent and cells
 * @param order how to sort: { column, descending }
 * @param folded the ids and group keys whose rows are not shown
 * @param groupOf the group of a row; where it is given, rows stand under their groups and not under their parents
 * @returns of each line its row or its group, its depth, how many rows are below it, and whether it is folded
 */
export function layOut(rows, order, folded, groupOf = null) {
  const value = row => row.cells[order.column];
  const compare = (one, other) => compareCells(one.value, other.value, order.descending) || one.place - other.place;
  const leaf = (row, place) => ({ row, place, value: value(row), children: [] });
  const tops = groupOf ? grouped(rows, groupOf, leaf) : nested(rows, leaf);
  const lines = [];
  sortNodes(tops, compare);
  const put = (nodes, depth) => {
    for (const node of nodes) {
      const key = node.group?.key ?? node.row.id;
      const isFolded = node.children.length > 0 && folded.has(key);
      lines.push({ key, row: node.row ?? null, group: node.group ?? null, depth, below: node.below, folded: isFolded });
      if (!isFolded) {
        put(node.children, depth + 1);
      }
    }
  };
  put(tops, 0);
  return lines;
}

function nested(rows, leaf) {
  const nodes = new Map(rows.map((row, place) => [row.id, leaf(row, place)]));
  const tops = [];
  for (const node of nodes.values()) {
    const parent = node.row.parent === node.row.id ? undefined : nodes.get(node.row.parent);
    (parent && !isAbove(node, parent, nodes) ? parent.children : tops).push(node);
  }
  return tops;
}

// Runs that name each other as parents would be in no tree.
function isAbove(node, other, nodes) {
  for (let at = other, steps = 0; at && steps < nodes.size; at = nodes.get(at.row.parent), steps++) {
    if (at === node) {
      return true;
    }
  }
  return false;
}

function grouped(rows, groupOf, leaf) {
  const groups = new Map();
  rows.forEach((row, place) => {
    const group = groupOf(row);
    const node = groups.get(group.key) ?? groups.set(group.key, { group, place, children: [] }).get(group.key);
    node.children.push(leaf(row, place));
  });
  return [...groups.values()];
}

// A parent or a group without a value of its own counts as the best of its rows, which is the first of them.
function sortNodes(nodes, compare) {
  for (const node of nodes) {
    sortNodes(node.children, compare);
    node.below = node.children.reduce((sum, child) => sum + 1 + child.below, 0);
    node.value = rankOf(node.value) === 3 ? node.children[0]?.value : node.value;
  }
  nodes.sort(compare);
}
