/**
 * How long was watched, which is what silence and outages are measured in: it does not go on while the machine sleeps, and nobody can
 * set it. The system's own clock that only goes forward does sleep with Linux, but not with macOS and Windows.
 */

/** Whoever watches reads the time at least once a minute. What is longer was a sleep, in ms. */
export const LONGEST_MS = 2 * 60_000

export class Awake {
  #readAt: number
  #ms = 0

  /** @param elapsed a clock that only goes forward, ms */
  constructor(private readonly elapsed: () => number) {
    this.#readAt = elapsed()
  }

  /** Milliseconds that were watched so far. */
  now(): number {
    const at = this.elapsed()
    const gone = at - this.#readAt
    this.#readAt = at
    if (gone > 0 && gone <= LONGEST_MS) this.#ms += gone
    return this.#ms
  }
}
