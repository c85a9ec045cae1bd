/** For the session's tests: a real Chromium pointed at a WhatsApp Web on loopback, and waiting for what a session tells. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { controlOf, type WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { startWhatsAppWeb, type WhatsAppWeb } from '../../../e2e/whatsapp-web/server'
import { browserArgs, chromiumPath } from '../../../e2e/whatsapp-web/testing'
import type { CdpBackend } from '../platform/electron/session/cdp'
import { socketBackend } from '../platform/electron/session/socket-backend.testing'
import { PageTransport } from '../platform/electron/session/transport'
import type { Logger, SessionBrowser } from '../platform/ports'
import { createWhatsAppSession } from './session'
import type { Timings } from './timings'
import type { WaEvent, WaMessage, WaState, WhatsAppSession } from './types'

const USER_AGENT =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36'

/** Short enough for a test, long enough for a busy machine. */
export const QUICK: Partial<Timings> = {
  look: 100,
  navigation: 5_000,
  retries: [200, 500],
  settle: 1_000,
  downloadRetry: 200,
  logout: 3_000,
}

/** How the browser is driven: whole and over a pipe as in the service host, or one page of it over a transport as in the desktop. */
export type Driven = 'whole browser' | 'one page'
export const DRIVEN: readonly Driven[] = ['whole browser', 'one page']

export interface TestBrowser extends SessionBrowser {
  readonly profile: string
  /** Whether WhatsApp's own window can be shown here. */
  canShow: boolean
  remove(): void
}

export function testBrowser(site: { endpoint: string; spki: string }, driven: Driven): TestBrowser {
  const executable = chromiumPath()
  const profile = mkdtempSync(join(tmpdir(), 'leadline-session-'))
  const remove = (): void => {
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
  const args = [...browserArgs(site), `--user-agent=${USER_AGENT}`]
  let page: CdpBackend | undefined
  return {
    profile,
    canShow: false,
    remove,
    async optionsFor() {
      if (driven === 'whole browser') {
        return { executablePath: executable, headless: true, pipe: true, userDataDir: profile, args }
      }
      await page?.close()
      page = await socketBackend({ executable, profile, args })
      return { transport: new PageTransport(page), defaultViewport: null }
    },
    async clear() {
      await page?.close()
      remove()
    },
    userAgent: () => Promise.resolve(USER_AGENT),
    memory: () => Promise.resolve(new Map()),
    showWindow() {
      return Promise.resolve(this.canShow)
    },
  }
}

/** Keeps every line, so that a failing test can show them. */
export function testLogger(lines: string[]): Logger {
  const line =
    (level: string) =>
    (event: string, fields?: Record<string, unknown>): void => {
      lines.push(`${level} ${event} ${JSON.stringify(fields ?? {})}`)
    }
  const logger: Logger = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    child: () => logger,
  }
  return logger
}

type Kind<K extends WaState['kind']> = Extract<WaState, { kind: K }>
type Type<T extends WaEvent['type']> = Extract<WaEvent, { type: T }>

export interface TestSession {
  readonly session: WhatsAppSession
  readonly browser: TestBrowser
  readonly events: WaEvent[]
  readonly lines: string[]
  /** Kinds of the states told, in order. */
  states(): string[]
  messages(): WaMessage[]
  /** The state, once it is of this kind. Rejects after `ms`, saying what was told and logged instead. */
  until<K extends WaState['kind']>(kind: K, ms?: number): Promise<Kind<K>>
  /** The first event (told since `since`, an index into `events`) that matches. */
  event<T extends WaEvent['type']>(
    type: T,
    matches?: (event: Type<T>) => boolean,
    since?: number,
  ): Promise<Type<T>>
}

/** Not started yet; whoever makes it stops it and removes its browser's profile. */
export function testSession(
  site: { endpoint: string; spki: string },
  driven: Driven,
  timings: Partial<Timings> = {},
): TestSession {
  const lines: string[] = []
  const events: WaEvent[] = []
  const browser = testBrowser(site, driven)
  const session = createWhatsAppSession({
    accountId: 'test',
    browser,
    logger: testLogger(lines),
    timings: { ...QUICK, ...timings },
  })
  session.subscribe((event) => events.push(event))

  function waitFor<T>(what: string, ms: number, look: () => T | undefined): Promise<T> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        const found = look()
        if (found === undefined) return
        leave()
        clearTimeout(timer)
        resolve(found)
      }
      const leave = session.subscribe(check)
      const timer = setTimeout(() => {
        leave()
        const told = events.map((event) => (event.type === 'state' ? event.state.kind : event.type)).join(' ')
        reject(
          new Error(`${what} did not come within ${ms} ms; told: ${told}\n${lines.slice(-30).join('\n')}`),
        )
      }, ms)
      check()
    })
  }

  return {
    session,
    browser,
    events,
    lines,
    states: () => events.filter((event) => event.type === 'state').map((event) => event.state.kind),
    messages: () => events.filter((event) => event.type === 'message').map((event) => event.message),
    until: <K extends WaState['kind']>(kind: K, ms = 20_000) =>
      waitFor(`State ${kind}`, ms, () =>
        session.state.kind === kind ? (session.state as Kind<K>) : undefined,
      ),
    event: <T extends WaEvent['type']>(
      type: T,
      matches: (event: Type<T>) => boolean = () => true,
      since = 0,
    ) =>
      waitFor(`Event ${type}`, 15_000, () =>
        events
          .slice(since)
          .find((event): event is Type<T> => event.type === type && matches(event as Type<T>)),
      ),
  }
}

export interface TestSite {
  readonly site: WhatsAppWeb
  readonly control: WhatsAppControl
  /** Not started yet; ended with the test, or with the last one. */
  session(timings?: Partial<Timings>, driven?: Driven): TestSession
  /** The same, linked and ready. */
  linked(timings?: Partial<Timings>, driven?: Driven): Promise<TestSession>
}

/**
 * A simulator for the tests of a file or a `describe`, which ends what they open and lets no rejection go unhandled.
 * @param lasting sessions last until the last test instead of one.
 */
export function useSite({ lasting = false } = {}): TestSite {
  let site: WhatsAppWeb
  let control: WhatsAppControl
  const tests: TestSession[] = []
  const unhandled: unknown[] = []
  const onUnhandled = (reason: unknown): void => {
    unhandled.push(reason)
  }
  const endAll = async (): Promise<void> => {
    for (const test of tests.splice(0)) {
      await test.session.stop()
      test.browser.remove()
    }
  }

  beforeAll(async () => {
    process.on('unhandledRejection', onUnhandled)
    site = await startWhatsAppWeb()
    control = controlOf(site.controlUrl)
  })
  afterEach(async () => {
    if (!lasting) await endAll()
    expect(unhandled).toEqual([])
  })
  afterAll(async () => {
    await endAll()
    await site.close()
    process.off('unhandledRejection', onUnhandled)
    expect(unhandled).toEqual([])
  })

  const session = (timings: Partial<Timings> = {}, driven: Driven = 'whole browser'): TestSession => {
    const test = testSession(site, driven, timings)
    tests.push(test)
    return test
  }
  return {
    get site() {
      return site
    },
    get control() {
      return control
    },
    session,
    linked: async (timings, driven) => {
      const test = session(timings, driven)
      await test.session.start()
      await control.pair({ qr: (await test.until('qr')).qr })
      await test.until('ready')
      return test
    },
  }
}
