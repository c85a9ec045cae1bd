/**
 * A session that is guarded: its own start and stop with the copy around them. To everybody else it is the session; while a copy is
 * made or restored it calls itself reconnecting, and nothing is heard of the browser's comings and goings.
 *
 * The copy itself says whether there may be a link to restore: it is made of a session that was ready, and it goes, before anything
 * else, when the link ends. So a QR code, or an empty profile, beside a copy means that the profile was lost.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { PlatformError, type Logger, type SessionBrowser } from '../platform/ports'
import type { WaEvent, WaState, WhatsAppSession } from '../whatsapp/types'
import { CopyError, type CopyErrorCode } from './errors'
import type { Shelf } from './shelf'

/** A link has ended, and not all of it could be deleted. */
const LEFT: WaState = { kind: 'closed', reason: 'profile-left', detail: 'not deleted so far' }

/** For signing out while a copy was being made: until the session is back, in ms. */
const BACK_MS = 15_000

/** What became of making a copy; `not-saved` where the session is not ready, or ends meanwhile, or for another reason of its own. */
export type Saved = 'saved' | 'not-saved' | CopyErrorCode

export type Doing = 'saving' | 'restoring'

export interface GuardDeps {
  accountId: string
  shelf: Shelf
  /** `doing` or `refused` changed. Told before the session's state that goes with it. */
  changed(): void
  /** There is no copy any more, nor anything to say of one. */
  dropped(): void
  logger: Logger
}

export class Guard {
  doing: Doing | null = null
  /** The link was lost and its copy was of no use, so that the person has to link again. */
  refused = false
  /** Stopped while it was linked and at work: what lies in the profile is a whole session. */
  wasReady = false
  private session: WhatsAppSession | null = null
  private told: WaState = { kind: 'closed', reason: 'stopped', detail: 'not started' }
  private readonly listeners = new Set<(event: WaEvent) => void>()
  private work: Promise<boolean> | null = null
  private abort = new AbortController()
  /** What puts a copy in place of the profile, or finds out whether that is needed: the opening browser waits for it too. */
  private restoring: { done: Promise<boolean>; abort(): void } | null = null
  /** The browser is closed for the copy's sake; or it is coming back from that. */
  private phase: 'through' | 'down' | 'rising' = 'through'
  /** What became of restoring, since the session was ready last: a second time would not help. */
  private tried: 'no' | 'restored' | 'failed' = 'no'
  /** The next link is another one than the copy's. */
  private asked = false
  /** A sign-out that is under way. No copy is made or restored meanwhile: either would end it half-way. */
  private leaving: Promise<boolean> | null = null
  private stopped = true
  /** The link has ended, and what is left of it is to be deleted before anything else. Also where that could not be written down. */
  private ended: boolean
  private host: SessionBrowser | null = null
  private clearing: Promise<void> | null = null

  constructor(private readonly deps: GuardDeps) {
    this.ended = deps.shelf.hasEnded(deps.accountId)
    if (this.ended) this.told = LEFT
  }

  /** The browser as the guarded session is to use it. */
  browser(browser: SessionBrowser): SessionBrowser {
    this.host = browser
    return {
      ...browser,
      optionsFor: async (accountId) => {
        await this.neverBack()
        await this.once(
          async (signal) => (await this.isLost()) && this.restore('the profile is empty', signal),
        )
        return browser.optionsFor(accountId)
      },
      clear: () => this.clear(browser),
    }
  }

  /**
   * Once more, where what was left of a link that ended could not be deleted; nothing where a browser is open, or there is nothing
   * left. Never rejects.
   */
  async clearLeft(): Promise<void> {
    const { host, told } = this
    if (!this.isOver || host === null || told.kind !== 'closed') return
    try {
      await this.clear(host)
    } catch (error) {
      this.deps.logger.warn('profile-still-left', { account: this.deps.accountId, error })
      return
    }
    // Somebody may have begun to link again meanwhile.
    if (this.told.kind === 'closed' && this.told.reason === 'profile-left')
      this.show({ kind: 'closed', reason: 'logged-out', detail: 'deleted at last' })
  }

  /** Deletes the copy and the profile. @throws what that fails for; nothing of either is used again all the same. */
  private clear(browser: SessionBrowser): Promise<void> {
    // Never two at a time: the slower one would delete what was made after the other.
    this.clearing ??= this.deleteAll(browser).finally(() => {
      this.clearing = null
    })
    return this.clearing
  }

  private async deleteAll(browser: SessionBrowser): Promise<void> {
    const { accountId, shelf } = this.deps
    this.ended = true
    // First of all: whatever fails after this, nothing of a link that ended comes back.
    try {
      shelf.markEnded(accountId)
    } catch (error) {
      this.complain('ended-link-not-marked', error)
    }
    // A person unlinks the account, not this host's device alone.
    if (this.leaving !== null)
      try {
        shelf.endElsewhere(accountId)
      } catch (error) {
        this.complain('not-ended-elsewhere', error)
      }
    try {
      this.drop()
    } finally {
      await this.breakOff()
      await browser.clear(accountId)
    }
    shelf.unmarkEnded(accountId)
    this.ended = false
  }

  /** What the profile holds is of a link that has ended. */
  private get isOver(): boolean {
    return this.ended || this.deps.shelf.hasEndedElsewhere(this.deps.accountId)
  }

  /** @throws {PlatformError} `profile-left` */
  private async neverBack(): Promise<void> {
    if (!this.isOver || this.host === null) return
    try {
      await this.clear(this.host)
    } catch (cause) {
      throw new PlatformError('profile-left', 'What is left of a link that ended can not be deleted.', {
        cause,
      })
    }
  }

  /** @param session made with this guard's browser */
  guarded(session: WhatsAppSession): WhatsAppSession {
    this.session = session
    session.subscribe((event) => {
      if (event.type === 'state') this.onState(session, event.state)
      else this.emit(event)
    })
    const state = (): WaState => this.told
    const own: Partial<WhatsAppSession> = {
      get state() {
        return state()
      },
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      start: () => this.start(session),
      stop: () => this.stop(session),
      logout: () => this.logout(session),
    }
    return new Proxy(session, {
      get(target, member) {
        if (member in own) return Reflect.get(own, member) as unknown
        const value: unknown = Reflect.get(target, member, target)
        // Its fields are its own: a call must not meet them through the proxy.
        return typeof value === 'function' ? (value.bind(target) as unknown) : value
      },
    })
  }

  /** Closes the session for a moment and makes its copy. */
  async save(): Promise<Saved> {
    const { session } = this
    let saved: Saved = 'not-saved'
    const isAtWork = this.told.kind === 'ready' && !this.stopped && this.leaving === null
    if (session === null || this.work !== null || !isAtWork) return saved
    await this.around(session, 'saving', async () => {
      try {
        await this.deps.shelf.take(this.deps.accountId, this.abort.signal)
        saved = 'saved'
      } catch (error) {
        if (!this.abort.signal.aborted) this.complain('session-not-saved', error)
        if (error instanceof CopyError) saved = error.code
      }
      return saved === 'saved'
    })
    return saved
  }

  private async start(session: WhatsAppSession): Promise<void> {
    this.stopped = false
    this.wasReady = false
    // What is under way starts it by itself.
    if (this.work === null) await session.start()
  }

  private async stop(session: WhatsAppSession): Promise<void> {
    const { leaving } = this
    this.wasReady = this.told.kind === 'ready' && leaving === null
    this.stopped = true
    this.abort.abort()
    const brokenOff = this.breakOff()
    await this.work
    await session.stop()
    this.settle()
    // What it has to delete is deleted before the app ends. Who asked for it hears what it failed for.
    await leaving?.catch(() => false)
    await brokenOff
    if (this.told.kind !== 'closed') this.show({ kind: 'closed', reason: 'stopped', detail: 'stopped here' })
  }

  private logout(session: WhatsAppSession): Promise<boolean> {
    // A step later, so that whatever it brings about finds it noted.
    const leaving = Promise.resolve()
      .then(() => this.signOut(session))
      .finally(() => {
        if (this.leaving === leaving) this.leaving = null
      })
    this.leaving = leaving
    return leaving
  }

  /** Needs the page: a copy that is being made is broken off for it. */
  private async signOut(session: WhatsAppSession): Promise<boolean> {
    if (this.work !== null) {
      this.abort.abort()
      await this.work
      for (let left = BACK_MS; left > 0 && this.phase === 'rising'; left -= 100) await delay(100)
      this.settle()
    }
    return session.logout()
  }

  private onState(session: WhatsAppSession, state: WaState): void {
    if (this.phase === 'down' || (this.phase === 'rising' && state.kind === 'starting')) return
    this.settle()
    if (state.kind === 'ready') this.onReady()
    if (state.kind === 'qr' || state.kind === 'pairing-code') {
      // The page of one that signs out asks for a phone again; nobody is to scan that.
      if (this.leaving !== null) return
      const has = this.deps.shelf.has(this.deps.accountId)
      if (has && this.tried === 'no' && !this.stopped) {
        void this.around(session, 'restoring', () =>
          this.once((signal) => this.restore('WhatsApp asks for a QR code', signal)),
        )
        return
      }
      // What is there came from the copy, and is no good either.
      if (has && this.tried === 'restored') this.give('the restored session is not linked')
      this.asked = true
    }
    this.show(state)
  }

  private onReady(): void {
    if (this.asked) this.drop()
    this.asked = false
    this.tried = 'no'
    this.setRefused(false)
  }

  /** Closes the browser, does what is to be done without it, and opens it again. */
  private around(session: WhatsAppSession, doing: Doing, act: () => Promise<boolean>): Promise<boolean> {
    this.abort = new AbortController()
    this.phase = 'down'
    this.setDoing(doing)
    this.show({ kind: 'reconnecting', cause: `${doing} the session` })
    const work = async (): Promise<boolean> => {
      let done = false
      try {
        await session.stop()
        done = !this.stopped && (await act())
      } catch (error) {
        this.complain('session-guard-failed', error)
      }
      this.phase = 'rising'
      this.work = null
      if (this.stopped) this.settle()
      // Not waited for: its outcome comes as state.
      else session.start().catch((error: unknown) => this.onNotStarted(error))
      return done
    }
    this.work = work()
    return this.work
  }

  private onNotStarted(error: unknown): void {
    this.complain('session-start-failed', error)
    this.settle()
    this.show({ kind: 'closed', reason: 'crashed', detail: 'could not be started again' })
  }

  private async isLost(): Promise<boolean> {
    const { accountId, shelf } = this.deps
    return this.tried === 'no' && shelf.has(accountId) && (await shelf.isMissing(accountId))
  }

  /** Never two at a time: they would fill one folder. */
  private once(act: (signal: AbortSignal) => Promise<boolean>): Promise<boolean> {
    if (this.restoring === null) {
      const aborting = new AbortController()
      const done = act(aborting.signal).finally(() => {
        this.restoring = null
      })
      this.restoring = { done, abort: () => aborting.abort() }
    }
    return this.restoring.done
  }

  /** Once this resolves, nothing is put in place of the profile any more. */
  private async breakOff(): Promise<void> {
    const { restoring } = this
    restoring?.abort()
    // Who began it hears what it failed for.
    await restoring?.done.catch(() => false)
  }

  /** Once. Answers whether the profile is the copy now. A copy that is no good is deleted; one that there was no room for is not. */
  private async restore(why: string, signal: AbortSignal): Promise<boolean> {
    const { accountId, shelf, logger } = this.deps
    logger.warn('session-restore', { account: accountId, why })
    const before = this.doing
    this.setDoing('restoring')
    try {
      signal.throwIfAborted()
      await shelf.restore(accountId, signal)
      this.tried = 'restored'
      logger.info('session-restored', { account: accountId })
      return true
    } catch (error) {
      if (signal.aborted) return false
      this.tried = 'failed'
      if (error instanceof CopyError && error.code !== 'disk-full') this.give(error.code)
      else this.complain('session-not-restored', error)
      this.setRefused(true)
      return false
    } finally {
      this.setDoing(before)
    }
  }

  private give(why: string): void {
    const { accountId, logger } = this.deps
    logger.error('session-copy-useless', { account: accountId, why })
    this.drop()
    this.setRefused(true)
  }

  private drop(): void {
    this.deps.shelf.drop(this.deps.accountId)
    this.deps.dropped()
  }

  /** Everything is told again. */
  private settle(): void {
    this.phase = 'through'
    if (this.work === null) this.setDoing(null)
  }

  private setDoing(doing: Doing | null): void {
    if (this.doing === doing) return
    this.doing = doing
    this.deps.changed()
  }

  private setRefused(refused: boolean): void {
    if (this.refused === refused) return
    this.refused = refused
    this.deps.changed()
  }

  private show(state: WaState): void {
    this.told = state
    this.emit({ type: 'state', state })
  }

  private emit(event: WaEvent): void {
    for (const listener of [...this.listeners]) {
      try {
        listener(event)
      } catch (error) {
        this.complain('listener-failed', error)
      }
    }
  }

  private complain(event: string, error: unknown): void {
    this.deps.logger.error(event, { account: this.deps.accountId, error })
  }
}
