/** When a page that takes too much memory is loaded anew. Pure. */

export interface Load {
  now: number
  /** Bytes; null where nobody knows. */
  memory: number | null
  memoryLimit: number
  /** Connected and caught up, nothing being sent, fetched or read. */
  isIdle: boolean
  /** When it was last loaded anew for this; null for never. */
  reloadedAt: number | null
}

/** A page that needs so much needs it again soon: not more often than this, in ms. */
export const RELOAD_EVERY_MS = 60 * 60_000

/** A clock that was set back tells nothing of the time that went by: then it counts from there. */
export const shouldReload = ({ now, memory, memoryLimit, isIdle, reloadedAt }: Load): boolean =>
  memory !== null &&
  memory > memoryLimit &&
  isIdle &&
  (reloadedAt === null || now < reloadedAt || now - reloadedAt >= RELOAD_EVERY_MS)
