/** "Connected" is what a probe says, not a flag (evolution #2443): asks while nothing is heard, and says when nobody answers. */

/** Nothing heard for so long: a probe. */
const IDLE_MS = 60_000
/** Until a probe that failed is made again. */
const AGAIN_MS = 15_000
/** A page may be busy for a while, and a new browser is no small thing. */
const MISSED_BEFORE_DEAD = 3

export interface HeartbeatOptions {
  /** Never rejects. `askServers`: not the page alone. */
  probe(askServers: boolean): Promise<boolean>
  /** A probe succeeded, within so many ms. */
  answered(ms: number): void
  /** Nobody answered so often that it counts as dead. The heartbeat has ended then. */
  dead(): void
  /** A clock that only goes forward, ms. */
  elapsed(): number
}

export class Heartbeat {
  #timer: NodeJS.Timeout | undefined
  #heardAt: number
  #missed = 0
  #asking = false
  /** Asked for while a probe was under way, whose answer says nothing of now. */
  #owed = false
  #stopped = false

  /** Begins at once; the first probe comes after a minute of silence. */
  constructor(private readonly options: HeartbeatOptions) {
    this.#heardAt = options.elapsed()
    this.#wait(IDLE_MS)
  }

  /** WhatsApp gave a sign of life. */
  heard(): void {
    this.#heardAt = this.options.elapsed()
  }

  /** Asks in `ms`, WhatsApp's servers too: what was true before the machine slept need not be true any more. */
  askSoon(ms: number): void {
    if (this.#asking) this.#owed = true
    else this.#wait(ms, true)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  #wait(ms: number, askServers = false): void {
    clearTimeout(this.#timer)
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#due(askServers), ms)
  }

  async #due(askServers: boolean): Promise<void> {
    const { elapsed } = this.options
    const silence = elapsed() - this.#heardAt
    if (!askServers && this.#missed === 0 && silence < IDLE_MS) this.#wait(IDLE_MS - silence)
    else await this.#ask(askServers)
  }

  async #ask(askServers: boolean): Promise<void> {
    const { probe, answered, dead, elapsed } = this.options
    this.#asking = true
    const begun = elapsed()
    const isAlive = await probe(askServers)
    this.#asking = false
    if (this.#stopped) return
    this.#missed = isAlive ? 0 : this.#missed + 1
    if (this.#missed >= MISSED_BEFORE_DEAD) {
      this.stop()
      dead()
      return
    }
    if (isAlive) {
      this.heard()
      answered(elapsed() - begun)
    }
    if (this.#owed) {
      this.#owed = false
      await this.#ask(true)
    } else if (isAlive) this.#wait(IDLE_MS)
    else this.#wait(AGAIN_MS, askServers)
  }
}
