/**
 * How much may go: so many messages a day, so many in any 60 seconds (feature row B14). Pure, so that it can be proven. Only what is
 * handed over from here waits for the limits; what is typed on the phone counts for the day and is not ours to stop.
 */
import { startOfNextDay } from '../days'
import type { Head } from './pacing'

export interface Limits {
  /** Messages a calendar day. */
  day: number
  /** Messages in any 60 s. */
  minute: number
}

export const WINDOW_MS = 60_000

/**
 * The hand-overs that still count at `now`, oldest first. A clock that was set back must not stop everything for hours: what seems to
 * come is taken for now.
 */
export function stillCounting(handedAt: readonly number[], now: number): number[] {
  return handedAt.map((at) => Math.min(at, now)).filter((at) => now - at < WINDOW_MS)
}

/** When the next one may go: at once, or as soon as the oldest of so many as are allowed is 60 s old. `handedAt` is sorted. */
export function windowOpensAt(handedAt: readonly number[], perMinute: number, now: number): number {
  const oldest = handedAt.at(-perMinute)
  return oldest === undefined ? now : Math.max(now, oldest + WINDOW_MS)
}

/** WhatsApp takes nothing to new people under a timelock, and each try makes it worse: those wait for its end. */
export const withinLock = (heads: readonly Head[], isTimelocked: boolean): readonly Head[] =>
  isTimelocked ? heads.filter((head) => !head.isToNew) : heads

/**
 * What may go today, and when the rest may: null where nothing is held. What was handed over once is counted already, so it goes on:
 * a message that found no connection must not lie until tomorrow because of itself.
 */
export function withinDay(
  heads: readonly Head[],
  sentToday: number,
  limit: number,
  now: number,
): { heads: readonly Head[]; restAt: number | null } {
  if (sentToday < limit) return { heads, restAt: null }
  const counted = heads.filter((head) => head.isCounted)
  return { heads: counted, restAt: counted.length < heads.length ? startOfNextDay(now) : null }
}
