/** The windows' decisions, with a stand-in for Electron; what Electron itself makes of them only Electron can show. */
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Logger } from '../../ports'
import { HUNG_AFTER } from '../revival'
import { FakeSession, FakeWindow } from './electron.testing'
import { createPartitions, createWhatsAppBrowser } from './index'
import type { PageTransport } from './transport'
import { PAGE_SESSION } from './targets'

vi.mock('electron', async () => {
  const { FakeSession, FakeWindow, PAGE_PROCESS } = await import('./electron.testing')
  const app = { getAppMetrics: () => [{ pid: PAGE_PROCESS, memory: { workingSetSize: 2_048 } }] }
  return { app, BrowserWindow: FakeWindow, session: FakeSession }
})

const ACCOUNT = 'acc-1'
const PARTITION = 'persist:whatsapp-acc-1'
const logged: string[] = []
const links: string[] = []
let isQuitting = false
const note = (event: string): void => void logged.push(event)
const logger: Logger = { debug: note, info: note, warn: note, error: note, child: () => logger }

beforeEach(() => {
  FakeWindow.all.length = 0
  FakeWindow.loadFails = false
  FakeSession.all.clear()
  logged.length = 0
  links.length = 0
  isQuitting = false
})
afterEach(() => {
  vi.useRealTimers()
})

const make = () =>
  createWhatsAppBrowser({
    chromium: '146.0.7000.55',
    partitions: createPartitions(path.join(os.tmpdir(), 'leadline-no-partitions')),
    logger,
    openLink: (url) => void links.push(url),
    isQuitting: () => isQuitting,
  })

/** A window that is driven, with what its transport tells. */
async function opened() {
  const browser = make()
  const { transport } = (await browser.optionsFor(ACCOUNT)) as { transport: PageTransport }
  const told: string[] = []
  transport.onmessage = (message) => void told.push(message)
  transport.onclose = () => void told.push('closed')
  const window = FakeWindow.all.at(-1)
  const session = FakeSession.all.get(PARTITION)
  if (window === undefined || session === undefined) throw new Error('no window')
  return { browser, transport, told, window, session, cdp: window.webContents.debugger }
}

/** An event that can be refused. */
const refusable = (more: object = {}) => {
  const event = {
    ...more,
    defaultPrevented: false,
    preventDefault: () => void (event.defaultPrevented = true),
  }
  return event
}

test('a hidden, sandboxed window with a session of its own, and no word of Electron', async () => {
  const { browser, window, session, cdp } = await opened()
  expect(window.options).toMatchObject({
    show: false,
    webPreferences: {
      partition: PARTITION,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      backgroundThrottling: false,
    },
  })
  expect(window.options).not.toHaveProperty('webPreferences.preload')
  expect(window.calls).toEqual(['removeMenu', 'about:blank'])
  expect(window.webContents.muted).toBe(true)
  expect(cdp.sent).toEqual([['attach', '1.3']])
  expect(session.userAgent).toBe(await browser.userAgent())
  expect(session.userAgent).toMatch(/Chrome\/146\.0\.0\.0 Safari\/537\.36$/)
  expect(session.userAgent).not.toMatch(/Electron|Leadline/i)
})

test('the page itself has no session for Electron, and a worker has its own', async () => {
  const { transport, told, cdp } = await opened()
  transport.send(JSON.stringify({ id: 1, method: 'Page.enable', sessionId: PAGE_SESSION }))
  transport.send(JSON.stringify({ id: 2, method: 'Runtime.enable', params: {}, sessionId: 'worker' }))
  cdp.emit('message', {}, 'Page.loadEventFired', { timestamp: 1 }, '')
  cdp.emit('message', {}, 'Runtime.consoleAPICalled', undefined, 'worker')
  await expect.poll(() => told.length).toBe(4)
  expect(cdp.sent.slice(1)).toEqual([
    ['Page.enable', {}, undefined],
    ['Runtime.enable', {}, 'worker'],
  ])
  expect(told.map((message) => JSON.parse(message) as unknown)).toEqual(
    expect.arrayContaining([
      { method: 'Page.loadEventFired', params: { timestamp: 1 }, sessionId: PAGE_SESSION },
      { method: 'Runtime.consoleAPICalled', params: {}, sessionId: 'worker' },
      { id: 1, sessionId: PAGE_SESSION, result: { method: 'Page.enable' } },
    ]),
  )
})

test('a page that asks to stay is left all the same', async () => {
  const { window } = await opened()
  const event = refusable()
  window.webContents.emit('will-prevent-unload', event)
  expect(event.defaultPrevented).toBe(true)
})

test('a download is refused, once however many windows there were', async () => {
  const { browser, session } = await opened()
  await browser.optionsFor(ACCOUNT)
  const download = refusable()
  session.emit('will-download', download)
  expect(download.defaultPrevented).toBe(true)
  expect(logged).toEqual(['whatsapp-download-refused'])
})

test('no other window opens; a link goes to the host where somebody can have clicked it', async () => {
  const { browser, window } = await opened()
  const open = () => window.webContents.openHandler?.({ url: 'https://faq.whatsapp.com/' })
  expect(open()).toEqual({ action: 'deny' })
  expect(links).toEqual([])
  await browser.showWindow(ACCOUNT, true)
  expect(open()).toEqual({ action: 'deny' })
  expect(links).toEqual(['https://faq.whatsapp.com/'])
})

test.each([
  ['a crash', 'render-process-gone', [{}, { reason: 'crashed', exitCode: 5 }]],
  ['memory running out', 'render-process-gone', [{}, { reason: 'oom', exitCode: 1 }]],
] as const)('%s closes the connection and the window', async (_what, event, args) => {
  const { browser, window, told } = await opened()
  window.webContents.emit(event, ...args)
  await expect.poll(() => told).toEqual(['closed'])
  expect(window.destroyed).toBe(true)
  expect(logged).toContain('whatsapp-crashed')
  expect(await browser.showWindow(ACCOUNT, true)).toBe(false)
})

test('developer tools end the session, which starts anew in a new window', async () => {
  const { browser, window, told, cdp } = await opened()
  cdp.emit('detach', {}, 'replaced_with_devtools')
  await expect.poll(() => told).toEqual(['closed'])
  expect(window.destroyed).toBe(true)
  await browser.optionsFor(ACCOUNT)
  expect(FakeWindow.all).toHaveLength(2)
})

test('a page that hangs is ended, one that comes back in time is not', async () => {
  const { window } = await opened()
  vi.useFakeTimers()
  window.webContents.emit('unresponsive')
  vi.advanceTimersByTime(HUNG_AFTER - 1)
  window.webContents.emit('responsive')
  vi.advanceTimersByTime(2 * HUNG_AFTER)
  expect(window.destroyed).toBe(false)
  window.webContents.emit('unresponsive')
  vi.advanceTimersByTime(HUNG_AFTER)
  expect(window.destroyed).toBe(true)
  expect(logged).toContain('whatsapp-hung')
})

test('shown and hidden; closing a shown one hides it, and a hidden one lets the system close it', async () => {
  const { browser, window, told } = await opened()
  expect(await browser.showWindow('acc-2', true)).toBe(false)
  expect(await browser.showWindow(ACCOUNT, true)).toBe(true)
  expect(window.visible).toBe(true)
  expect(window.webContents.muted).toBe(false)
  const byPerson = refusable()
  window.emit('close', byPerson)
  expect(byPerson.defaultPrevented).toBe(true)
  expect(window.visible).toBe(false)
  expect(window.webContents.muted).toBe(true)
  expect(window.destroyed).toBe(false)
  expect(await browser.showWindow(ACCOUNT, true)).toBe(true)
  expect(await browser.showWindow(ACCOUNT, false)).toBe(true)
  const bySystem = refusable()
  window.emit('close', bySystem)
  expect(bySystem.defaultPrevented).toBe(false)
  window.destroy()
  await expect.poll(() => told).toEqual(['closed'])
})

test('a shown one does not hold up the end, nor an update that closes all windows first', async () => {
  const { browser, window } = await opened()
  await browser.showWindow(ACCOUNT, true)
  isQuitting = true
  const closing = refusable()
  window.emit('close', closing)
  expect(closing.defaultPrevented).toBe(false)
})

test('an account has one window: an older one is ended first', async () => {
  const { browser, told } = await opened()
  await browser.optionsFor(ACCOUNT)
  await expect.poll(() => told).toEqual(['closed'])
  expect(FakeWindow.all.map((window) => window.destroyed)).toEqual([true, false])
  expect(await browser.showWindow(ACCOUNT, true)).toBe(true)
  expect(FakeWindow.all[1]?.visible).toBe(true)
})

test("the browser's end is the window's end", async () => {
  const { transport, window, session, told } = await opened()
  transport.send(JSON.stringify({ id: 1, method: 'Browser.close' }))
  await expect.poll(() => told).toEqual([JSON.stringify({ id: 1, result: {} }), 'closed'])
  expect(window.destroyed).toBe(true)
  expect(session.flushed).toBe(1)
})

test('clearing ends the window and deletes what is kept', async () => {
  const { browser, window, session } = await opened()
  await browser.clear(ACCOUNT)
  expect(window.destroyed).toBe(true)
  expect(session.cleared).toEqual(['storage', 'cache'])
  expect(FakeSession.all.size).toBe(1)
})

test('a window that does not open leaves nothing behind', async () => {
  FakeWindow.loadFails = true
  const browser = make()
  await expect(browser.optionsFor(ACCOUNT)).rejects.toThrow('ERR_FAILED')
  expect(FakeWindow.all[0]?.destroyed).toBe(true)
  expect(await browser.showWindow(ACCOUNT, true)).toBe(false)
})

test.each(['..', '../x', 'a/b', 'a\\b', '', 'persist:x'])('%j is no account', async (id) => {
  await expect(make().optionsFor(id)).rejects.toThrow(RangeError)
  await expect(make().clear(id)).rejects.toThrow(RangeError)
  expect(FakeWindow.all).toEqual([])
  expect(FakeSession.all.size).toBe(0)
})

test('tells the memory of the page, and of no page that is not there', async () => {
  const { browser, window } = await opened()
  expect(await browser.memory([ACCOUNT, 'acc-2'])).toEqual(new Map([[ACCOUNT, 2_048 * 1024]]))
  window.destroy()
  expect(await browser.memory([ACCOUNT])).toEqual(new Map())
})
