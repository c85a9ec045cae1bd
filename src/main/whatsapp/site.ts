/** Loading WhatsApp's site: bounded, tried again as long as it takes, and ended with the run. */
import type { Logger } from '../platform/ports'
import { causeOf, networkCause, within } from './failures'
import type { Timings } from './timings'

/** How much longer than puppeteer's own limit an attempt may take, ms: that limit does not hold in every case. */
const GRACE = 1_000

export class Site {
  #loading: Promise<void> | undefined
  #hasten: () => void = () => undefined

  /** `signal` ends every wait; `failed` is told why an attempt failed. */
  constructor(
    private readonly timings: Timings,
    private readonly logger: Logger,
    private readonly signal: AbortSignal,
    private readonly failed: (cause: string) => void,
  ) {}

  get loading(): boolean {
    return this.#loading !== undefined
  }

  /** Once at a time: a second caller waits for the first one's end. Rejects only where the run ends. */
  async load(attempt: (ms: number) => Promise<void>): Promise<void> {
    this.#loading ??= this.#tryUntilThere(attempt).finally(() => {
      this.#loading = undefined
    })
    await this.#loading
  }

  /** The attempt that waits for its time is made now. */
  hasten(): void {
    this.#hasten()
  }

  async #tryUntilThere(attempt: (ms: number) => Promise<void>): Promise<void> {
    const { navigation, retries } = this.timings
    for (let count = 0; !this.signal.aborted; count++) {
      try {
        await within(navigation + GRACE, attempt(navigation))
        return
      } catch (error) {
        const cause = networkCause(error) ?? causeOf(error)
        this.logger.info('loading-failed', { count, cause })
        this.failed(cause)
        const hastened = new Promise<void>((resolve) => (this.#hasten = resolve))
        const wait = retries[Math.min(count, retries.length - 1)] ?? navigation
        await Promise.race([this.wait(wait), hastened])
      }
    }
    throw new Error('stopped')
  }

  /** Waits, but not beyond the run's end. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.signal.addEventListener('abort', done)
    })
  }
}
