/** Counting down to the end of a code. Pure. */

/** Whole seconds until then, never below 0 whatever the clock does. */
export const secondsLeft = (until: number, now: number): number =>
  Math.max(0, Math.ceil((until - now) / 1000))

/** Seconds at which it is worth saying how much is left. */
const MILESTONES = [10, 30, 60, 120, 180]

/** What was said last of so many seconds left: it changes a few times in a round, not every second. */
export const milestone = (left: number): number => MILESTONES.find((moment) => left <= moment) ?? left
