/**
 * One account at work: carries out what the table in machine.ts says, keeps trying after trouble, and hands the session to the rooms
 * that use it while it is connected.
 */
import { AppError, type Account, type AccountColour } from '../../contract'
import { tell } from '../outbox'
import type { WaEvent, WaMe, WaState, WhatsAppSession } from '../whatsapp/types'
import { Connection, type ConnectionDeps } from './connection'
import { insist } from './insist'
import {
  remainsView,
  safeView,
  signedOutView,
  step,
  stoppedView,
  unlinkedView,
  type AccountEvent,
  type AccountView,
} from './machine'
import { Reconnecting } from './reconnecting'
import { comesUp } from './restore'
import { afterClose, eventOf, type Link } from './session-events'
import { Standing, type StandingDeps } from './standing'
import type { AccountRow, Leaving } from './store'

export interface AccountDeps extends ConnectionDeps, StandingDeps {
  /** The session can't be used now. */
  onNotReady(accountId: string): void
  onEvent(accountId: string, event: WaEvent): void
  /** The link to the phone is gone, and its session is deleted: what else was kept of it goes too. */
  onUnlinked(accountId: string): Promise<void> | void
}

/** What became of a sign-out. */
export interface SignedOut {
  /** No link is left that the phone still lists. */
  confirmed: boolean
  /** Nothing of the session is left on this machine. */
  deleted: boolean
}

/** How the connection stands, for the account's health. */
export interface Pulse {
  /** Tries to connect that failed since the last connection. */
  failures: number
  /** When WhatsApp last answered a probe, ms; null while none has. */
  lastProbeAt: number | null
  /** How long that answer took, ms. */
  probeMs: number | null
}

const TELL_COUNTS_MS = 1000

export class AccountRunner {
  private readonly standing: Standing
  /** Back to WhatsApp, after a loss. */
  private readonly way: Reconnecting
  private telling: NodeJS.Timeout | null = null
  private connection: Connection | null = null
  /** Nobody stopped it. */
  private wanted = true
  /** WhatsApp refuses messages to new chats: what it said last. */
  private timelocked = false
  private lastProbe: { at: number; ms: number } | null = null
  /** That there is no link any more is not written down so far. */
  private isUnwritten = false
  private forgetting = new AbortController()
  private readonly unsubscribe: () => void

  constructor(
    private readonly deps: AccountDeps,
    row: AccountRow,
  ) {
    this.standing = new Standing(deps, row, firstView(row, deps.session.state), () => this.way.nextTryAt)
    this.way = new Reconnecting({
      session: deps.session,
      now: () => deps.now(),
      elapsed: () => deps.elapsed(),
      random: () => deps.random(),
      start: () => this.start(),
      changed: () => this.tell(),
      complain: this.complain('reconnect-failed'),
    })
    this.unsubscribe = deps.session.subscribe((event) => {
      if (event.type === 'state') this.onState(event.state)
      else this.onEvent(event)
    })
  }

  get id(): string {
    return this.standing.id
  }

  get isPaused(): boolean {
    return this.standing.isPaused
  }

  /** What the last run was interrupted in. */
  get leaving(): Leaving | null {
    return this.standing.leaving
  }

  /** Last used, ms; null for never. */
  get usedAt(): number | null {
    return this.standing.usedAt
  }

  /** Its browser starts or its chats are loading. */
  get isComingUp(): boolean {
    return comesUp(this.deps.session.state, this.way.nextTryAt)
  }

  /** Its browser is closed for its copy's sake and opens again by itself: there is nothing to try meanwhile. */
  private get isCopying(): boolean {
    return this.deps.copyOf(this.id).doing !== null
  }

  private get linkNow(): Link {
    if (this.standing.isSignedOut) return 'signed-out'
    return this.standing.isLinked ? 'linked' : 'none'
  }

  /** The session is closed, and not all that was kept of its link could be deleted. */
  private get isLeftBehind(): boolean {
    return isLeft(this.deps.session.state)
  }

  snapshot(): Account {
    return this.standing.snapshot()
  }

  get pulse(): Pulse {
    const { lastProbe } = this
    return {
      failures: this.way.failures,
      lastProbeAt: lastProbe?.at ?? null,
      probeMs: lastProbe?.ms ?? null,
    }
  }

  /** The network or the machine came back: finds out in `ms` how things stand. Only what is connected or lost cares. */
  wake(ms: number): void {
    this.connection?.probeSoon(ms)
    this.way.hasten(ms)
  }

  /** Opens the session; trouble shows as state, never as an error here. */
  async start(): Promise<void> {
    this.wanted = true
    this.way.cancel()
    try {
      await this.deps.session.start()
    } catch (error) {
      this.deps.logger.error('session-start-failed', { account: this.id, error })
      this.retry()
    }
  }

  /** Connects now, whatever it waits for. */
  async connectNow(): Promise<void> {
    if (!this.isCopying) await this.way.now()
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

  /** WhatsApp takes no messages to new people from it. */
  get isTimelocked(): boolean {
    return this.timelocked
  }

  /** The version of its page; null where there is none. */
  webVersion(): Promise<string | null> {
    return this.deps.session.webVersion()
  }

  reload(): void {
    this.deps.session.reload()
  }

  /** It has a browser. */
  get isOpen(): boolean {
    return this.deps.session.state.kind !== 'closed'
  }

  /** Closes the browser of an account that is not connected, until its next try. */
  async rest(): Promise<void> {
    if (this.connection || !this.wanted) return
    await this.deps.session.stop()
    this.retry()
  }

  async restart(): Promise<void> {
    await this.deps.session.stop()
    // The person may have stopped or unlinked it meanwhile.
    if (this.wanted) await this.start()
  }

  async stop(): Promise<void> {
    this.wanted = false
    this.way.cancel()
    this.forgetting.abort()
    this.leave()
    try {
      await this.deps.session.stop()
    } finally {
      if (this.telling) clearTimeout(this.telling)
      this.unsubscribe()
    }
  }

  /**
   * Ends the link at WhatsApp and deletes the session. Where there is no deleting it, it is signed out all the same: what is left is
   * noted with the session's copies, is never used again, and goes as soon as it can.
   * @throws what the session throws, or where it kept what it was to delete; the account then works on as it was.
   */
  async signOut(): Promise<SignedOut> {
    const wasLinked = this.linkNow === 'linked'
    this.wanted = false
    this.way.cancel()
    this.forgetting.abort()
    this.leave()
    try {
      const isConfirmed = await this.deps.session.logout()
      const { state } = this.deps.session
      // Never written down as gone on its word alone: what is still there would connect without a code.
      if (!hasLoggedOut(state) && !isLeft(state))
        throw new Error(`the session is ${state.kind} after signing out`)
      return { confirmed: isConfirmed || !wasLinked, deleted: hasLoggedOut(state) }
    } catch (error) {
      this.wanted = true
      void this.restart().catch(this.complain('restart-failed'))
      throw error
    }
  }

  /** Writes down that there is no link any more, once it is signed out. May be called again. */
  async unlinked(): Promise<void> {
    await this.forgetLink(null)
    this.happens({ kind: this.isLeftBehind ? 'remains' : 'clears' })
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.deps.store.setPaused(this.id, paused)
    await this.refresh()
  }

  async update(change: { label?: string | null; colour?: AccountColour }): Promise<void> {
    await this.deps.store.update(this.id, change)
    await this.refresh()
  }

  /** Reads the row again and tells the screens: counters, name, pause. */
  async refresh(): Promise<void> {
    await this.standing.refresh()
  }

  private onEvent(event: Exclude<WaEvent, { type: 'state' }>): void {
    if (event.type === 'timelock') {
      this.timelocked = event.active
      if (this.standing.view.state === 'connected') this.happens({ kind: 'timelock', active: event.active })
      return
    }
    this.connection?.heard()
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
    const { linkNow: link, wanted, timelocked } = this
    const { isFirstTime: firstTime } = this.standing
    if (state.kind === 'starting') this.timelocked = false
    this.way.follow(state)
    if (!this.happens(eventOf(state, { link, wanted, timelocked, firstTime }))) return
    // One that is being ended may become ready on its way; nobody is to use it.
    if (state.kind === 'ready' && wanted) this.enter(state.me)
    else if (state.kind === 'reconnecting' && wanted && !this.isCopying) this.way.lost()
    else if (state.kind === 'closed') this.onClosed(afterClose(state.reason))
  }

  /** Answers whether the table has it. What it has not leads to a safe state, and a session that does so is opened anew. */
  private happens(event: AccountEvent): boolean {
    const view = step(this.standing.view, event)
    if (view) {
      this.standing.show(view)
      return true
    }
    const isLinked = this.linkNow === 'linked'
    const { state } = this.standing.view
    this.deps.logger.error('illegal-transition', { account: this.id, state, event: event.kind })
    if (this.connection) this.leave()
    this.way.cancel()
    this.standing.show(safeView(isLinked))
    if (!isLinked) this.wanted = false
    this.deps.session
      .stop()
      .then(() => this.retry())
      .catch(this.complain('stop-failed'))
    return false
  }

  private onClosed(next: ReturnType<typeof afterClose>): void {
    if (!this.wanted) return
    if (next === 'reconnect') this.retry()
    else if (next === 'link-again' || next === 'forget-link') void this.ended(next === 'link-again')
  }

  /**
   * The phone ended the link. Written down however often that fails: until then, messages in doubt would wait for a link that is no
   * more. Then, if asked, the account shows a new code. Never rejects.
   */
  private async ended(linksAgain: boolean): Promise<void> {
    this.forgetting.abort()
    const { signal } = (this.forgetting = new AbortController())
    const isForgotten = await insist(() => this.forgetLink('logged-out'), {
      signal,
      random: () => this.deps.random(),
      failed: this.complain('link-not-forgotten'),
    })
    if (isForgotten && linksAgain && this.wanted && !signal.aborted) await this.start()
  }

  private enter(me: WaMe): void {
    // The connection sees to it from here on, so that the old link's end does not come after the new link.
    this.forgetting.abort()
    const { isFirstTime: isFirst } = this.standing
    const progress = (done: number, total: number): void => {
      if (isFirst && done < total) this.happens({ kind: 'reads', chats: { done, total } })
      else if (this.standing.view.state !== 'connected')
        this.happens({ kind: 'ready', timelocked: this.timelocked })
    }
    const listener = {
      before: () => (this.isUnwritten ? this.forgetLink('logged-out') : Promise.resolve()),
      noted: () => this.refresh(),
      progress,
      answered: (ms: number) => {
        this.lastProbe = { at: this.deps.now(), ms: Math.round(ms) }
      },
      dead: () => this.dead(),
      linkedTwice: () => void this.refuseLink().catch(this.complain('not-signed-out')),
    }
    this.connection = new Connection(this.deps, this.id, listener, me)
  }

  private leave(): void {
    this.connection?.end()
    this.connection = null
    this.deps.onNotReady(this.id)
  }

  private dead(): void {
    this.deps.logger.warn('probe-dead', { account: this.id })
    this.leave()
    this.restart().catch(this.complain('restart-failed'))
  }

  /** One number, one account: two would take in everything twice, and send from it at twice the pace. */
  private async refuseLink(): Promise<void> {
    this.deps.logger.warn('linked-twice', { account: this.id })
    const { deleted } = await this.signOut()
    await this.unlinked()
    if (deleted) this.happens({ kind: 'linked-twice' })
  }

  private async forgetLink(ended: AccountRow['ended']): Promise<void> {
    // True from now on, also for somebody who links again before it is written down.
    this.standing.unlinked(ended)
    this.isUnwritten = true
    tell(this.deps.emit, await this.deps.store.setUnlinked(this.id, ended))
    await this.deps.onUnlinked(this.id)
    this.isUnwritten = false
    await this.refresh()
  }

  private retry(): void {
    if (this.wanted) this.way.failed()
  }

  private complain =
    (event: string) =>
    (error: unknown): void =>
      this.deps.logger.error(event, { account: this.id, error })

  /** Tells the screens of it as it is now. */
  tell(): void {
    this.standing.tell()
  }
}

const hasLoggedOut = (session: WaState): boolean =>
  session.kind === 'closed' && session.reason === 'logged-out'
const isLeft = (session: WaState): boolean => session.kind === 'closed' && session.reason === 'profile-left'

/** Before anything is started. */
function firstView({ linked, ended }: AccountRow, session: WaState): AccountView {
  if (isLeft(session)) return remainsView
  if (linked === 1) return stoppedView
  return ended === null ? unlinkedView : signedOutView
}
