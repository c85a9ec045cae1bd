import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  externalUrl,
  mayBeServed,
  mayNavigate,
  mayUse,
  OWN_ORIGIN,
  OWN_URL,
  refusedSwitches,
  WHATSAPP_ORIGIN,
} from './security'

describe('navigation', () => {
  it.each([OWN_URL, `${OWN_URL}#/inbox/1`, `${OWN_URL}index.html?x`])('%s is ours', (url) => {
    expect(mayNavigate(url, OWN_ORIGIN)).toBe(true)
  })

  it.each([
    'file:///etc/passwd',
    'file://inbox/',
    'javascript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'about:blank',
    'blob:leadline-app://inbox/1',
    'view-source:leadline-app://inbox/',
    'https://inbox/',
    'http://leadline-app//inbox/',
    'leadline-app://inbox.evil/',
    'leadline-app://evil/inbox',
    'leadline-app://inbox:1/',
    'leadline-app://inbox@evil/',
    'leadline-app://evil@inbox/',
    'leadline-app:inbox',
    'leadline-app:///inbox',
    'leadline-apps://inbox/',
    'leadline://inbox/',
    'https://web.whatsapp.com/',
    '',
    'x'.repeat(1_000_000),
  ])('%.80s is not', (url) => {
    expect(mayNavigate(url, OWN_ORIGIN)).toBe(false)
  })

  it.each([
    ['https://web.whatsapp.com/?post_logout=1', true],
    ['http://web.whatsapp.com/', false],
    ['https://web.whatsapp.com.evil.example/', false],
    ['https://evil.example/web.whatsapp.com', false],
    ['https://web.whatsapp.com@evil.example/', false],
    ['https://web.whatsapp.com:8443/', false],
    ['https://wеb.whatsapp.com/', false],
    [OWN_URL, false],
  ])('of WhatsApp’s window to %s: %s', (url, may) => {
    expect(mayNavigate(url, WHATSAPP_ORIGIN)).toBe(may)
  })
})

describe('opened outside', () => {
  it.each([
    ['https://shop.example/kopi?x=1#y', 'https://shop.example/kopi?x=1#y'],
    ['HTTPS://SHOP.example', 'https://shop.example/'],
    ['mailto:budi@shop.example?subject=Kopi', 'mailto:budi@shop.example?subject=Kopi'],
    ['tel:+62812-345-678', 'tel:+62812-345-678'],
  ])('%s', (url, opened) => {
    expect(externalUrl(url)).toBe(opened)
  })

  it.each([
    'http://shop.example/',
    'file:///etc/passwd',
    'smb://share/x',
    'javascript:alert(1)',
    'data:text/html,x',
    'leadline://chat/+628123456789',
    'leadline-app://inbox/',
    'ms-msdt:/id',
    'https://user:password@shop.example/',
    'https://bank.example@evil.example/',
    'mailto:budi@shop.example?attach=/etc/passwd',
    'tel:*#06#;ext=1,2',
    'https://',
    ' ',
    `https://shop.example/${'x'.repeat(5_000)}`,
  ])('not %.60s', (url) => {
    expect(externalUrl(url)).toBeNull()
  })

  it('whatever it is, only these three kinds come out', () => {
    fc.assert(
      fc.property(fc.oneof(fc.webUrl(), fc.string()), (text) => {
        expect(externalUrl(text) ?? 'https:').toMatch(/^(?:https|mailto|tel):/)
      }),
    )
  })
})

describe('permissions', () => {
  const ours = { url: OWN_URL, isMainFrame: true }
  it.each(['clipboard-sanitized-write', 'fullscreen'])('let our own page have %s', (permission) => {
    expect(mayUse(permission, ours)).toBe(true)
  })

  it.each([
    'clipboard-read',
    'media',
    'geolocation',
    'notifications',
    'openExternal',
    'usb',
    'hid',
    'unknown',
  ])('deny %s to everybody', (permission) => {
    expect(mayUse(permission, ours)).toBe(false)
  })

  it.each([
    { url: WHATSAPP_ORIGIN, isMainFrame: true },
    { url: OWN_URL, isMainFrame: false },
    { url: undefined, isMainFrame: true },
    { url: '', isMainFrame: true },
  ])('deny all to %o', (page) => {
    expect(mayUse('clipboard-sanitized-write', page)).toBe(false)
    expect(mayUse('fullscreen', page)).toBe(false)
  })
})

it('serves nobody but our own pages', () => {
  expect([OWN_ORIGIN, undefined].map(mayBeServed)).toEqual([true, true])
  expect(['null', '', WHATSAPP_ORIGIN, `${OWN_ORIGIN}.evil`].some(mayBeServed)).toBe(false)
})

it('starts installed with no switch that opens it to others', () => {
  const given = (name: string): boolean =>
    ['remote-debugging-port', 'force-device-scale-factor'].includes(name)
  expect(refusedSwitches(given, true)).toEqual(['remote-debugging-port'])
  expect(refusedSwitches((name) => name === 'no-sandbox', true)).toEqual(['no-sandbox'])
  expect(refusedSwitches(given, false)).toEqual([])
})
