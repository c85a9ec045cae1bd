/** When a session's copy is made: after linking and daily, and only while that disturbs nobody. Pure. */

export interface Situation {
  now: number
  /** When the copy there was made; null where there is none that can be used. */
  takenAt: number | null
  /** Connected, and what was missed has been read. */
  isSettled: boolean
  /** Something is being sent or fetched, or is about to. */
  isBusy: boolean
  /** When a person last touched a screen of Leadline, or it was started. */
  usedAt: number
  /** When the last try failed; null where it did not. */
  failedAt: number | null
  /** Tries that failed since the last copy. */
  failures: number
}

export const EVERY_MS = 24 * 60 * 60_000
/** Nobody at the screens for so long. */
export const UNUSED_MS = 5 * 60_000
const AFTER_FAILURE_MS = 60 * 60_000

/** Each failure doubles the wait, up to a day: a copy that never succeeds must not close the browser every hour. */
const waitAfter = (failures: number): number => Math.min(AFTER_FAILURE_MS * 2 ** (failures - 1), EVERY_MS)

/** A clock that was set back tells nothing of the time that went by. */
const isPast = (at: number | null, ms: number, now: number): boolean =>
  at === null || now < at || now - at >= ms

export const isDue = ({ takenAt, now }: Pick<Situation, 'takenAt' | 'now'>): boolean =>
  isPast(takenAt, EVERY_MS, now)

/** Whether to make it now. */
export const isTheMoment = (its: Situation): boolean =>
  isDue(its) &&
  its.isSettled &&
  !its.isBusy &&
  isPast(its.usedAt, UNUSED_MS, its.now) &&
  isPast(its.failedAt, waitAfter(its.failures), its.now)
