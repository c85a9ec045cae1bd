/** What the session says and does for what the page shows, look by look. */
import { beforeEach, expect, it } from 'vitest'
import type { Linking } from './linking'
import { stageOf } from './look'
import type { Look } from './look'
import { Overseer } from './overseer'
import { TIMINGS } from './timings'
import type { WaState } from './types'
import { Watchdog } from './watchdog'
import { testLogger } from './session.testing'

const ME = { address: '62811@c.us', phone: '+62811', lid: null, name: 'Shop' }
const LOOK: Look = {
  site: true,
  loaded: true,
  modules: true,
  socket: 'CONNECTED',
  synced: true,
  injected: true,
  attached: true,
  passkey: false,
  timelocked: null,
  blocked: null,
}

let now: number
let states: WaState[]
let done: string[]
let window: boolean
let shown: boolean

beforeEach(() => {
  now = 0
  states = []
  done = []
  window = false
  shown = false
})

function overseer(): Overseer {
  const linking = {
    get shown() {
      return shown
    },
    tick: (idle: boolean) => done.push(`tick ${String(idle)}`),
    restart: () => undefined,
  } as unknown as Linking
  return new Overseer({
    linking,
    logger: testLogger([]),
    timings: TIMINGS,
    closed: false,
    loading: false,
    now: () => now,
    report: (state) => states.push(state),
    timelock: (active) => done.push(`timelock ${String(active)}`),
    blocklist: (addresses) => done.push(`blocked ${addresses.join(' ')}`),
    reload: (cause) => done.push(`reload ${cause}`),
    close: (reason) => done.push(`close ${reason}`),
    saySynced: () => {
      done.push('say')
      return Promise.resolve()
    },
    attachFailed: () => done.push('failed'),
    showWindow: () => Promise.resolve(window),
  })
}

function ready(): Overseer {
  const subject = overseer()
  subject.attach(ME)
  subject.judge(LOOK)
  return subject
}

it.each([
  ['CONNECTED', 'ready'],
  ['OPENING', 'connecting'],
  ['PAIRING', 'connecting'],
  ['TIMEOUT', 'connecting'],
  ['UNLAUNCHED', 'connecting'],
  ['PROXYBLOCK', 'connecting'],
  ['SOMETHING_NEW', 'connecting'],
  ['UNPAIRED', 'unlinked'],
  ['UNPAIRED_IDLE', 'unlinked'],
  ['CONFLICT', 'conflict'],
  ['TOS_BLOCK', 'banned'],
  ['SMB_TOS_BLOCK', 'banned'],
  ['DEPRECATED_VERSION', 'outdated'],
])('takes %s for %s', (socket, stage) => {
  expect(stageOf({ ...LOOK, socket }).kind).toBe(stage)
})

it('tells who is blocked, first and whenever it changes', () => {
  const subject = overseer()
  subject.attach(ME)
  for (const blocked of [null, ['1@c.us'], ['1@c.us'], null, [], []]) subject.judge({ ...LOOK, blocked })
  expect(done).toEqual(['blocked 1@c.us', 'blocked '])
  // Here it is noted what was done from here: what the phone does before the next look must not be missed for that.
  subject.blocksChanged()
  subject.judge({ ...LOOK, blocked: [] })
  expect(done.at(-1)).toBe('blocked ')
  expect(done).toHaveLength(3)
})

it('is ready only once the library is at work, and says so where it missed it', () => {
  const subject = overseer()
  subject.judge({ ...LOOK, attached: false, synced: false })
  expect(done).toEqual([])
  subject.judge({ ...LOOK, attached: false })
  subject.judge({ ...LOOK, attached: false })
  expect(done).toEqual(['say'])
  expect(states.at(-1)).toEqual({ kind: 'syncing', percent: null })
  subject.attach(ME)
  subject.judge(LOOK)
  expect(states.at(-1)).toEqual({ kind: 'ready', me: ME })
})

it('stays attached through a change of address within the document', () => {
  const subject = ready()
  subject.document('https://web.whatsapp.com/#chat')
  expect(subject.attached).toBe(false)
  subject.judge(LOOK)
  expect(subject.attached).toBe(true)
  expect(states.at(-1)?.kind).toBe('ready')
})

it('says reconnecting at once after having been ready, before that only after a while', () => {
  const fresh = overseer()
  fresh.judge({ ...LOOK, socket: 'OPENING', attached: false })
  expect(states).toEqual([])
  now = TIMINGS.connecting + 1
  fresh.judge({ ...LOOK, socket: 'OPENING', attached: false })
  expect(states).toEqual([{ kind: 'reconnecting', cause: 'OPENING' }])
  const subject = ready()
  subject.judge({ ...LOOK, socket: 'TIMEOUT' })
  expect(states.at(-1)).toEqual({ kind: 'reconnecting', cause: 'TIMEOUT' })
})

it('says syncing while WhatsApp takes a new device in', () => {
  const subject = overseer()
  shown = true
  subject.judge({ ...LOOK, socket: 'PAIRING', attached: false })
  expect(states).toEqual([{ kind: 'syncing', percent: null }])
})

it('says that WhatsApp refuses the link where it shows a code again after two scans, and only then', () => {
  const subject = overseer()
  shown = true
  const look = (...sockets: string[]): void => {
    for (const socket of sockets)
      if (socket === 'code') subject.codeShown()
      else subject.judge({ ...LOOK, socket, attached: false, synced: false })
  }
  // A page that loads, codes that change or that nobody scanned, a line that was cut.
  look(
    'PAIRING',
    'code',
    'UNPAIRED',
    'code',
    'UNPAIRED_IDLE',
    'PAIRING',
    'code',
    'UNPAIRED',
    'OPENING',
    'PAIRING',
  )
  look('code', 'UNPAIRED', 'TIMEOUT', 'UNPAIRED', 'code', 'UNPAIRED')
  subject.document('https://web.whatsapp.com/')
  look('OPENING', 'PAIRING', 'code', 'UNPAIRED')
  // The first scan; its code comes before the look.
  look('PAIRING', 'PAIRING', 'code', 'UNPAIRED')
  expect(done.filter((what) => what.startsWith('close'))).toEqual([])
  look('CONNECTED', 'UNPAIRED', 'code', 'UNPAIRED')
  expect(done.filter((what) => what.startsWith('close'))).toEqual(['close auth-failure'])
})

it('believes that the phone unlinked it only when told so again and again', () => {
  const subject = ready()
  subject.judge({ ...LOOK, socket: 'UNPAIRED' })
  subject.judge({ ...LOOK, socket: 'UNPAIRED' })
  subject.judge(LOOK)
  subject.judge({ ...LOOK, socket: 'UNPAIRED' })
  subject.judge({ ...LOOK, socket: 'UNPAIRED' })
  expect(done).toEqual([])
  subject.judge({ ...LOOK, socket: 'UNPAIRED' })
  expect(done).toEqual(['close logged-out'])
})

it('is signed out where WhatsApp goes to its farewell page', () => {
  ready().document('https://web.whatsapp.com/?post_logout=1')
  expect(done).toEqual(['close logged-out'])
})

it('tells once that WhatsApp refuses new chats, and once that it no longer does', () => {
  const subject = ready()
  for (const timelocked of [false, true, true, null, false, false]) subject.judge({ ...LOOK, timelocked })
  expect(done).toEqual(['timelock false', 'timelock true', 'timelock false'])
})

it('reloads an outdated page a few times, then calls it changed', () => {
  const subject = ready()
  for (let look = 0; look < 4; look++) subject.judge({ ...LOOK, socket: 'DEPRECATED_VERSION' })
  expect(done).toEqual(['reload outdated', 'reload outdated', 'reload outdated', 'close changed'])
})

it('goes back to the site from an error page', () => {
  overseer().judge({ ...LOOK, site: false })
  expect(done).toEqual(['reload not on the site'])
})

it('shows the window for a passkey where there is one, else gives up', async () => {
  window = true
  overseer().judge({ ...LOOK, socket: 'PAIRING', attached: false, passkey: true })
  await Promise.resolve()
  expect(done).toEqual([])
  window = false
  overseer().judge({ ...LOOK, socket: 'PAIRING', attached: false, passkey: true })
  await Promise.resolve()
  expect(done).toEqual(['close passkey'])
})

it('reloads what gets nowhere, but neither a QR on the screen nor what makes progress', () => {
  const stuck = { ...LOOK, attached: false, synced: false }
  const subject = overseer()
  subject.judge(stuck)
  now += TIMINGS.stuck - 1
  subject.progress(50)
  subject.judge(stuck)
  now += TIMINGS.stuck - 1
  subject.judge(stuck)
  expect(done).toEqual([])
  now += 1
  subject.judge(stuck)
  expect(done).toEqual(['reload stuck: syncing'])
  shown = true
  const linking = overseer()
  for (let minute = 0; minute < 10; minute++) {
    linking.judge({ ...LOOK, socket: 'UNPAIRED', attached: false })
    now += 60_000
  }
  expect(done.filter((what) => what.startsWith('reload'))).toHaveLength(1)
})

it('waits twice as long before each further reload, up to a limit', () => {
  const dog = new Watchdog(100, 300)
  const times: number[] = []
  for (let at = 0; at <= 1_300; at += 50) if (dog.stalled('same', false, at)) times.push(at)
  expect(times).toEqual([100, 300, 600, 900, 1200])
  dog.stalled('same', true, 1_300)
  expect([dog.stalled('same', false, 1_350), dog.stalled('same', false, 1_400)]).toEqual([false, true])
})
