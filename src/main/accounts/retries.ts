/** When a lost connection is tried again: counts what failed, and keeps the one timer. */
import { backoff } from './backoff'

export interface RetriesOptions {
  /** Tries; what comes of it is told by `failed`, `pending` or `succeeded`. */
  act(): void
  /** Wall clock, ms: for the screen. */
  now(): number
  /** A clock that only goes forward, ms: a changed system clock must not hold a try up. */
  elapsed(): number
  /** 0..1 */
  random(): number
}

export class Retries {
  #failures = 0
  /** Tries since the connection was lost, or since the way back was cleared. */
  #step = 0
  #underWay = false
  #downSince: number | null = null
  #nextAt: number | null = null
  /** The same by the clock that only goes forward. */
  #dueAt = 0
  #timer: NodeJS.Timeout | undefined

  constructor(private readonly options: RetriesOptions) {}

  /** Tries that failed since the last connection. One whose outcome is not known yet is none of them. */
  get failures(): number {
    return this.#failures
  }

  /** Wall clock time of the next try; null while none is waiting. */
  get nextAt(): number | null {
    return this.#nextAt
  }

  /** The connection is lost, or the last try failed: the next one is made in time. */
  failed(): void {
    this.#settle()
    this.#next()
  }

  /** The last try goes on by itself; where nothing comes of it, another one is made in time. */
  pending(): void {
    this.#next()
  }

  succeeded(): void {
    this.cancel()
    this.#failures = 0
    this.#step = 0
    this.#underWay = false
    this.#downSince = null
  }

  /**
   * The way may be clear again (the network or the machine came back): what waits for its time is tried in `ms` instead, and then
   * again as after a new loss. Nothing where nothing is lost.
   */
  hasten(ms: number): void {
    if (this.#nextAt === null) return
    this.#downSince = this.options.elapsed()
    this.#step = 1
    if (this.options.elapsed() + ms < this.#dueAt) this.#wait(ms)
  }

  /** No try is made before the next failure. What failed so far still counts. */
  cancel(): void {
    clearTimeout(this.#timer)
    this.#nextAt = null
  }

  #settle(): void {
    if (this.#underWay) this.#failures++
    this.#underWay = false
  }

  #next(): void {
    const elapsed = this.options.elapsed()
    this.#downSince ??= elapsed
    this.#wait(backoff(this.#step++, elapsed - this.#downSince, this.options.random()))
  }

  #wait(ms: number): void {
    this.cancel()
    this.#nextAt = this.options.now() + ms
    this.#dueAt = this.options.elapsed() + ms
    this.#timer = setTimeout(() => {
      this.#nextAt = null
      this.#settle()
      this.#underWay = true
      this.options.act()
    }, ms)
  }
}
