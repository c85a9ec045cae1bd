/** Whether the account that is linked now is the one that was. Pure. */

/** What is known of an account; at least one of them, once it was ready. */
export interface Identity {
  /** E.164. */
  phone: string | null
  lid: string | null
}

/**
 * By number where both are known, else by LID. Null where nothing can be compared: then what waits must not go out either, for it may
 * be meant for another, and a person can send it again.
 */
export function isSame(before: Identity, now: Identity): boolean | null {
  if (before.phone !== null && now.phone !== null) return before.phone === now.phone
  return before.lid === null || now.lid === null ? null : before.lid === now.lid
}
