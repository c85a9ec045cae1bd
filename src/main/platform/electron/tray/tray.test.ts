import fs from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { accountState, LANGUAGES, NO_SESSION_COPY, type Account } from '../../../../contract'
import { menuOf, type TrayItem } from './menu'
import { iconFile, overlayFile, stateOf, tooltip, TRAY_STATES, worstOf } from './state'
import { WORDS } from './words'

const PICTURES = path.resolve(import.meta.dirname, '../../../../../resources/tray')

const account = (values: Partial<Account>): Account => ({
  ...{
    id: 'main',
    label: null,
    colour: 'teal',
    name: null,
    phone: '+6281200000001',
    state: 'connected',
    reason: null,
    since: 0,
  },
  ...{ qr: null, pairingCode: null, progress: null, nextTryAt: null, paused: false },
  today: { sent: 0, received: 0, newContacts: 0, limit: 1_000 },
  linkedBy: null,
  sessionCopy: NO_SESSION_COPY,
  ...values,
})
const labels = (items: readonly TrayItem[]): string[] =>
  items.map((item) => (item.kind === 'separator' ? '-' : item.label))

describe('the tray', () => {
  it('has a picture for each state, on light and dark bars, at both sizes, and for each badge', () => {
    const names = TRAY_STATES.flatMap((state) => [
      iconFile(state, 'linux', true),
      iconFile(state, 'win32', true),
      iconFile(state, 'win32', false),
      iconFile(state, 'darwin', false),
    ])
    const badges = [1, 9, 10].flatMap((unread) => overlayFile(unread) ?? [])
    const all = [...names, ...names.map((name) => name.replace('.png', '@2x.png')), ...badges]
    expect(all.filter((name) => !fs.existsSync(path.join(PICTURES, name)))).toEqual([])
    expect(overlayFile(0)).toBeNull()
  })

  it('has a state for whatever an account is', () => {
    for (const state of accountState.options) expect(TRAY_STATES).toContain(stateOf(account({ state })))
    expect(stateOf(account({ state: 'reconnecting' }))).toBe('connecting')
    expect(stateOf(account({ state: 'reconnecting', nextTryAt: 1 }))).toBe('offline')
    expect(stateOf(account({ paused: true }))).toBe('paused')
  })

  it('shows the worst of several accounts', () => {
    const [fine, away, troubled] = [
      account({}),
      account({ state: 'stopped' }),
      account({ state: 'attention' }),
    ]
    expect([[], [fine], [fine, away], [fine, away, troubled]].map(worstOf)).toEqual([
      'offline',
      'connected',
      'offline',
      'attention',
    ])
  })

  it('says in every language how it stands', () => {
    for (const language of LANGUAGES) {
      const said = tooltip([account({})], 3, WORDS[language])
      expect(said).toContain(WORDS[language].states.connected)
      expect(said).toContain('3')
    }
    expect(tooltip([account({})], 1, WORDS.en)).toBe('Leadline · Connected · 1 unread chat')
    expect(tooltip([], 0, WORDS.en)).toBe('Leadline · Not connected')
  })
})

describe('its menu', () => {
  it('opens, pauses and quits', () => {
    const items = menuOf([account({ name: 'Shop' })], 2, WORDS.en)
    expect(labels(items)).toEqual([
      'Open Leadline',
      '-',
      'Shop · Connected',
      'Pause sending',
      '2 unread chats',
      '-',
      'Quit Leadline',
    ])
    expect(items.find((item) => item.kind === 'item' && item.label === 'Pause sending')).toMatchObject({
      action: { do: 'pause', accountId: 'main', paused: true },
    })
  })

  it('resumes what is paused, and has nothing about accounts before there are any', () => {
    expect(labels(menuOf([account({ paused: true })], 0, WORDS.en))).toContain('Resume sending')
    expect(labels(menuOf([], 0, WORDS.en))).toEqual(['Open Leadline', '-', 'Quit Leadline'])
  })

  it('gives each of several accounts a menu of its own', () => {
    const two = [
      account({ id: 'a', name: 'A' }),
      account({ id: 'b', name: 'Ratna', label: 'B', state: 'attention' }),
    ]
    const menus = menuOf(two, 0, WORDS.en).filter((item) => item.kind === 'menu')
    expect(labels(menus)).toEqual(['A · Connected', 'B · Needs you'])
    expect(menus[1]?.items).toMatchObject([{ action: { accountId: 'b', paused: true } }])
  })
})
