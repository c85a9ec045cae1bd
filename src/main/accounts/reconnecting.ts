/** How one account finds its way back: by a page that is still there, or by a new browser, each in its time. */
import type { WaState, WhatsAppSession } from '../whatsapp/types'
import { Retries, type RetriesOptions } from './retries'

export interface ReconnectingOptions extends Omit<RetriesOptions, 'act'> {
  session: WhatsAppSession
  /** Opens the session anew. Never rejects. */
  start(): Promise<void>
  /** What is waited for has changed. */
  changed(): void
  /** The page could not even be asked. */
  complain(error: unknown): void
}

export class Reconnecting {
  readonly #retries: Retries

  constructor(private readonly options: ReconnectingOptions) {
    this.#retries = new Retries({
      now: () => options.now(),
      elapsed: () => options.elapsed(),
      random: () => options.random(),
      act: () => this.#attempt(),
    })
  }

  /** Tries that failed since the last connection. */
  get failures(): number {
    return this.#retries.failures
  }

  /** Wall clock time of the next try; null while none is waiting. */
  get nextTryAt(): number | null {
    return this.#retries.nextAt
  }

  /** To be told each state first: WhatsApp is reached where it connects or shows a code; what opens or loads is not tried meanwhile. */
  follow({ kind }: WaState): void {
    if (kind === 'ready' || kind === 'qr' || kind === 'pairing-code') this.#retries.succeeded()
    else if (kind !== 'reconnecting') this.#retries.cancel()
  }

  /** A page can't reach WhatsApp. It goes on at a pace of its own, and is told when to try. */
  lost(): void {
    if (this.#retries.nextAt === null) this.failed()
  }

  /** The browser ended, or did not begin. */
  failed(): void {
    this.#retries.failed()
    this.options.changed()
  }

  /** Whatever it waits for. */
  async now(): Promise<void> {
    if (this.options.session.state.kind === 'reconnecting') this.#attempt()
    else await this.options.start()
  }

  /** The way may be clear again: what waits tries in `ms`. */
  hasten(ms: number): void {
    if (this.#retries.nextAt === null) return
    this.#retries.hasten(ms)
    this.options.changed()
  }

  cancel(): void {
    this.#retries.cancel()
  }

  #attempt(): void {
    const { session, start, changed, complain } = this.options
    if (session.state.kind === 'closed') void start()
    if (session.state.kind !== 'reconnecting') return
    this.#retries.pending()
    changed()
    session.reconnect().catch(complain)
  }
}
