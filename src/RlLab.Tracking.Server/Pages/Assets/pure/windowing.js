// Which rows of a long table are in the document: those in view and some around them.

/**
 * The rows to draw.
 * @param count how many rows there are
 * @param height of a row, in pixels
 * @param top how far the table is scrolled, in pixels from its first row
 * @param view the height of what is seen
 * @param around how many rows more at both ends
 */
export function windowOf(count, height, top, view, around = 12) {
  const first = Math.max(0, Math.min(count, Math.floor(top / height) - around));
  const last = Math.max(first, Math.min(count, Math.ceil((top + view) / height) + around));
  return { first, last, above: first * height, below: (count - last) * height };
}

/** Where to scroll to so that a row is in view, or null where it is. */
export function scrollTo(index, height, top, view) {
  const [from, to] = [index * height, (index + 1) * height];
  return from < top ? from : to > top + view ? to - view : null;
}
