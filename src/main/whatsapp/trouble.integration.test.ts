/** What goes wrong before a session is ready, or for good: each with a browser and a simulator of its own. */
import { existsSync, rmSync } from 'node:fs'
import { beforeEach, expect, it } from 'vitest'
import type { WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { chromiumPid, LINUX, rendererPids, runs } from './processes.testing'
import { DRIVEN, useSite } from './session.testing'

const BUDI = '6281234567890@c.us'

const world = useSite()
const { session, linked } = world
let control: WhatsAppControl

beforeEach(async () => {
  control = world.control
  await control.reset({})
  await control.network({ up: true, http: true })
  await control.configure({ boot: { syncMs: 200 }, timelocked: false })
})

it('is ready though WhatsApp had synced before anyone listened', async () => {
  const test = await linked()
  await test.session.stop()
  await control.configure({ boot: { syncedAtStart: true } })
  const since = test.states().length
  await test.session.start()
  await test.until('ready')
  const { innerId } = await control.text(BUDI, 'hello')
  await test.event('message', (event) => event.message.key === innerId)
  expect(test.messages().filter((message) => message.key === innerId)).toHaveLength(1)
  expect(
    test
      .states()
      .slice(since)
      .filter((kind) => kind === 'ready'),
  ).toHaveLength(1)
})

it('loads the page anew where it never gets ready', async () => {
  const test = await linked({ stuck: 1_500 })
  await test.session.stop()
  await control.configure({ boot: { neverSynced: true } })
  const since = test.lines.length
  await test.session.start()
  await test.until('syncing')
  await control.configure({ boot: { neverSynced: false } })
  await test.until('ready')
  expect(test.lines.slice(since).filter((line) => line.includes('info reload'))).not.toEqual([])
})

it('says that WhatsApp does not accept the phone that scanned, the second time, and links the next time', async () => {
  await control.configure({ refusesLink: true, boot: { pairMs: 1_000 } })
  const test = session()
  await test.session.start()
  const scan = async (since: number): Promise<number> => {
    const { state } = await test.event('state', (event) => event.state.kind === 'qr', since)
    const told = test.events.length
    await expect(control.pair({ qr: state.kind === 'qr' ? state.qr : '' })).rejects.toThrow('could not be')
    return told
  }
  const first = await scan(0)
  await scan(first)
  expect(await test.until('closed')).toMatchObject({ reason: 'auth-failure' })
  await control.configure({ refusesLink: false, boot: { pairMs: 100 } })
  await test.session.start()
  await control.pair({ qr: (await test.until('qr')).qr })
  await test.until('ready')
})

it('injects once where frames navigate while it waits for the scan', async () => {
  const test = session()
  await test.session.start()
  const { qr } = await test.until('qr')
  await control.iframe({ frames: 2, times: 3 })
  await control.pair({ qr })
  await test.until('ready')
  const { innerId } = await control.text(BUDI, 'once')
  await test.event('message', (event) => event.message.key === innerId)
  expect(test.messages().filter((message) => message.key === innerId)).toHaveLength(1)
  const kinds = test.states().filter((kind, index, all) => kind !== all[index - 1])
  expect(kinds).toEqual(['starting', 'qr', 'syncing', 'ready'])
})

it.each(['renamed-throws', 'renamed-undefined', 'no-debug'] as const)(
  'says that WhatsApp has changed: %s',
  async (release) => {
    await control.configure({ release })
    const test = session({ modules: 500, settle: 500 })
    await test.session.start()
    expect(await test.until('closed')).toMatchObject({ reason: 'changed' })
  },
)

it('comes up though it is told again and again to try before it has a page', async () => {
  const test = session({ look: 10 })
  const browser = { isOpen: false }
  const started = test.session.start().finally(() => (browser.isOpen = true))
  while (!browser.isOpen) {
    await test.session.reconnect()
    await new Promise(setImmediate)
  }
  await started
  await test.until('qr')
  expect(test.lines.filter((line) => line.includes('no page'))).toEqual([])
})

it('waits for the network at the start', async () => {
  await control.network({ up: false, http: false })
  const test = session()
  await test.session.start()
  await test.until('reconnecting')
  await control.network({ up: true, http: true })
  await test.until('qr')
})

it('does not wait for ever for a site that never answers', async () => {
  await control.network({ up: false, http: 'hang' })
  const test = session({ navigation: 1_500 })
  await test.session.start()
  await test.until('reconnecting')
  await control.network({ up: true, http: true })
  await test.until('qr')
})

it.runIf(LINUX).each(DRIVEN)(
  'ends as crashed when the browser is killed, and starts again: %s',
  async (driven) => {
    const test = await linked({}, driven)
    process.kill(chromiumPid(test.browser.profile), 'SIGKILL')
    expect(await test.until('closed')).toMatchObject({ reason: 'crashed' })
    expect(await test.session.probe()).toBe(false)
    await expect(test.session.listChats()).rejects.toMatchObject({ code: 'not-connected' })
    await test.session.start()
    await test.until('ready')
  },
)

it.runIf(LINUX).each(DRIVEN)(
  'ends as crashed when the page crashes, and starts again: %s',
  async (driven) => {
    const test = await linked({}, driven)
    for (const pid of rendererPids(test.browser.profile)) process.kill(pid, 'SIGKILL')
    expect(await test.until('closed')).toMatchObject({ reason: 'crashed' })
    await expect.poll(() => runs(test.browser.profile)).toBe(false)
    await test.session.start()
    await test.until('ready')
  },
)

it('asks for a new link where the profile was deleted under it', async () => {
  const test = await linked()
  rmSync(test.browser.profile, { recursive: true, force: true, maxRetries: 10 })
  await test.session.stop()
  rmSync(test.browser.profile, { recursive: true, force: true, maxRetries: 10 })
  expect(existsSync(test.browser.profile)).toBe(false)
  await test.session.start()
  await test.until('qr')
})

it('renews the QR, and gives up after five rounds that nobody answered', async () => {
  await control.configure({ qr: { firstMs: 300, nextMs: 200, count: 2 } })
  const test = session()
  await test.session.start()
  expect(await test.until('closed')).toMatchObject({ reason: 'qr-unanswered' })
  const rounds = test.events.flatMap((event) =>
    event.type === 'state' && event.state.kind === 'qr' ? [event.state] : [],
  )
  expect([...new Set(rounds.map((state) => state.round))]).toEqual([1, 2, 3, 4, 5])
  expect(new Set(rounds.map((state) => state.qr)).size).toBe(10)
  const since = test.events.length
  await test.session.start()
  await test.session.refreshQr()
  const { state } = await test.event('state', (event) => event.state.kind === 'qr', since)
  expect(state).toMatchObject({ round: 1 })
})

it('makes a new QR at once when asked', async () => {
  const test = session()
  await test.session.start()
  const first = await test.until('qr')
  const since = test.events.length
  await test.session.refreshQr()
  const { state } = await test.event('state', (event) => event.state.kind === 'qr', since)
  expect(state).toMatchObject({ round: 1 })
  expect(state.kind === 'qr' && state.qr).not.toBe(first.qr)
})

it('links by a pairing code, and goes back to the QR', async () => {
  const test = session()
  await test.session.start()
  await test.until('qr')
  await expect(test.session.usePairingCode('hello')).rejects.toMatchObject({ code: 'refused' })
  await test.session.usePairingCode('+62 811-0000-0001')
  expect((await test.until('pairing-code')).code).toMatch(/^[A-Z0-9-]{8,9}$/)
  await test.session.useQr()
  await test.until('qr')
  await test.session.usePairingCode('+6281100000001')
  await control.pair({ code: (await test.until('pairing-code')).code })
  await test.until('ready')
})

it('says so when linking asks for a passkey', async () => {
  await control.configure({ passkey: true })
  const test = session()
  await test.session.start()
  const { qr } = await test.until('qr')
  await expect(control.pair({ qr })).rejects.toThrow('passkey')
  expect(await test.until('closed')).toMatchObject({ reason: 'passkey' })
})

it.each(DRIVEN)('links with a passkey where the window can be shown: %s', async (driven) => {
  await control.configure({ passkey: true })
  const test = session({}, driven)
  test.browser.canShow = true
  await test.session.start()
  const { qr } = await test.until('qr')
  await expect(control.pair({ qr })).rejects.toThrow('passkey')
  await test.until('syncing')
  await control.passkeyDone({})
  await test.until('ready')
})

it('ends where WhatsApp Web is opened elsewhere, and takes over when started again', async () => {
  const test = await linked()
  await control.socketState({ state: 'CONFLICT' })
  expect(await test.until('closed')).toMatchObject({ reason: 'conflict' })
  await test.session.start()
  await test.until('ready')
})

it('says that WhatsApp has changed where only what comes after linking is gone', async () => {
  const test = await linked({ settle: 300 })
  await control.configure({ release: 'renamed-throws' })
  await control.reload({})
  expect(await test.until('closed')).toMatchObject({ reason: 'changed' })
})

it('reads hundreds of chats at once', async () => {
  await control.seed({
    contacts: Array.from({ length: 400 }, (_, i) => ({
      id: `62812000${1000 + i}@c.us`,
      name: `Customer ${i}`,
    })),
    messages: Array.from({ length: 400 }, (_, i) => ({
      chat: `62812000${1000 + i}@c.us`,
      body: 'hi',
      t: 1_700_000_000 + i,
    })),
  })
  const test = await linked()
  const chats = await test.session.listChats()
  expect(chats).toHaveLength(400)
  expect(chats[0]).toMatchObject({ address: '628120001399@c.us', lastActivityAt: 1_700_000_399_000 })
})

it.each(DRIVEN)('stops at any moment: %s', async (driven) => {
  const test = session({}, driven)
  const starting = test.session.start()
  await test.session.stop()
  await starting
  expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'stopped' })
  if (LINUX) await expect.poll(() => runs(test.browser.profile)).toBe(false)
  await test.session.start()
  await test.until('qr')
})

it('says that WhatsApp refuses new chats, and when it no longer does', async () => {
  const test = await linked()
  await control.configure({ timelocked: true })
  expect(await test.event('timelock', ({ active }) => active)).toEqual({ type: 'timelock', active: true })
  const since = test.events.length
  const key = await test.session.newMessageKey()
  await test.session.send({ chat: BUDI, key, body: 'hello', attachment: null, quotedId: null })
  expect(await test.event('ack', (event) => event.key === key && event.ack !== 0)).toMatchObject({ ack: -1 })
  await control.configure({ timelocked: false })
  expect(await test.event('timelock', () => true, since)).toEqual({ type: 'timelock', active: false })
})

it('is back at once where it is told that the network is: the site, and the line of a page', async () => {
  await control.network({ up: false, http: false })
  const test = session({ retries: [600_000] })
  await test.session.start()
  await test.until('reconnecting')
  await control.network({ up: true, http: true })
  await test.session.reconnect()
  await control.pair({ qr: (await test.until('qr')).qr })
  await test.until('ready')
  await control.network({ up: false })
  await test.until('reconnecting')
  expect(await test.session.probe(true)).toBe(false)
  await control.network({ up: true })
  await test.session.reconnect()
  await test.until('ready')
  expect(await test.session.probe(true)).toBe(true)
})
