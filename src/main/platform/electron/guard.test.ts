/** The guard against stand-ins that ask what Chromium would ask. */
import { EventEmitter } from 'node:events'
import type { App, Session } from 'electron'
import { expect, it } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import { guardEverything } from './guard'
import { OWN_URL } from './security'

type Handler = (...args: unknown[]) => unknown

function fakeSession() {
  const handlers: Record<string, Handler> = {}
  const keep = (name: string) => (handler: Handler) => (handlers[name] = handler)
  return {
    handlers,
    setPermissionRequestHandler: keep('request'),
    setPermissionCheckHandler: keep('check'),
    setDevicePermissionHandler: keep('device'),
  }
}

class FakeContents extends EventEmitter {
  open: Handler = () => null
  constructor(readonly session: unknown) {
    super()
  }
  setWindowOpenHandler(handler: Handler): void {
    this.open = handler
  }
  /** Whether it was let through. */
  asks(event: string, url: string, isMainFrame = true): boolean {
    let denied = false
    this.emit(event, { url, isMainFrame, preventDefault: () => (denied = true) })
    return !denied
  }
}

function make() {
  const app = new EventEmitter()
  const [own, other] = [fakeSession(), fakeSession()]
  const opened: string[] = []
  guardEverything({
    app: app as unknown as App,
    isOwn: (session: Session) => (session as unknown) === own,
    openExternal: (url) => {
      opened.push(url)
      return Promise.resolve()
    },
    logger: () => silentLogger,
  })
  app.emit('session-created', own)
  app.emit('session-created', other)
  const [window, whatsapp] = [new FakeContents(own), new FakeContents(other)]
  app.emit('web-contents-created', {}, window)
  app.emit('web-contents-created', {}, whatsapp)
  return { own, other, window, whatsapp, opened }
}

const HOSTILE = [
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,x',
  'leadline-app://inbox.evil/',
  'https://evil.example/',
]

it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
  '%s leads to our own pages alone',
  (event) => {
    const { window, whatsapp } = make()
    expect(window.asks(event, `${OWN_URL}#/settings`)).toBe(true)
    expect(window.asks(event, 'https://web.whatsapp.com/')).toBe(false)
    expect(whatsapp.asks(event, 'https://web.whatsapp.com/?post_logout=1')).toBe(true)
    expect(whatsapp.asks(event, OWN_URL)).toBe(false)
    for (const url of HOSTILE)
      expect([window.asks(event, url), whatsapp.asks(event, url)]).toEqual([false, false])
  },
)

it('lets no frame of ours lead elsewhere', () => {
  const { window } = make()
  expect(window.asks('will-frame-navigate', 'https://evil.example/', false)).toBe(false)
})

it('opens no window, and outside only what a person clicked in ours', () => {
  const { window, whatsapp, opened } = make()
  for (const url of [...HOSTILE.slice(0, 4), 'https://shop.example/'])
    for (const contents of [window, whatsapp]) expect(contents.open({ url })).toEqual({ action: 'deny' })
  expect(opened).toEqual(['https://shop.example/'])
})

it('attaches no webview', () => {
  const { window, whatsapp } = make()
  expect([window, whatsapp].map((each) => each.asks('will-attach-webview', OWN_URL))).toEqual([false, false])
})

it('denies permissions on every session, asked for or checked', () => {
  const { own, other } = make()
  const ours = { requestingUrl: OWN_URL, isMainFrame: true }
  const asked = ({ handlers }: typeof own, permission: string, details: object): unknown[] => {
    const answers: unknown[] = []
    handlers['request']?.(null, permission, (answer: unknown) => answers.push(answer), details)
    answers.push(handlers['check']?.(null, permission, '', details), handlers['device']?.({}))
    return answers
  }
  expect(asked(own, 'clipboard-sanitized-write', ours)).toEqual([true, true, false])
  for (const permission of [
    'media',
    'geolocation',
    'notifications',
    'usb',
    'openExternal',
    'display-capture',
  ])
    expect(asked(own, permission, ours)).toEqual([false, false, false])
  const theirs = { requestingUrl: 'https://web.whatsapp.com/', isMainFrame: true }
  for (const permission of ['clipboard-sanitized-write', 'media', 'persistent-storage'])
    expect(asked(other, permission, theirs)).toEqual([false, false, false])
})
