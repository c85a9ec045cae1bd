/**
 * When a person is told that an account got worse (feature row B18): once for each time it does, and for one that comes and goes not
 * again before a while. Pure but for its own memory, a few numbers per account.
 */
import type { Grade } from '../../contract'
import { isWorse } from './grade'

/** What was told is not told again for so long, in ms, unless it got worse than that. */
export const QUIET_MS = 30 * 60_000

export class Alarms {
  private readonly told = new Map<string, { grade: Grade; at: number }>()

  /** When the person was last told of this account; null for never. */
  lastOf(accountId: string): number | null {
    return this.told.get(accountId)?.at ?? null
  }

  /** Whether to tell of this change. A clock that was set back does not silence anything for longer than it would have been. */
  rings(accountId: string, before: Grade | null, after: Grade | null, now: number): boolean {
    if (after === null || !isWorse(after, before)) return false
    const last = this.told.get(accountId)
    const isRecent = last !== undefined && Math.abs(now - last.at) < QUIET_MS
    if (isRecent && !isWorse(after, last.grade)) return false
    this.told.set(accountId, { grade: after, at: now })
    return true
  }

  forget(accountId: string): void {
    this.told.delete(accountId)
  }
}
