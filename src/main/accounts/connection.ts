/** One connection, from ready until it is lost: notes which number it is, hands the session out, and catches up with what was missed. */
import type { AppEvent } from '../../contract'
import { tell } from '../outbox'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaMe, WhatsAppSession } from '../whatsapp/types'
import { Heartbeat } from './heartbeat'
import { insist } from './insist'
import type { accountsStore } from './store'

export interface ConnectionDeps {
  store: Remote<typeof accountsStore>
  session: WhatsAppSession
  /** Hands the session to what uses it while it is connected. */
  attach(session: WhatsAppSession): void
  /** Reads what was missed while away. @throws where something could not be read */
  catchUp(
    session: WhatsAppSession,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void>
  /** The CRM's id of who is here, and links what is linked now; null without a CRM, as unless given. */
  userId?(): string | null
  emit(event: AppEvent): void
  logger: Logger
  now(): number
  /** A clock that only goes forward, ms. */
  elapsed(): number
  random(): number
}

/** What a connection tells its account. Nothing is told once it has ended. */
export interface ConnectionListener {
  /** What must be written down before this connection is. */
  before(): Promise<void>
  /** The database knows which number it is. */
  noted(): Promise<void>
  progress(done: number, total: number): void
  /** WhatsApp answered a probe, within so many ms. */
  answered(ms: number): void
  /** No more probes are answered. */
  dead(): void
  /** Another account has this number: it ends this connection at once, for nothing may use the session. */
  linkedTwice(): void
}

const CATCH_UP_TRIES = 6

export class Connection {
  readonly #ended = new AbortController()
  readonly #heartbeat: Heartbeat

  constructor(
    private readonly deps: ConnectionDeps,
    private readonly accountId: string,
    private readonly listener: ConnectionListener,
    me: WaMe,
  ) {
    this.#heartbeat = new Heartbeat({
      probe: (askServers) => deps.session.probe(askServers),
      answered: (ms) => listener.answered(ms),
      dead: () => listener.dead(),
      elapsed: () => deps.elapsed(),
    })
    void this.#work(me).finally(() => this.#progress(1, 1))
  }

  /** WhatsApp gave a sign of life. */
  heard(): void {
    this.#heartbeat.heard()
  }

  /** Finds out in `ms` whether it still stands. */
  probeSoon(ms: number): void {
    this.#heartbeat.askSoon(ms)
  }

  end(): void {
    this.#ended.abort()
    this.#heartbeat.stop()
  }

  readonly #progress = (done: number, total: number): void => {
    if (!this.#ended.signal.aborted) this.listener.progress(done, total)
  }

  /** Nothing uses the session before the database knows which number it is: what waits may be meant for another. */
  async #work(me: WaMe): Promise<void> {
    const { deps, accountId } = this
    const { signal } = this.#ended
    const isKnown = await this.#insist('connection-not-noted', Infinity, async () => {
      await this.listener.before()
      const failed = await deps.store.setConnected(accountId, me, deps.now(), deps.userId?.() ?? null)
      if (failed === 'linked-twice') {
        if (!signal.aborted) this.listener.linkedTwice()
        return
      }
      if (failed) tell(deps.emit, failed)
      await this.listener.noted()
    })
    if (!isKnown || signal.aborted) return
    deps.attach(deps.session)
    await this.#insist('catch-up-failed', CATCH_UP_TRIES, () =>
      deps.catchUp(deps.session, this.#progress, signal),
    )
  }

  /** Until it succeeds, the connection ends, or it has failed so often; the next connection then goes on from there. */
  #insist(what: string, tries: number, act: () => Promise<void>): Promise<boolean> {
    const { deps, accountId } = this
    return insist(act, {
      tries,
      signal: this.#ended.signal,
      random: () => deps.random(),
      failed: (error, failures) => deps.logger.warn(what, { account: accountId, failures, error }),
    })
  }
}
