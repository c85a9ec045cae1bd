/**
 * One life of a session's browser: opens it, keeps an eye on the page, says what state it is in, and ends it. A session that is
 * started again gets a new run.
 */
import type { Browser, Page } from 'puppeteer-core'
import type { Logger, SessionBrowser } from '../platform/ports'
import { endBrowser, launchFailure } from './browser'
import { LeadlineClient } from './client'
import type { PageEvents } from './client'
import { causeOf, isGone, networkCause, within } from './failures'
import { Linking } from './linking'
import { lookAtPage, stageOf, watchPasskeys } from './look'
import type { Look, Stage } from './look'
import { phoneOf } from './mapping/address'
import { percentOf } from './mapping/events'
import { addressOf } from './mapping/raw'
import { evaluate } from './page'
import type { WhatsAppPage } from './page'
import { missingModules } from './modules'
import { Suspicion } from './suspicion'
import type { Timings } from './timings'
import type { WaClosedReason, WaState } from './types'
import { Watchdog } from './watchdog'

export interface RunOptions {
  accountId: string
  browser: SessionBrowser
  logger: Logger
  timings: Timings
  now(): number
  /** E.164 to link by a pairing code, null for QR. */
  phone: string | null
  report(state: WaState): void
  events: PageEvents
}

export class Run {
  /** The browser's page, once it is open. */
  page: Page | undefined
  client: LeadlineClient | undefined
  readonly linking: Linking
  readonly #options: RunOptions
  readonly #watchdog: Watchdog
  readonly #suspicion: Suspicion
  readonly #aborted = new AbortController()
  #browser: Browser | undefined
  #closing: Promise<void> | undefined
  #opening: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #stage: Stage['kind'] = 'loading'
  #percent: number | null = null
  #attached = false
  #saying = false
  #unlinkedLooks = 0
  #wasReady = false
  #navigating: Promise<void> | undefined
  #deafSince: number | null = null
  #connectingSince: number | null = null
  #outdated = 0
  #me: Extract<WaState, { kind: 'ready' }>['me'] = { address: '', phone: null, name: null }

  constructor(options: RunOptions) {
    this.#options = options
    const { timings, now } = options
    this.#watchdog = new Watchdog(timings.stuck, timings.stuckMax)
    this.#suspicion = new Suspicion({
      settle: timings.settle,
      missing: (names) => this.evaluate(timings.lookTimeout, missingModules, names),
      reload: (cause) => this.#reload(cause),
      inject: () => void this.client?.inject(),
      changed: (detail) => void this.close('changed', detail),
      wait: (ms) => this.#wait(ms),
      logger: options.logger,
    })
    this.linking = new Linking(
      {
        refreshQr: () => this.evaluate(timings.lookTimeout, refreshQr),
        requestCode: (phone) => this.#requestCode(phone),
        cancelCode: async () => {
          if (this.client !== undefined) await within(timings.read, this.client.cancelPairingCode())
        },
      },
      {
        roundMs: timings.qrRound,
        codeMs: timings.pairingCode,
        rounds: timings.linkingRounds,
        now,
        report: (state) => {
          if (this.#stage !== 'syncing' && this.#stage !== 'ready') this.#report(state)
        },
        unanswered: () => void this.close('qr-unanswered', 'nobody linked a phone'),
        failed: (error) => {
          options.logger.warn('linking-request-failed', { cause: causeOf(error) })
        },
      },
      options.phone,
    )
  }

  get closed(): boolean {
    return this.#aborted.signal.aborted
  }

  /** The library is at work in the page, so that chats and messages can be read. */
  get attached(): boolean {
    return this.#attached && !this.closed
  }

  /** The account's own name and address; meaningful once attached. */
  get me(): Extract<WaState, { kind: 'ready' }>['me'] {
    return this.#me
  }

  /** Resolves once the browser is open and loading, or the run has ended. Never rejects. */
  async open(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#opening = this.#initialize(resolve)
      void this.#opening.then(resolve)
    })
    if (this.closed) await this.#closing
  }

  async #initialize(opened: () => void): Promise<void> {
    const { accountId, browser, timings, events } = this.#options
    try {
      const puppeteer = await browser.optionsFor(accountId)
      const userAgent = await browser.userAgent()
      if (this.closed) return
      const client = new LeadlineClient({ ...puppeteer }, timings.modules, {
        opened: async (chromium, page) => {
          await this.#opened(chromium, page, userAgent)
          opened()
        },
        navigate: (load) => this.#navigate(load),
        document: (url) => {
          this.#document(url)
        },
        injected: () => {
          this.lookNow()
        },
        attached: () => {
          this.#onAttached()
        },
        failed: (stage, error) => {
          this.#failed(stage, error)
        },
        events,
      })
      this.client = client
      this.#listen(client)
      await client.initialize()
    } catch (error) {
      if (this.closed) return
      const reason = this.#browser === undefined ? launchFailure(error) : 'crashed'
      // Closing waits for this very function, so it must not be waited for here.
      void this.close(reason, causeOf(error))
    }
  }

  async #opened(browser: Browser, page: Page, userAgent: string): Promise<void> {
    this.#browser = browser
    this.page = page
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
        this.#options.logger.debug('dialog-failed', { cause: causeOf(error) })
      })
    })
    await page.evaluateOnNewDocument(watchPasskeys)
    if ((await page.evaluate(() => navigator.userAgent)) !== userAgent) await page.setUserAgent({ userAgent })
    this.#schedule()
  }

  #listen(client: LeadlineClient): void {
    client.on('qr', (qr) => {
      this.linking.qr(qr)
    })
    client.on('code', (code) => {
      this.linking.code(code)
    })
    client.on('loading_screen', (percent) => {
      this.#percent = percentOf(percent)
      if (!this.#attached && this.#stage === 'syncing') this.#report({ kind: 'syncing', percent: this.#percent })
    })
    client.on('authenticated', () => this.lookNow())
    client.on('change_state', () => this.lookNow())
    client.on('disconnected', (reason) => {
      if (String(reason) === 'LOGOUT') this.#loggedOut('signed out on the phone')
      else this.lookNow()
    })
  }

  /** Looks at the page at once instead of at the next beat. */
  lookNow(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#beat(), 0)
  }

  #schedule(): void {
    if (this.closed) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#beat(), this.#options.timings.look)
  }

  async #beat(): Promise<void> {
    const { timings, now, logger } = this.#options
    try {
      this.#judge(await this.evaluate(timings.lookTimeout, lookAtPage))
      this.#deafSince = null
    } catch (error) {
      // A document that goes away under the look is not deaf, the next one answers.
      if (isGone(error)) this.#deafSince = null
      else this.#deafSince ??= now()
      if (this.#deafSince !== null && now() - this.#deafSince > timings.deaf) {
        void this.close('crashed', 'the page does not answer')
      }
      logger.debug('look-failed', { cause: causeOf(error) })
    } finally {
      this.#schedule()
    }
  }

  #judge(look: Look): void {
    if (this.closed) return
    const { now } = this.#options
    const stage = stageOf(look)
    if (stage.kind !== this.#stage) this.#options.logger.info('stage', { stage: stage.kind })
    this.#stage = stage.kind
    if (stage.kind !== 'connecting') this.#connectingSince = null
    this.#unlinkedLooks = stage.kind === 'unlinked' ? this.#unlinkedLooks + 1 : 0
    this.#act(stage)
    const shown = stage.kind === 'unlinked' && this.linking.shown
    const well = stage.kind === 'ready' || shown
    const progress = `${stage.kind} ${this.#percent ?? ''}`
    if (!this.closed && this.#navigating === undefined && this.#watchdog.stalled(progress, well, now())) {
      this.#reload(`stuck: ${stage.kind}`)
    }
  }

  #act(stage: Stage): void {
    switch (stage.kind) {
      case 'ready':
        this.#outdated = 0
        this.#wasReady = true
        this.#report({ kind: 'ready', me: this.#me })
        return
      case 'syncing':
        this.#report({ kind: 'syncing', percent: this.#percent })
        if (stage.unsaid) this.#saySynced()
        return
      case 'unlinked':
        this.#unlinked(stage.idle)
        return
      case 'connecting':
        this.#connecting(stage.cause)
        return
      case 'loading':
        if (this.#wasReady) this.#report({ kind: 'reconnecting', cause: 'loading' })
        return
      case 'elsewhere':
        if (this.#navigating === undefined) this.#reload('not on the site')
        return
      case 'passkey':
        void this.#passkey()
        return
      case 'conflict':
        void this.close('conflict', 'WhatsApp Web was opened elsewhere')
        return
      case 'banned':
        void this.close('banned', stage.cause)
        return
      case 'outdated':
        this.#outdated++
        if (this.#outdated > 3) void this.close('changed', 'this WhatsApp Web is no longer accepted')
        else this.#reload('outdated')
        return
    }
  }

  /** Where a phone was linked, signing out deletes the profile: believed only when the page says so repeatedly. */
  #unlinked(idle: boolean): void {
    if (!this.#wasReady) this.linking.tick(idle)
    else if (this.#unlinkedLooks >= 3) this.#loggedOut('the phone unlinked this device')
  }

  #connecting(cause: string): void {
    const { timings, now } = this.#options
    this.#connectingSince ??= now()
    if (this.#wasReady || now() - this.#connectingSince > timings.connecting) {
      this.#report({ kind: 'reconnecting', cause })
    } else if (this.linking.shown) {
      this.#report({ kind: 'syncing', percent: null })
    }
  }

  /** The host may show WhatsApp's own window, where a person can answer; else linking is impossible here. */
  async #passkey(): Promise<void> {
    const { browser, accountId } = this.#options
    let shown = false
    try {
      shown = await browser.showWindow(accountId, true)
    } catch (error) {
      this.#options.logger.warn('show-window-failed', { cause: causeOf(error) })
    }
    if (!shown) await this.close('passkey', 'linking asks for a passkey')
  }

  #document(url: string): void {
    this.#attached = false
    this.#saying = false
    this.#percent = null
    this.linking.restart()
    if (url.includes('post_logout=1')) this.#loggedOut('signed out on the phone')
    else this.lookNow()
  }

  #onAttached(): void {
    const info = this.client?.info
    const address = addressOf(info?.wid) ?? ''
    this.#me = { address, phone: phoneOf(address), name: info?.pushname ?? null }
    this.#attached = true
    this.#suspicion.clear()
    this.lookNow()
  }

  /** The library waits for an event that may have come before it listened. Saying it twice does no harm: attaching happens once. */
  #saySynced(): void {
    if (this.#saying || this.#attached) return
    this.#saying = true
    this.evaluate(this.#options.timings.read, saySynced).catch((error: unknown) => {
      if (!isGone(error)) this.#failed('attach', error)
    })
  }

  #failed(stage: 'inject' | 'attach', error: unknown): void {
    if (this.closed || isGone(error)) return
    this.#options.logger.warn('injection-failed', { stage, cause: causeOf(error) })
    this.#suspicion.raise(stage, causeOf(error))
  }

  #loggedOut(detail: string): void {
    void this.close('logged-out', detail)
  }

  /** Loads the site anew, once at a time. */
  #reload(cause: string): void {
    if (this.closed || this.#navigating !== undefined || this.client === undefined) return
    this.#options.logger.info('reload', { cause })
    this.client.navigate().catch((error: unknown) => {
      this.#options.logger.debug('reload-ended', { cause: causeOf(error) })
    })
  }

  async #navigate(load: (ms: number) => Promise<void>): Promise<void> {
    this.#navigating ??= this.#tryLoading(load).finally(() => {
      this.#navigating = undefined
    })
    await this.#navigating
  }

  async #tryLoading(load: (ms: number) => Promise<void>): Promise<void> {
    const { timings } = this.#options
    for (let attempt = 0; !this.closed; attempt++) {
      try {
        await within(timings.navigation + 1_000, load(timings.navigation))
        return
      } catch (error) {
        if (this.closed) break
        const cause = networkCause(error) ?? causeOf(error)
        this.#options.logger.info('loading-failed', { attempt, cause })
        this.#report({ kind: 'reconnecting', cause })
        await this.#wait(timings.retries[Math.min(attempt, timings.retries.length - 1)] ?? 30_000)
      }
    }
    throw new Error('stopped')
  }

  /** Evaluates in the page. @throws what the page throws, `TimeoutError`. */
  async evaluate<A extends unknown[], T>(ms: number, run: (...args: A) => T | Promise<T>, ...args: A): Promise<T> {
    if (this.page === undefined || this.closed) throw new Error('page has been closed')
    return evaluate(this.page, ms, run, ...args)
  }

  async #requestCode(phone: string): Promise<void> {
    const { timings } = this.#options
    if (this.client === undefined) throw new Error('page has been closed')
    await within(timings.read, this.client.requestPairingCode(phone.replace(/\D/g, ''), true, timings.pairingCode))
  }

  /** Signs out at WhatsApp and waits for it, then ends as `logged-out`, whether WhatsApp answered or not. */
  async logout(): Promise<void> {
    const { timings, logger } = this.#options
    try {
      if (this.page !== undefined && !this.closed && this.#stage !== 'unlinked') {
        const left = this.page.waitForNavigation({ waitUntil: 'domcontentloaded', timeout: timings.logout })
        const said = this.evaluate(timings.logout, socketLogout)
        await Promise.allSettled([said, within(timings.logout, left)])
      }
    } catch (error) {
      logger.warn('logout-failed', { cause: causeOf(error) })
    }
    await this.close('logged-out', 'signed out here')
  }

  /** Ends the browser, and with `logged-out` deletes its profile; then reports `closed`. The first reason stands. Never rejects. */
  close(reason: WaClosedReason, detail: string): Promise<void> {
    this.#closing ??= this.#close(reason, detail)
    return this.#closing
  }

  async #close(reason: WaClosedReason, detail: string): Promise<void> {
    const { timings, logger, browser, accountId } = this.#options
    this.#aborted.abort()
    clearTimeout(this.#timer)
    this.client?.end()
    if (this.#browser !== undefined) await endBrowser(this.#browser, timings.close)
    // A browser that was just being launched ends as soon as it is there.
    if (this.#opening !== undefined) {
      await within(timings.close, this.#opening).catch((error: unknown) => {
        logger.warn('opening-outlived', { cause: causeOf(error) })
      })
    }
    if (reason === 'logged-out') {
      await browser.clear(accountId).catch((error: unknown) => {
        logger.error('profile-not-cleared', { cause: causeOf(error) })
      })
    }
    logger.info('closed', { reason, detail })
    this.#options.report({ kind: 'closed', reason, detail })
  }

  #report(state: WaState): void {
    if (!this.closed) this.#options.report(state)
  }

  /** Waits, but not beyond the run's end. */
  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        this.#aborted.signal.removeEventListener('abort', done)
        resolve()
      }
      const timer = setTimeout(done, ms)
      this.#aborted.signal.addEventListener('abort', done)
    })
  }
}

/** In the page. */
async function refreshQr(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.require('WAWebCmd').Cmd.refreshQR()
}

/** In the page. */
async function saySynced(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.onAppStateHasSyncedEvent?.()
}

/** In the page. */
async function socketLogout(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.require('WAWebSocketModel').Socket.logout()
}
