/** When a crashed renderer is loaded again: at once the first time, then after longer and longer, for as long as it takes. */

export interface Crashes {
  /** Of those that came soon after one another. */
  count: number
  /** Milliseconds since the epoch. */
  lastAt: number
}

export const NO_CRASHES: Crashes = { count: 0, lastAt: 0 }

const FIRST_WAIT = 1_000
const LONGEST_WAIT = 60_000
/** One that ran this long was well; the next crash is a new story. */
const FORGOTTEN_AFTER = 5 * 60_000

/** How long a page may not answer before it is taken for hung and ended. */
export const HUNG_AFTER = 20_000

/** @returns how long to wait, in ms; null where it ended because it was to. */
export function afterCrash(
  before: Crashes,
  reason: string,
  now: number,
): { crashes: Crashes; waitMs: number | null } {
  if (reason === 'clean-exit') return { crashes: before, waitMs: null }
  const elapsed = now - before.lastAt
  const isNew = before.count === 0 || elapsed < 0 || elapsed > FORGOTTEN_AFTER
  const count = isNew ? 1 : before.count + 1
  const waitMs = count === 1 ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (count - 2))
  return { crashes: { count, lastAt: now }, waitMs }
}
