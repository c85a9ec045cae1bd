/** A WhatsApp session as the app's other rooms know it: state, events, and calls on whichever run is alive. */
import type { Logger, SessionBrowser } from '../platform/ports'
import { Calls, clientOf } from './calls'
import { pageEvents } from './events'
import { causeOf, isGone, TimeoutError, within } from './failures'
import { addressOfPhone } from './mapping/address'
import { clearedState, Run } from './run'
import { TIMINGS } from './timings'
import type { Timings } from './timings'
import { WaError } from './types'
import type { WaEvent, WaState, WhatsAppSession } from './types'

export interface WhatsAppSessionOptions {
  accountId: string
  browser: SessionBrowser
  logger: Logger
  /** Milliseconds since the epoch; the system's clock unless set. */
  now?: () => number
  /** A clock that only goes forward, ms; the process's own unless set. */
  elapsed?: () => number
  /** Durations to change, for tests. */
  timings?: Partial<Timings>
}

/** Nothing starts before `start()`. */
export function createWhatsAppSession(options: WhatsAppSessionOptions): WhatsAppSession {
  return new Session(options)
}

class Session extends Calls implements WhatsAppSession {
  readonly accountId: string
  readonly #options: WhatsAppSessionOptions
  protected readonly logger: Logger
  protected readonly timings: Timings
  protected readonly now: () => number
  /** For durations: a system clock that is set back must not make anything wait for a day. */
  protected readonly elapsed: () => number
  readonly #listeners = new Set<(event: WaEvent) => void>()
  /** When WhatsApp's servers last gave a sign of life. */
  #heardAt = 0
  #state: WaState = { kind: 'closed', reason: 'stopped', detail: 'not started' }
  protected run: Run | undefined
  #stopEvents: () => void = () => undefined
  protected me: ReadonlySet<string> = new Set()
  /** E.164 while linking goes by a pairing code. */
  #phone: string | null = null

  constructor(options: WhatsAppSessionOptions) {
    super()
    this.accountId = options.accountId
    this.#options = options
    this.logger = options.logger
    this.timings = { ...TIMINGS, ...options.browser.timings, ...options.timings }
    this.now = options.now ?? Date.now
    this.elapsed = options.elapsed ?? (() => performance.now())
  }

  get state(): WaState {
    return this.#state
  }

  subscribe(listener: (event: WaEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  async start(): Promise<void> {
    if (this.#state.kind !== 'closed') return
    const { accountId, browser } = this.#options
    const { events, stop } = pageEvents({
      logger: this.logger,
      now: this.now,
      me: () => this.me,
      emit: (event) => {
        this.#heardAt = this.elapsed()
        this.#emit(event)
      },
      refreshChat: async (address) => {
        this.#emit({ type: 'chat', chat: await this.getChat(address) })
      },
    })
    const run = new Run({
      accountId,
      browser,
      logger: this.logger,
      timings: this.timings,
      now: this.now,
      elapsed: this.elapsed,
      phone: this.#phone,
      report: (state) => {
        if (this.run === run) this.#enter(state)
      },
      timelock: (active) => {
        this.logger[active ? 'warn' : 'info']('timelock', { active })
        this.#emit({ type: 'timelock', active })
      },
      blocklist: (addresses) => {
        this.#emit({ type: 'blocklist', addresses })
      },
      events,
    })
    this.run = run
    this.#stopEvents = stop
    this.#enter({ kind: 'starting' })
    await run.open()
  }

  async stop(): Promise<void> {
    await this.run?.close('stopped', 'stopped here')
  }

  async logout(): Promise<boolean> {
    const { run } = this
    if (run !== undefined && !run.closed) return run.logout()
    // Something else may just be ending it: its browser writes into the profile until then, and its end would be told after this one.
    await run?.close('logged-out', 'signed out here')
    const { accountId, browser } = this.#options
    this.#enter(await clearedState(browser, accountId, this.logger, 'signed out here'))
    return false
  }

  async refreshQr(): Promise<void> {
    // One that has just begun shows a new one by itself.
    if (this.#state.kind === 'starting') return
    await this.#linking((run) => run.linking.refresh())
  }

  async usePairingCode(phone: string): Promise<void> {
    if (addressOfPhone(phone) === null) throw new WaError('refused', 'not a phone number')
    this.#phone = phone
    if (this.#chosenEarly()) return
    try {
      await this.#linking((run) => run.linking.usePhone(phone))
    } catch (error) {
      this.#phone = null
      throw error
    }
  }

  async useQr(): Promise<void> {
    this.#phone = null
    if (!this.#chosenEarly()) await this.#linking((run) => run.linking.useQr())
  }

  /** Before there is a page to ask, the choice of how to link only has to be known. */
  #chosenEarly(): boolean {
    if (this.#state.kind === 'starting') this.run?.linking.prefer(this.#phone)
    return this.#state.kind === 'starting' || this.#state.kind === 'closed'
  }

  async #linking(act: (run: Run) => Promise<void>): Promise<void> {
    const run = this.run
    const linking = this.#state.kind === 'qr' || this.#state.kind === 'pairing-code'
    if (run === undefined || !linking) throw new WaError('not-connected', 'no phone can be linked now')
    try {
      await act(run)
    } catch (error) {
      throw new WaError(isGone(error) ? 'not-connected' : 'refused', causeOf(error), { cause: error })
    }
  }

  async reconnect(): Promise<void> {
    await this.run?.reconnect()
  }

  reload(): void {
    this.run?.reload('asked for')
  }

  async probe(askServers = false): Promise<boolean> {
    const run = this.run
    if (run === undefined || run.closed || !run.attached) return false
    try {
      if (!(await run.evaluate(this.timings.probe, isConnected))) return false
      if (!askServers && this.elapsed() - this.#heardAt < this.timings.silence) return true
      await this.#askServers(run)
      this.#heardAt = this.elapsed()
      return true
    } catch (error) {
      this.logger.debug('probe-failed', { cause: causeOf(error) })
      return false
    }
  }

  /** A page can call itself connected for hours over a dead line. Asks for what is known: whether the own number is at WhatsApp. */
  async #askServers(run: Run): Promise<void> {
    const own = this.#state.kind === 'ready' ? addressOfPhone(this.#state.me.phone ?? '') : null
    if (own === null) return
    try {
      await within(this.timings.probe, clientOf(run).getNumberId(own))
    } catch (error) {
      // Any answer proves the line, also a refusal.
      if (error instanceof TimeoutError || isGone(error)) throw error
    }
  }

  #enter(state: WaState): void {
    if (state.kind === 'ready') {
      this.#heardAt = this.elapsed()
      const { address, lid } = state.me
      this.me = new Set(lid === null ? [address] : [address, lid])
      // A link that was made once is not made by a code again unless asked to.
      this.#phone = null
    }
    if (state.kind === 'closed') this.#stopEvents()
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#emit({ type: 'state', state })
  }

  #emit(event: WaEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (error) {
        this.logger.error('listener-failed', { event: event.type, cause: causeOf(error) })
      }
    }
  }
}

/** In the page. */
function isConnected(): boolean {
  const page = globalThis as unknown as { require(name: string): { Socket: { state?: string } } }
  return page.require('WAWebSocketModel').Socket.state === 'CONNECTED'
}
