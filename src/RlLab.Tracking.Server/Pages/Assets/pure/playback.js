// Several videos played in step: one clock for all, and a video that is shorter waits at its end.

/** The length of the whole: that of the longest video. */
export const lengthOf = durations => Math.max(0, ...durations.filter(Number.isFinite));

/** Where each video stands at a time of the clock. */
export const placesAt = (time, durations) => durations.map(duration => Math.min(time, Number.isFinite(duration) ? duration : 0));

/** The time of the clock after a step; at the end it begins anew. */
export function advance(time, seconds, rate, length) {
  const next = time + seconds * rate;
  return length <= 0 ? 0 : next >= length ? 0 : next;
}

/** Whether a video has drifted so far from the clock that it is set anew; a seek for less would stutter. */
export const hasDrifted = (current, wanted, isPlaying) => Math.abs(current - wanted) > (isPlaying ? 0.12 : 0.005);
