/**
 * One life of a session's browser: opens it, looks at the page again and again, and ends it. A session that is started again gets
 * a new run.
 */
import type { Browser, Page } from 'puppeteer-core'
import type { Logger, SessionBrowser } from '../platform/ports'
import { endBrowser, launchFailure } from './browser'
import { LeadlineClient } from './client'
import type { PageEvents } from './client'
import { causeOf, isGone, within } from './failures'
import { Linking } from './linking'
import { lookAtPage, watchPasskeys } from './look'
import { phoneOf } from './mapping/address'
import { percentOf } from './mapping/events'
import { missingModules } from './modules'
import { giveBack, overTransport } from './over-transport'
import { Overseer } from './overseer'
import { evaluate, isMarked, readMe, reconnectSocket, refreshQr, saySynced, socketLogout } from './page'
import { Site } from './site'
import { Suspicion } from './suspicion'
import type { Timings } from './timings'
import type { WaClosedReason, WaState } from './types'

export interface RunOptions {
  accountId: string
  browser: SessionBrowser
  logger: Logger
  timings: Timings
  now: () => number
  /** A clock that only goes forward, ms. */
  elapsed: () => number
  /** E.164 to link by a pairing code, null for QR. */
  phone: string | null
  report: (state: WaState) => void
  timelock: (active: boolean) => void
  blocklist: (addresses: string[]) => void
  events: PageEvents
}

type Closed = Extract<WaState, { kind: 'closed' }>

/** Deletes the profile of a link that has ended; how its session is then closed. Never rejects. */
export async function clearedState(
  browser: SessionBrowser,
  accountId: string,
  logger: Logger,
  detail: string,
): Promise<Closed> {
  try {
    await browser.clear(accountId)
    return { kind: 'closed', reason: 'logged-out', detail }
  } catch (error) {
    logger.error('profile-not-cleared', { cause: causeOf(error) })
    return { kind: 'closed', reason: 'profile-left', detail }
  }
}

export class Run {
  /** The browser's page, once it is open. */
  page: Page | undefined
  client: LeadlineClient | undefined
  readonly linking: Linking
  readonly #options: RunOptions
  readonly #overseer: Overseer
  readonly #suspicion: Suspicion
  readonly #site: Site
  /** Who waits for the library to be at work again. */
  readonly #waiting = new Set<(attached: boolean) => void>()
  readonly #aborted = new AbortController()
  #browser: Browser | undefined
  #closing: Promise<void> | undefined
  #opening: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #deafSince: number | null = null
  /** Signing out has begun: whatever ends the browser from here on, the link is at its end. */
  #isLeaving = false

  constructor(options: RunOptions) {
    this.#options = options
    const { timings, logger } = options
    this.#site = new Site(timings, logger, this.#aborted.signal, (cause) => {
      this.#report({ kind: 'reconnecting', cause })
    })
    this.linking = this.#makeLinking()
    this.#suspicion = this.#makeSuspicion()
    this.#overseer = this.#makeOverseer()
  }

  get closed(): boolean {
    return this.#aborted.signal.aborted
  }

  /** The library is at work in the page, so that chats and messages can be read. */
  get attached(): boolean {
    return this.#overseer.attached && !this.closed
  }

  /** Resolves once the browser is open and loading, or the run has ended. Never rejects. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#opening = this.#initialize(resolve)
      void this.#opening.then(resolve)
    })
    if (this.closed) await this.#closing
  }

  /** Evaluates in the page. @throws what the page throws, `TimeoutError`. */
  async evaluate<A extends unknown[], T>(
    ms: number,
    run: (...args: A) => T | Promise<T>,
    ...args: A
  ): Promise<T> {
    if (this.page === undefined || this.closed) throw new Error('page has been closed')
    return evaluate(this.page, ms, run, ...args)
  }

  /** The library is at work in the very document that is there now. Never rejects. */
  async atWork(): Promise<boolean> {
    try {
      return this.attached && (await this.evaluate(this.#options.timings.lookTimeout, isMarked, 'attached'))
    } catch (error) {
      this.#debug('look', error)
      return false
    }
  }

  /** Waits, as long as a read may take, for the library to be at work (again). Never rejects. */
  async attachedAgain(): Promise<boolean> {
    let resolve: (attached: boolean) => void = () => undefined
    const attached = new Promise<boolean>((done) => {
      resolve = done
      this.#waiting.add(done)
    })
    try {
      if (this.closed) return false
      if (await this.atWork()) return true
      return await within(this.#options.timings.read, attached)
    } catch (error) {
      this.#debug('attach', error)
      return false
    } finally {
      this.#waiting.delete(resolve)
    }
  }

  /** Tries at once what is tried again later: loading the site, or the page's own line to WhatsApp. Never rejects. */
  async reconnect(): Promise<void> {
    // Without a page there is nothing to hurry, and nothing to look at.
    if (this.closed || this.page === undefined) return
    this.#site.hasten()
    if (this.#site.loading) return
    try {
      await this.evaluate(this.#options.timings.lookTimeout, reconnectSocket)
    } catch (error) {
      this.#debug('reconnect', error)
    }
    this.#lookNow()
  }

  /** Somebody was blocked or unblocked from here: the next look tells the list, whatever was told before. */
  blocksChanged(): void {
    this.#overseer.blocksChanged()
  }

  /**
   * Signs out at WhatsApp and waits for it, then ends as `logged-out`, also where something else ends the browser meanwhile. Only while
   * it is not closed. Answers whether WhatsApp was reached and confirmed it. Never rejects.
   */
  async logout(): Promise<boolean> {
    const { timings } = this.#options
    let isConfirmed = false
    this.#isLeaving = true
    if (this.page !== undefined && !this.closed && !this.#overseer.unlinked) {
      const left = this.page.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: timings.logout })
      const said = this.evaluate(timings.logout, socketLogout)
      const isReached = this.#overseer.connected
      const results = await Promise.allSettled([said, within(timings.logout, left)])
      // The page leaves for its sign-in once it is done; without a connection it may do so all the same. Another document alone, as
      // by a reload, says nothing.
      const isDone = results.every(({ status }) => status === 'fulfilled')
      isConfirmed = isReached && (this.#overseer.signedOut || isDone)
      for (const result of results) {
        if (result.status === 'rejected') this.#debug('logout', result.reason)
      }
    }
    await this.close('logged-out', 'signed out here')
    return isConfirmed
  }

  /**
   * Ends the browser, and with `logged-out` deletes its profile; then reports `closed`, as `profile-left` where that failed. The first
   * reason stands, but for one who was signing out: then it is `logged-out`. Never rejects.
   */
  close(reason: WaClosedReason, detail: string): Promise<void> {
    this.#closing ??= this.#close(reason, detail)
    return this.#closing
  }

  async #close(reason: WaClosedReason, detail: string): Promise<void> {
    const { timings, logger, browser, accountId } = this.#options
    this.#aborted.abort()
    for (const tell of this.#waiting) tell(false)
    clearTimeout(this.#timer)
    this.client?.end()
    if (this.#browser !== undefined) await endBrowser(this.#browser, timings.close)
    if (this.#opening !== undefined) {
      // A browser that was just being launched is ended as soon as it is there.
      await within(timings.close, this.#opening).catch((error: unknown) => {
        this.#debug('opening', error)
      })
    }
    const state: Closed =
      reason === 'logged-out' || this.#isLeaving
        ? await clearedState(browser, accountId, logger, detail)
        : { kind: 'closed', reason, detail }
    logger.info('closed', { reason: state.reason, detail })
    this.#options.report(state)
  }

  async #initialize(opened: () => void): Promise<void> {
    const { accountId, browser, timings, events } = this.#options
    let puppeteer: Record<string, unknown> | undefined
    try {
      puppeteer = await browser.optionsFor(accountId)
      const userAgent = await browser.userAgent()
      if (this.closed) {
        giveBack(puppeteer)
        return
      }
      this.client = new LeadlineClient(overTransport({ ...puppeteer }), timings.modules, {
        opened: async (chromium, page) => {
          await this.#opened(chromium, page, userAgent)
          opened()
        },
        navigate: (load) => this.#site.load(load),
        document: (url) => {
          this.#overseer.document(url)
          this.#lookNow()
        },
        injected: () => {
          this.#lookNow()
        },
        attached: () => void this.#onAttached(),
        failed: (stage, error) => {
          this.#failed(stage, error)
        },
        events,
      })
      this.#listen(this.client)
      await this.client.initialize()
    } catch (error) {
      const reason = this.#browser === undefined ? launchFailure(error) : 'crashed'
      if (this.#browser === undefined) giveBack(puppeteer)
      // Closing waits for this very function, so it must not be waited for here.
      void this.close(reason, causeOf(error))
    }
  }

  async #opened(browser: Browser, page: Page, userAgent: string): Promise<void> {
    this.#browser = browser
    if (this.closed) {
      await endBrowser(browser, this.#options.timings.close)
      throw new Error('stopped')
    }
    browser.once('disconnected', () => void this.close('crashed', 'the browser ended'))
    page.once('close', () => void this.close('crashed', 'the page was closed'))
    page.once('error', (error) => void this.close('crashed', causeOf(error)))
    page.on('dialog', (dialog) => {
      // Nobody is there to answer, and an open dialog stops the page.
      dialog.accept().catch((error: unknown) => {
        this.#debug('dialog', error)
      })
    })
    await page.evaluateOnNewDocument(watchPasskeys)
    if ((await page.evaluate(() => navigator.userAgent)) !== userAgent) await page.setUserAgent({ userAgent })
    // Not earlier: a look at an empty page would have it loaded while it is being prepared.
    this.page = page
    this.#schedule(this.#options.timings.look)
  }

  #listen(client: LeadlineClient): void {
    client.on('qr', (qr) => {
      this.linking.qr(qr)
    })
    client.on('code', (code) => {
      this.linking.code(code)
    })
    client.on('loading_screen', (percent) => {
      this.#overseer.progress(percentOf(percent))
    })
    // Its own strategy never says so; where the library itself gives a session up, there is no waiting for a code either.
    client.on('auth_failure', () => void this.close('auth-failure', 'the library gave the session up'))
    client.on('authenticated', () => {
      this.#lookNow()
    })
    client.on('change_state', () => {
      this.#lookNow()
    })
    client.on('disconnected', (reason: string) => {
      if (reason === 'LOGOUT') this.#overseer.loggedOut()
      else this.#lookNow()
    })
  }

  async #onAttached(): Promise<void> {
    try {
      const { pn, lid, name } = await this.evaluate(this.#options.timings.lookTimeout, readMe)
      this.#overseer.attach({ address: pn ?? lid ?? '', phone: phoneOf(pn), lid, name })
      this.#suspicion.clear()
      for (const tell of this.#waiting) tell(true)
      this.#lookNow()
    } catch (error) {
      this.#failed('attach', error)
    }
  }

  #failed(stage: 'inject' | 'attach', error: unknown): void {
    if (this.closed || isGone(error)) return
    this.#options.logger.warn('injection-failed', { stage, cause: causeOf(error) })
    this.#suspicion.raise(stage, causeOf(error))
  }

  /** Looks at the page at once instead of at the next beat. */
  #lookNow(): void {
    this.#schedule(0)
  }

  #schedule(ms: number): void {
    clearTimeout(this.#timer)
    if (!this.closed) this.#timer = setTimeout(() => void this.#beat(), ms)
  }

  async #beat(): Promise<void> {
    const { timings, elapsed } = this.#options
    try {
      const look = await this.evaluate(timings.lookTimeout, lookAtPage, this.#overseer.linking)
      this.#deafSince = null
      if (!this.closed) this.#overseer.judge(look)
    } catch (error) {
      // A document that goes away under the look is not deaf, the next one answers.
      if (isGone(error)) this.#deafSince = null
      else this.#deafSince ??= elapsed()
      if (this.#deafSince !== null && elapsed() - this.#deafSince > timings.deaf) {
        void this.close('crashed', 'the page does not answer')
      }
      this.#debug('look', error)
    } finally {
      this.#schedule(timings.look)
    }
  }

  /** Loads the page anew, unless it is being loaded already. */
  reload(cause: string): void {
    if (this.closed || this.#site.loading || this.client === undefined) return
    this.#options.logger.info('reload', { cause })
    this.client.navigate().catch((error: unknown) => {
      this.#debug('reload', error)
    })
  }

  #makeLinking(): Linking {
    const { timings, now, elapsed } = this.#options
    return new Linking(
      {
        refreshQr: () => this.evaluate(timings.lookTimeout, refreshQr),
        requestCode: async (phone) => {
          if (this.client === undefined) throw new Error('page has been closed')
          const digits = phone.replace(/\D/g, '')
          await within(timings.read, this.client.requestPairingCode(digits, true, timings.pairingCode))
        },
        cancelCode: async () => {
          if (this.client !== undefined) await within(timings.read, this.client.cancelPairingCode())
        },
      },
      {
        roundMs: timings.qrRound,
        codeMs: timings.pairingCode,
        rounds: timings.linkingRounds,
        now,
        elapsed,
        report: (state) => {
          this.#overseer.codeShown()
          if (this.#overseer.mayLink) this.#report(state)
        },
        unanswered: () => void this.close('qr-unanswered', 'nobody linked a phone'),
        failed: (error) => {
          this.#options.logger.warn('linking-request-failed', { cause: causeOf(error) })
        },
      },
      this.#options.phone,
    )
  }

  #makeSuspicion(): Suspicion {
    const { timings, logger } = this.#options
    return new Suspicion({
      settle: timings.settle,
      missing: (names) => this.evaluate(timings.lookTimeout, missingModules, names),
      reload: (cause) => {
        this.reload(cause)
      },
      inject: () => void this.client?.inject(),
      changed: (detail) => void this.close('changed', detail),
      broken: (cause) => void this.close('crashed', cause),
      wait: (ms) => this.#site.wait(ms),
      logger,
    })
  }

  #makeOverseer(): Overseer {
    const { timings, logger, elapsed, browser, accountId } = this.#options
    const loading = (): boolean => this.#site.loading
    const closed = (): boolean => this.closed
    return new Overseer({
      linking: this.linking,
      logger,
      timings,
      now: elapsed,
      get closed() {
        return closed()
      },
      get loading() {
        return loading()
      },
      report: (state) => {
        this.#report(state)
      },
      timelock: (active) => {
        if (!this.closed) this.#options.timelock(active)
      },
      blocklist: (addresses) => {
        if (!this.closed) this.#options.blocklist(addresses)
      },
      reload: (cause) => {
        this.reload(cause)
      },
      close: (reason, detail) => void this.close(reason, detail),
      saySynced: () => this.evaluate(timings.read, saySynced),
      attachFailed: (error) => {
        this.#failed('attach', error)
      },
      showWindow: () => browser.showWindow(accountId, true),
    })
  }

  #report(state: WaState): void {
    if (!this.closed) this.#options.report(state)
  }

  #debug(what: string, error: unknown): void {
    this.#options.logger.debug(`${what}-failed`, { cause: causeOf(error) })
  }
}
