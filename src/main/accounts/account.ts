/**
 * One account at work: carries out what the table in machine.ts says, keeps trying after trouble, and hands the session to the rooms
 * that use it while it is connected.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError, type Account, type AppEvent } from '../../contract'
import { tell } from '../outbox'
import type { Logger } from '../platform/ports'
import type { Remote } from '../storage'
import type { WaEvent, WaMe, WaState, WhatsAppSession } from '../whatsapp/types'
import { backoff } from './backoff'
import { afterClose, viewOf, type AccountView, type Link } from './machine'
import type { AccountRow, accountsStore } from './store'

export interface AccountDeps {
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
  /** The session can't be used now. */
  onNotReady(accountId: string): void
  onEvent(accountId: string, event: WaEvent): void
  /** The link to the phone is gone. */
  onUnlinked(accountId: string): void
  emit(event: AppEvent): void
  logger: Logger
  now(): number
  random(): number
}

/** "Connected" is what a probe says, not a flag (evolution #2443). */
const PROBE_MS = 60_000
const PROBES_BEFORE_RESTART = 2
const TELL_COUNTS_MS = 1000
const CATCH_UP_TRIES = 6

export class AccountRunner {
  private view: AccountView
  private since: number
  private failures = 0
  private downSince: number | null = null
  private nextTryAt: number | null = null
  private retry: NodeJS.Timeout | null = null
  private probing: NodeJS.Timeout | null = null
  private telling: NodeJS.Timeout | null = null
  private deadProbes = 0
  private connection: AbortController | null = null
  private stopped = false
  /** The phone ended the last link: linking again says so. */
  private signedOut = false
  private readonly unsubscribe: () => void

  constructor(
    private readonly deps: AccountDeps,
    private row: AccountRow,
  ) {
    this.view = {
      state: row.linked ? 'stopped' : 'unlinked',
      reason: null,
      qr: null,
      pairingCode: null,
      progress: null,
    }
    this.since = deps.now()
    this.unsubscribe = deps.session.subscribe((event) => {
      if (event.type === 'state') this.onState(event.state)
      else this.onEvent(event)
    })
  }

  get id(): string {
    return this.row.id
  }

  get isPaused(): boolean {
    return this.row.paused === 1
  }

  private get linkNow(): Link {
    if (this.row.linked === 1) return 'linked'
    return this.signedOut ? 'signed-out' : 'none'
  }

  /** Its history is not here yet. */
  private get isFirstTime(): boolean {
    return this.row.last_connected_at === null
  }

  snapshot(): Account {
    const { id, name, phone, paused, today } = this.row
    return {
      id,
      name,
      phone,
      ...this.view,
      since: this.since,
      nextTryAt: this.nextTryAt,
      today,
      paused: paused === 1,
    }
  }

  /** Opens the session; trouble shows as state, never as an error here. */
  async start(): Promise<void> {
    this.stopped = false
    this.cancelRetry()
    try {
      await this.deps.session.start()
    } catch (error) {
      this.deps.logger.error('session-start-failed', { account: this.id, error })
      this.scheduleRetry()
    }
  }

  /** Another way of linking, or a new code: opens the session first where it is closed. */
  async link(change: (session: WhatsAppSession) => Promise<void>): Promise<void> {
    const { session } = this.deps
    if (session.state.kind === 'ready' || session.state.kind === 'syncing') {
      throw new AppError('wrong-state', 'This account is linked already.')
    }
    if (session.state.kind === 'closed') await this.start()
    await change(session)
  }

  async restart(): Promise<void> {
    await this.deps.session.stop()
    // The person may have stopped or unlinked it meanwhile.
    if (!this.stopped) await this.start()
  }

  async stop(): Promise<void> {
    this.stopped = true
    this.cancelRetry()
    this.leave()
    await this.deps.session.stop()
    if (this.telling) clearTimeout(this.telling)
    this.unsubscribe()
  }

  /** @throws what the session throws; the account then works on as it was. */
  async unlink(): Promise<void> {
    this.stopped = true
    this.cancelRetry()
    this.leave()
    try {
      await this.deps.session.logout()
    } catch (error) {
      this.stopped = false
      void this.restart().catch(this.complain('restart-failed'))
      throw error
    }
    this.signedOut = false
    await this.forgetLink()
    this.show({ state: 'unlinked', reason: null, qr: null, pairingCode: null, progress: null })
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.deps.store.setPaused(this.id, paused)
    await this.refresh()
  }

  /** Reads the row again and tells the screens: counters, name, pause. */
  async refresh(): Promise<void> {
    this.row = (await this.deps.store.get(this.id, this.deps.now())) ?? this.row
    this.tell()
  }

  private onEvent(event: WaEvent): void {
    this.deps.onEvent(this.id, event)
    if (event.type !== 'message' || this.telling) return
    this.telling = setTimeout(() => {
      this.telling = null
      this.refresh().catch((error: unknown) => this.deps.logger.warn('counts-not-read', { error }))
    }, TELL_COUNTS_MS)
  }

  private onState(state: WaState): void {
    this.deps.logger.info('session-state', { account: this.id, state: state.kind })
    // Also where it is ready once more under another name: what used it begins anew.
    if (this.connection) this.leave()
    const view = viewOf(state, this.linkNow)
    this.show(state.kind === 'ready' && this.isFirstTime ? { ...view, state: 'syncing' } : view)
    if (state.kind === 'ready') this.enter(state.me)
    else if (state.kind === 'closed') this.onClosed(afterClose(state.reason))
  }

  private onClosed(next: ReturnType<typeof afterClose>): void {
    if (this.stopped) return
    if (next === 'reconnect') this.scheduleRetry()
    else if (next === 'link-again') {
      this.signedOut = true
      this.forgetLink()
        .then(() => (this.stopped ? undefined : this.start()))
        .catch(this.complain('link-again-failed'))
    }
  }

  private enter(me: WaMe): void {
    this.failures = 0
    this.downSince = null
    this.signedOut = false
    const connection = new AbortController()
    this.connection = connection
    const isFirst = this.isFirstTime
    const onProgress = (done: number, total: number): void => {
      if (connection.signal.aborted) return
      const isLoading = isFirst && done < total
      const progress = isLoading ? { unit: 'chats' as const, done, total } : null
      this.show({ ...this.view, state: isLoading ? 'syncing' : 'connected', progress })
    }
    this.probing = setInterval(() => void this.probe(), PROBE_MS)
    void this.work(me, onProgress, connection.signal).finally(() => onProgress(1, 1))
  }

  /** Nothing uses the session before the database knows which number it is: what waits may be meant for another. */
  private async work(
    me: WaMe,
    onProgress: (done: number, total: number) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const { deps } = this
    const isKnown = await this.insist('connection-not-noted', Infinity, signal, async () => {
      const failed = await deps.store.setConnected(this.id, me, deps.now())
      if (failed) tell(deps.emit, failed)
      await this.refresh()
    })
    if (!isKnown || signal.aborted) return
    deps.attach(deps.session)
    await this.insist('catch-up-failed', CATCH_UP_TRIES, signal, () =>
      deps.catchUp(deps.session, onProgress, signal),
    )
  }

  /** Until it succeeds, the connection ends, or it has failed so often; the next connection then goes on from there. */
  private async insist(
    what: string,
    tries: number,
    signal: AbortSignal,
    act: () => Promise<void>,
  ): Promise<boolean> {
    const { deps } = this
    for (let failures = 0; failures < tries && !signal.aborted; failures++) {
      try {
        await act()
        return true
      } catch (error) {
        deps.logger.warn(what, { account: this.id, failures, error })
        await delay(backoff(failures + 1, 0, deps.random()), undefined, { signal }).catch(() => undefined)
      }
    }
    return false
  }

  private leave(): void {
    this.connection?.abort()
    this.connection = null
    if (this.probing) clearInterval(this.probing)
    this.probing = null
    this.deadProbes = 0
    this.deps.onNotReady(this.id)
  }

  private async probe(): Promise<void> {
    const isAlive = await this.deps.session.probe()
    if (!this.connection) return
    this.deadProbes = isAlive ? 0 : this.deadProbes + 1
    if (this.deadProbes < PROBES_BEFORE_RESTART) return
    this.deps.logger.warn('probe-dead', { account: this.id })
    this.leave()
    await this.restart().catch(this.complain('restart-failed'))
  }

  private async forgetLink(): Promise<void> {
    tell(this.deps.emit, await this.deps.store.setUnlinked(this.id))
    this.deps.onUnlinked(this.id)
    await this.refresh()
  }

  private scheduleRetry(): void {
    if (this.stopped) return
    const now = this.deps.now()
    this.downSince ??= now
    const wait = backoff(this.failures++, now - this.downSince, this.deps.random())
    this.nextTryAt = now + wait
    if (this.retry) clearTimeout(this.retry)
    this.retry = setTimeout(() => void this.start(), wait)
    this.tell()
  }

  private cancelRetry(): void {
    if (this.retry) clearTimeout(this.retry)
    this.retry = null
    this.nextTryAt = null
  }

  private show(view: AccountView): void {
    if (view.state !== this.view.state || view.reason !== this.view.reason) this.since = this.deps.now()
    this.view = view
    this.tell()
  }

  private complain =
    (event: string) =>
    (error: unknown): void =>
      this.deps.logger.error(event, { account: this.id, error })

  private tell(): void {
    this.deps.emit({ type: 'account', account: this.snapshot() })
  }
}
