/** When a page that takes too much memory is loaded anew, and how long that is trusted to help. Pure. */

export interface Load {
  now: number
  /** Bytes; null where nobody knows. */
  memory: number | null
  memoryLimit: number
  /** Connected and caught up, nothing being sent, fetched or read. */
  isIdle: boolean
  /** When it was last loaded anew for this; null for never. */
  reloadedAt: number | null
  /** How often it was since it last took no more than it may. */
  inVain: number
}

/** A page that needs so much needs it again soon: not more often than this, in ms. */
export const RELOAD_EVERY_MS = 60 * 60_000
/** Twice as long after each time that did not help, and at most this. */
const RELOAD_MOST_MS = 24 * RELOAD_EVERY_MS

const waitOf = (inVain: number): number =>
  Math.min(RELOAD_EVERY_MS * 2 ** Math.max(0, inVain - 1), RELOAD_MOST_MS)

/** A clock that was set back tells nothing of the time that went by: then it counts from there. */
export const shouldReload = ({ now, memory, memoryLimit, isIdle, reloadedAt, inVain }: Load): boolean =>
  memory !== null &&
  memory > memoryLimit &&
  isIdle &&
  (reloadedAt === null || now < reloadedAt || now - reloadedAt >= waitOf(inVain))

/** Times are milliseconds that were watched (awake.ts). */
export interface Excess {
  /** Since when it takes more than it may. */
  since: number
  /** When it was loaded anew for that, the first time; null for not yet. */
  reloadedAt: number | null
}

/** A page that was loaded anew has settled after this; one that was not idle for so long can't be loaded anew. */
const SETTLED_MS = 5 * 60_000
const NEVER_IDLE_MS = 15 * 60_000

/** Whether loading anew may still help, so that nobody needs to be told. */
export const mayHeal = ({ since, reloadedAt }: Excess, now: number): boolean =>
  reloadedAt === null ? now - since < NEVER_IDLE_MS : now - reloadedAt < SETTLED_MS
