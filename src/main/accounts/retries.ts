/** When a lost connection is tried again: counts what failed, and keeps the one timer. */
import { backoff } from './backoff'

export interface RetriesOptions {
  /** Tries; what comes of it is told by `failed` or `succeeded`. */
  act(): void
  /** Wall clock, ms: for the screen. */
  now(): number
  /** A clock that only goes forward, ms: a changed system clock must not hold a try up. */
  elapsed(): number
  random(): number
}

export class Retries {
  #failures = 0
  #downSince: number | null = null
  #nextAt: number | null = null
  #timer: NodeJS.Timeout | null = null

  constructor(private readonly options: RetriesOptions) {}

  /** Tries that failed since the last connection. */
  get failures(): number {
    return this.#failures
  }

  /** Wall clock time of the next try; null while none is waiting. */
  get nextAt(): number | null {
    return this.#nextAt
  }

  /** The connection is lost, or a try failed: the next one is made in time. */
  failed(): void {
    const elapsed = this.options.elapsed()
    this.#downSince ??= elapsed
    this.#wait(backoff(this.#failures++, elapsed - this.#downSince, this.options.random()))
  }

  succeeded(): void {
    this.cancel()
    this.#failures = 0
    this.#downSince = null
  }

  /** No try is made before the next failure. What failed so far still counts. */
  cancel(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
    this.#nextAt = null
  }

  #wait(ms: number): void {
    this.cancel()
    this.#nextAt = this.options.now() + ms
    this.#timer = setTimeout(() => {
      this.cancel()
      this.options.act()
    }, ms)
  }
}
