/**
 * Waiting by the wall clock. A timer alone stands still while the machine sleeps; here every wait is cut into short pieces and
 * measured against the time of day, so that what fell due during sleep is done soon after waking.
 */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Calls back once after `ms`; returns its cancellation. */
  after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
}

/** The longest piece of a wait: how late, at most, something is after sleep, or after the clock was set back. */
const PIECE_MS = 15_000

/** One waiter at a time, woken by the time or by a ring. A ring while nobody waits is kept for the next wait. */
export class Alarm {
  private rung = false
  private waking: (() => void) | null = null
  /** When it looked at the clock last. */
  private seen = -Infinity

  constructor(private readonly clock: Clock) {}

  ring(): void {
    this.rung = true
    this.waking?.()
  }

  /**
   * A clock that is set back ends the wait: `at` says nothing any more, and whoever waits looks anew.
   * @param at when to wake by itself (ms since the epoch); null waits for a ring alone.
   */
  async until(at: number | null): Promise<void> {
    for (;;) {
      const now = this.clock.now()
      const isSetBack = now < this.seen
      this.seen = now
      if (this.isRung()) break
      const left = at === null ? null : at - now
      if (left !== null && (left <= 0 || isSetBack)) return
      await this.piece(left === null ? null : Math.min(left, PIECE_MS))
    }
    this.rung = false
  }

  private isRung(): boolean {
    return this.rung
  }

  private piece(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      const cancel = ms === null ? () => undefined : this.clock.after(ms, () => this.waking?.())
      this.waking = () => {
        this.waking = null
        cancel()
        resolve()
      }
    })
  }
}
