/** Which sessions are closed to free memory: disconnected and unused for long. Their next try opens them again. Pure. */
import type { Account } from '../../contract'

export interface Outage {
  /** When it was first seen disconnected, in ms. */
  since: number
  /** Closed in this outage already: the next tries get less time. */
  wasClosed: boolean
  /** So many looks in a row its browser was open. */
  openLooks: number
}

/** Looks that a try has to connect once the session was closed in the same outage. */
const LOOKS_FOR_A_TRY = 3

const OUT = new Set<Account['state']>(['reconnecting', 'linking'])

/** What one look sees. */
export interface Seen {
  account: Pick<Account, 'state' | 'qr' | 'pairingCode' | 'sessionCopy'>
  /** It has a browser. */
  isOpen: boolean
  now: number
}

/** The outage that the account is in; null for none. Being connected, switched off or waiting for a person ends one. */
export function outageOf({ account, isOpen, now }: Seen, before: Outage | null): Outage | null {
  const { state, qr, pairingCode, sessionCopy } = account
  const waitsForPhone = qr !== null || pairingCode !== null
  if (!OUT.has(state) || waitsForPhone || sessionCopy.doing !== null) return null
  return {
    // A clock that was set back tells nothing of the time that went by.
    since: before === null || before.since > now ? now : before.since,
    wasClosed: before?.wasClosed ?? false,
    openLooks: isOpen ? (before?.openLooks ?? 0) + 1 : 0,
  }
}

/**
 * @param minutes the person's choice; null for never
 * @param usedAt when somebody last touched a screen, in ms
 */
export function isStale(
  { since, wasClosed, openLooks }: Outage,
  { now, minutes, usedAt }: { now: number; minutes: number | null; usedAt: number },
): boolean {
  if (minutes === null || openLooks === 0) return false
  // A clock that was set back: when that was says nothing any more.
  const used = usedAt > now ? since : usedAt
  const isUnused = now - Math.max(since, used) >= minutes * 60_000
  return isUnused && (!wasClosed || openLooks >= LOOKS_FOR_A_TRY)
}
