/**
 * Tells "WhatsApp has changed" from a page that is merely slow or was caught at a bad moment. Only modules that are still missing
 * after a while, and again after a reload, prove a change; anything else is tried again.
 */
import type { Logger } from '../platform/ports'
import { causeOf } from './failures'
import { BOOT_MODULES, READY_MODULES } from './modules'
import type { Missing } from './modules'

export interface SuspicionOptions {
  /** How long missing modules may still appear, ms. */
  settle: number
  /** Asks the page. */
  missing(names: readonly string[]): Promise<Missing>
  reload(cause: string): void
  /** Injects into the same document again. */
  inject(): void
  changed(detail: string): void
  /** Nothing helps in this browser. */
  broken(cause: string): void
  wait(ms: number): Promise<void>
  logger: Logger
}

/** Documents without some module before it counts as proven. */
const MISSING_LIMIT = 2
/** The same without any module at all, which a bad line can look like. */
const NONE_LIMIT = 4
/** Failures in spite of all modules before the browser is given up. */
const FAILURE_LIMIT = 6
/** Between two questions while settling, ms. */
const BEAT = 500

export class Suspicion {
  #missing = 0
  #none = 0
  #failures = 0
  #busy = false

  constructor(private readonly options: SuspicionOptions) {}

  /** All is well: earlier failures don't count any more. */
  clear(): void {
    this.#missing = 0
    this.#none = 0
    this.#failures = 0
  }

  /** An injection failed in a document that is still there. */
  raise(stage: 'inject' | 'attach', cause: string): void {
    if (this.#busy) return
    this.#busy = true
    this.#weigh(stage, cause)
      .catch((error: unknown) => {
        // The document went away meanwhile; the next one is judged anew.
        this.options.logger.debug('suspicion-ended', { cause: causeOf(error) })
      })
      .finally(() => {
        this.#busy = false
      })
  }

  async #weigh(stage: 'inject' | 'attach', cause: string): Promise<void> {
    const { options } = this
    const names = stage === 'inject' ? BOOT_MODULES : [...BOOT_MODULES, ...READY_MODULES]
    let missing = await options.missing(names)
    for (let waited = 0; waited < options.settle && !isComplete(missing); waited += BEAT) {
      await options.wait(BEAT)
      missing = await options.missing(names)
    }
    if (missing === 'loading') {
      options.inject()
    } else if (missing === 'none') {
      this.#none++
      if (this.#none >= NONE_LIMIT) options.changed('the page has no modules')
      else options.reload('no modules')
    } else if (missing.length > 0) {
      this.#missing++
      if (this.#missing >= MISSING_LIMIT) options.changed(`missing ${missing.slice(0, 5).join(', ')}`)
      else options.reload('modules missing')
    } else {
      // All the names are there, so it was the moment: once more, then in a new document, at last in a new browser. Listeners that
      // were attached by half must not be attached twice, and a function that puppeteer exposed to a document which went away
      // meanwhile comes back with the next one only.
      this.#failures++
      if (this.#failures > FAILURE_LIMIT) {
        options.broken(cause)
        return
      }
      await options.wait(this.#failures * 1_000)
      if (stage === 'inject' && this.#failures % 2 === 1) options.inject()
      else options.reload(cause)
    }
  }
}

function isComplete(missing: Missing): boolean {
  return Array.isArray(missing) && missing.length === 0
}
