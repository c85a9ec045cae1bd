/** "Connected" is what a probe says, not a flag (evolution #2443): asks again and again, and says when nobody answers. */

/** Between two questions. */
const EVERY_MS = 60_000
/** A page may be busy once. */
const MISSED_BEFORE_DEAD = 2

export interface HeartbeatOptions {
  /** Never rejects. */
  probe(): Promise<boolean>
  /** Nobody answered so often that it counts as dead. The heartbeat has ended then. */
  dead(): void
}

export class Heartbeat {
  #timer: NodeJS.Timeout | null
  #missed = 0

  /** Begins at once; the first question comes after a minute. */
  constructor(private readonly options: HeartbeatOptions) {
    this.#timer = setInterval(() => void this.#ask(), EVERY_MS)
  }

  stop(): void {
    if (this.#timer) clearInterval(this.#timer)
    this.#timer = null
  }

  async #ask(): Promise<void> {
    const isAlive = await this.options.probe()
    if (!this.#timer) return
    this.#missed = isAlive ? 0 : this.#missed + 1
    if (this.#missed < MISSED_BEFORE_DEAD) return
    this.stop()
    this.options.dead()
  }
}
