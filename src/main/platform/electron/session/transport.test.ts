/** The transport alone: what it answers, what it passes on, and how it ends. */
import type { Protocol } from 'puppeteer-core'
import puppeteer from 'puppeteer-core'
import { expect, test } from 'vitest'
import type { CdpBackend, CdpListeners, CdpParams } from './cdp'
import { judge, PAGE_SESSION, TAB_SESSION } from './targets'
import { PageTransport } from './transport'

interface Sent {
  method: string
  params: CdpParams | undefined
  sessionId: string | undefined
}

/** A page that answers every command with nothing, unless told otherwise. */
class FakePage implements CdpBackend {
  readonly sent: Sent[] = []
  closed = 0
  listeners: CdpListeners | undefined
  answer: (sent: Sent) => Promise<unknown> = () => Promise.resolve({})

  send(method: string, params: CdpParams | undefined, sessionId: string | undefined): Promise<unknown> {
    const sent = { method, params, sessionId }
    this.sent.push(sent)
    return this.answer(sent)
  }
  listen(listeners: CdpListeners): void {
    this.listeners = listeners
  }
  close(): Promise<void> {
    this.closed++
    return Promise.resolve()
  }
}

interface Told {
  id?: number
  method?: string
  sessionId?: string
  result?: Record<string, unknown>
  error?: { code?: number; message: string }
}

/** What puppeteer would hear, and a promise of the next message that `matches`. */
function connected() {
  const page = new FakePage()
  const transport = new PageTransport(page)
  const told: (Told | 'closed')[] = []
  let check = (): void => undefined
  transport.onmessage = (message) => {
    told.push(JSON.parse(message) as Told)
    check()
  }
  transport.onclose = () => {
    told.push('closed')
    check()
  }
  const until = async (length: number): Promise<(Told | 'closed')[]> => {
    while (told.length < length) await new Promise<void>((resolve) => (check = resolve))
    return told
  }
  const send = (method: string, sessionId?: string, params?: CdpParams): void => {
    transport.send(JSON.stringify({ id: 1, method, params, sessionId }))
  }
  return { page, transport, until, send }
}

test('a tab is found, and in it a page', async () => {
  const { page, until, send } = connected()
  send('Target.setDiscoverTargets')
  send('Target.setAutoAttach')
  send('Target.setAutoAttach', TAB_SESSION)
  const told = await until(7)
  expect(told.map((each) => (each === 'closed' ? each : (each.method ?? each.id)))).toEqual([
    'Target.targetCreated',
    'Target.targetCreated',
    1,
    'Target.attachedToTarget',
    1,
    'Target.attachedToTarget',
    1,
  ])
  expect(told[5]).toMatchObject({ sessionId: TAB_SESSION, params: { sessionId: PAGE_SESSION } })
  expect(page.sent).toEqual([])
})

test.each([
  ['Page.enable', PAGE_SESSION, { kind: 'forward', sessionId: undefined }],
  ['Target.setAutoAttach', PAGE_SESSION, { kind: 'forward', sessionId: undefined }],
  ['Runtime.runIfWaitingForDebugger', 'worker-1', { kind: 'forward', sessionId: 'worker-1' }],
  ['Emulation.setDeviceMetricsOverride', PAGE_SESSION, { kind: 'answer', before: [], result: {} }],
  ['Runtime.runIfWaitingForDebugger', TAB_SESSION, { kind: 'answer', before: [], result: {} }],
  ['Storage.getCookies', undefined, { kind: 'forward', sessionId: undefined }],
  ['Target.createBrowserContext', undefined, { kind: 'refuse' }],
  ['Browser.setDownloadBehavior', undefined, { kind: 'refuse' }],
] as const)('%s in session %s', (method, sessionId, verdict) => {
  expect(judge({ id: 1, method, ...(sessionId === undefined ? {} : { sessionId }) })).toEqual(verdict)
})

test('an answer goes back to the session that asked', async () => {
  const { page, until, send } = connected()
  page.answer = ({ method, sessionId }) => Promise.resolve({ method, inner: sessionId ?? 'page' })
  send('Page.enable', PAGE_SESSION, { a: 1 })
  send('Runtime.enable', 'worker-1')
  send('Storage.getCookies')
  expect(await until(3)).toEqual([
    { id: 1, sessionId: PAGE_SESSION, result: { method: 'Page.enable', inner: 'page' } },
    { id: 1, sessionId: 'worker-1', result: { method: 'Runtime.enable', inner: 'worker-1' } },
    { id: 1, result: { method: 'Storage.getCookies', inner: 'page' } },
  ])
  expect(page.sent[0]).toEqual({ method: 'Page.enable', params: { a: 1 }, sessionId: undefined })
})

test("a refusal is told with its words, and an event without a session is the page's", async () => {
  const { page, until, send } = connected()
  page.answer = () => Promise.reject(Object.assign(new Error('No node'), { code: -32_000 }))
  page.listeners?.message('Page.loadEventFired', { timestamp: 1 }, undefined)
  page.listeners?.message('Runtime.consoleAPICalled', {}, 'worker-1')
  send('DOM.describeNode', PAGE_SESSION)
  send('Browser.getWindowForTarget')
  expect(await until(4)).toMatchObject([
    { method: 'Page.loadEventFired', sessionId: PAGE_SESSION, params: { timestamp: 1 } },
    { method: 'Runtime.consoleAPICalled', sessionId: 'worker-1' },
    { id: 1, error: { code: -32_601 } },
    { id: 1, sessionId: PAGE_SESSION, error: { code: -32_000, message: 'No node' } },
  ])
})

test('a page that is gone closes the connection, ends what is left of it, and refuses what comes after', async () => {
  const { page, until, send } = connected()
  page.listeners?.detached('target closed')
  page.listeners?.detached('target closed')
  send('Page.enable', PAGE_SESSION)
  expect(await until(2)).toMatchObject(['closed', { id: 1, error: { message: /closed/ } }])
  expect(page.closed).toBe(1)
  expect(page.sent).toEqual([])
})

test('closing the browser waits for the page to end', async () => {
  const { page, until, send, transport } = connected()
  let end = (): void => undefined
  page.close = () => {
    page.closed++
    return new Promise((resolve) => (end = resolve))
  }
  send('Browser.close')
  page.listeners?.message('Page.frameStoppedLoading', {}, undefined)
  expect(await until(1)).toMatchObject([{ method: 'Page.frameStoppedLoading' }])
  end()
  expect(await until(3)).toMatchObject([{}, { id: 1, result: {} }, 'closed'])
  transport.close()
  expect(page.closed).toBe(1)
})

test('puppeteer finds one page, however often it asks for a new one, and both close', async () => {
  const page = new FakePage()
  const frame: Protocol.Page.FrameTree = {
    frame: {
      id: 'frame',
      loaderId: 'loader',
      url: 'about:blank',
      domainAndRegistry: '',
      securityOrigin: '://',
      mimeType: 'text/html',
      secureContextType: 'InsecureScheme',
      crossOriginIsolatedContextType: 'NotIsolated',
      gatedAPIFeatures: [],
    },
  }
  page.answer = ({ method }) => Promise.resolve(method === 'Page.getFrameTree' ? { frameTree: frame } : {})
  const browser = await puppeteer.connect({ transport: new PageTransport(page), defaultViewport: null })
  const first = await browser.newPage()
  expect(await browser.newPage()).toBe(first)
  expect(await browser.pages()).toEqual([first])
  const ends: string[] = []
  first.once('close', () => ends.push('page'))
  browser.once('disconnected', () => ends.push('browser'))
  await first.close()
  expect(first.isClosed()).toBe(true)
  await expect.poll(() => ends).toEqual(['page', 'browser'])
  expect(browser.connected).toBe(false)
  expect(page.closed).toBe(1)
})
