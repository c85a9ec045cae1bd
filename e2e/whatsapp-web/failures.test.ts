/**
 * What goes wrong in the field, as the simulator makes it: reloads, kills, cut lines, renamed modules, sends that
 * fail or hang. Each is seen through the unmodified library or the page it drives.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import type { Client, Message } from 'whatsapp-web.js'
import { controlOf } from './control'
import type { WhatsAppControl } from './control'
import { startWhatsAppWeb } from './server'
import type { WhatsAppWeb } from './server'
import { clientFor, endClient, next, settled } from './testing'

const eventually = { timeout: 15_000 }
const budi = '6281234567890@c.us'
const dir = mkdtempSync(join(tmpdir(), 'whatsapp-web-'))
const profile = join(dir, 'profile')
let simulator: WhatsAppWeb
let control: WhatsAppControl
let client: Client

beforeAll(async () => {
  simulator = await startWhatsAppWeb({ stateDir: join(dir, 'state') })
  control = controlOf(simulator.controlUrl)
  await control.configure({ boot: { syncMs: 1500 } })
  await control.setContact({ id: budi, name: 'Budi' })
  await control.text(budi, 'hello')
  client = clientFor(simulator, profile)
  const [shown, ready] = [next<[string]>(client, 'qr'), next(client, 'ready', 30_000)]
  await client.initialize()
  await control.pair({ qr: (await shown)[0] })
  await ready
})

afterEach(async () => {
  await control.clearFaults({})
})

afterAll(async () => {
  await endClient(client)
  await simulator.close()
  rmSync(dir, { recursive: true, force: true, maxRetries: 5 })
})

/** Runs in the page. */
async function inPage<T>(code: string): Promise<T> {
  return (await client.pupPage?.evaluate(code)) as T
}

const send = (body: string, waitUntilMsgSent = true): Promise<Message> =>
  client.sendMessage(budi, body, { sendSeen: false, waitUntilMsgSent })
const sentBodies = async (): Promise<(string | undefined)[]> =>
  (await control.sent()).map((entry) => entry.body)
const killBrowser = async (): Promise<void> => {
  const process = client.pupBrowser?.process()
  const gone = new Promise((resolve) => process?.once('exit', resolve))
  process?.kill('SIGKILL')
  await gone
}

/** Starts the library anew on the same profile, and waits until it is ready. */
async function restart(event = 'ready'): Promise<void> {
  client = clientFor(simulator, profile)
  const heard = next(client, event, 30_000)
  await client.initialize()
  await heard
}

/** Reloads the page under the library, and waits for what it says then. */
async function reload(event = 'ready'): Promise<void> {
  await settled(client)
  const heard = next(client, event, 30_000)
  await control.reload({})
  await heard
}

it('refuses what a test asks wrongly, with a sentence', async () => {
  await expect(control.edit({ id: 'nothing', body: 'x' })).rejects.toThrow(
    'edit: There is no message nothing',
  )
  await expect(control.ack({ id: 'x', ack: 9 })).rejects.toThrow('ack:')
  const wrong = await fetch(`${simulator.controlUrl}/control`, { method: 'POST', body: '{"do":"dance"}' })
  expect(await wrong.json()).toEqual({ error: 'There is no operation "dance"' })
  await expect(control.configure({ history: { tail: -1 } })).rejects.toThrow('configure:')
})

it('lets sends be refused, throw, and hang', async () => {
  await control.sendFault({ mode: 'refused', count: 1, error: 'reach-out timelock' })
  expect(await send('refused').then((message) => message.ack)).toBe(-1)
  expect(await control.waitForLog((entry) => entry.kind === 'refused')).toMatchObject({
    body: 'refused',
    detail: { reason: 'reach-out timelock' },
  })
  await control.sendFault({ mode: 'throws', count: 1 })
  await expect(send('throws')).rejects.toThrow('send failed')
  await control.sendFault({ mode: 'slow', count: 1, delayMs: 300 })
  const message = await send('slow', false)
  expect(message.ack).toBe(0)
  await control.waitForLog((entry) => entry.kind === 'send' && entry.body === 'slow')
  expect(await sentBodies()).toEqual(['slow'])
  const [stranger] = [await client.sendMessage('6280000000000@c.us', 'nobody', { waitUntilMsgSent: true })]
  expect(stranger.ack).toBe(-1)
})

it('keeps order and identical bodies apart', async () => {
  const since = (await control.state()).lastLog
  await Promise.all(['ok', 'ok', 'a', 'b', 'ok'].map((body) => send(body, false)))
  await expect
    .poll(async () => (await control.sent()).filter((entry) => entry.seq > since), eventually)
    .toHaveLength(5)
  const sent = (await control.sent()).filter((entry) => entry.seq > since)
  expect(sent.map((entry) => entry.body)).toEqual(['ok', 'ok', 'a', 'b', 'ok'])
  expect(new Set(sent.map((entry) => entry.innerId)).size).toBe(5)
})

it('takes a cut line up again, sends what waited, and tells what was missed', async () => {
  const states: string[] = []
  client.on('change_state', (state) => states.push(state))
  await control.network({ up: false })
  await expect.poll(() => states, eventually).toContain('TIMEOUT')
  const waiting = send('written off line', false)
  expect((await waiting).ack).toBe(0)
  await control.text(budi, 'while you were cut off')
  expect(await sentBodies()).not.toContain('written off line')
  const heard = next<[Message]>(client, 'message')
  await control.network({ up: true })
  expect((await heard)[0].body).toBe('while you were cut off')
  await control.waitForLog((entry) => entry.kind === 'send' && entry.body === 'written off line')
  // A slow machine tries and fails more often before the line is back.
  expect(states.join(' ')).toMatch(/^(OPENING TIMEOUT )+(OPENING )?CONNECTED$/)
  client.removeAllListeners('change_state')
})

it('gets ready again after the page reloaded itself', async () => {
  await reload()
  expect(await client.getState()).toBe('CONNECTED')
})

it('sends on what a killed browser left behind: once, under the same id', async () => {
  await control.sendFault({ mode: 'lost', count: 1 })
  const lost = await send('lost on the way', false)
  await control.waitForLog((entry) => entry.kind === 'attempt' && entry.body === 'lost on the way')
  await control.sendFault({ mode: 'no-answer', count: 1 })
  const unanswered = await send('accepted, no answer', false)
  await control.waitForLog((entry) => entry.kind === 'send' && entry.body === 'accepted, no answer')
  await killBrowser()
  await control.text(budi, 'while you were away')

  await restart()
  await expect
    .poll(
      async () =>
        (await control.sent()).filter((entry) => entry.innerId === lost.id.id && entry.kind === 'send')
          .length,
      eventually,
    )
    .toBe(1)
  const attempts = (await control.log()).filter((entry) => entry.innerId === unanswered.id.id)
  expect(attempts.filter((entry) => entry.kind === 'send')).toHaveLength(1)
  const chat = await client.getChatById(budi)
  const messages = await chat.fetchMessages({ limit: 100 })
  expect(messages.filter((message) => message.body === 'lost on the way')).toHaveLength(1)
  expect(messages.map((message) => message.body)).toContain('while you were away')
})

it('leaves them pending where the page does not send on', async () => {
  await control.configure({ resendPending: false })
  await control.sendFault({ mode: 'never-resolves', count: 1 })
  void send('never sent', false).catch(() => {
    // Ends with the browser, as it must.
  })
  const chat = await client.getChatById(budi)
  const pending = async (): Promise<Message | undefined> =>
    (await chat.fetchMessages({ limit: 200 })).find((message) => message.body === 'never sent')
  await expect.poll(async () => (await pending())?.ack, eventually).toBe(0)
  await killBrowser()
  await restart()
  const found = await (await client.getChatById(budi)).fetchMessages({ limit: 200 })
  expect(found.find((message) => message.body === 'never sent')?.ack).toBe(0)
  expect(await sentBodies()).not.toContain('never sent')
  await control.configure({ resendPending: true })
})

it('announces after ready what came while away, where so set', async () => {
  await control.configure({ offlineDelivery: 'after-ready' })
  await endClient(client)
  await control.text(budi, 'one while away')
  await control.text(budi, 'two while away')
  client = clientFor(simulator, profile)
  const heard: string[] = []
  client.on('message', (message) => heard.push(message.body))
  const ready = next(client, 'ready', 30_000)
  await client.initialize()
  await ready
  await expect.poll(() => heard, eventually).toEqual(['one while away', 'two while away'])
  await control.configure({ offlineDelivery: 'silent' })
})

it('is what it was after the simulator itself was restarted', async () => {
  const { endpoint, controlUrl } = simulator
  const before = await control.state()
  await simulator.close()
  simulator = await startWhatsAppWeb({
    stateDir: join(dir, 'state'),
    port: Number(endpoint.split(':')[1]),
    controlPort: Number(new URL(controlUrl).port),
  })
  const after = await control.waitForLinked()
  expect(after.device).toBe(before.devices[0]?.id)
  expect((await control.state()).messages).toBe(before.messages)
  const heard = next<[Message]>(client, 'message')
  await control.text(budi, 'still here')
  expect((await heard)[0].body).toBe('still here')
})

it('takes thousands of messages in one call', async () => {
  const messages = Array.from({ length: 3000 }, (_, i) => ({
    chat: `62811${1000 + (i % 40)}`,
    body: `bulk ${i}`,
  }))
  let count = 0
  client.on('message', () => count++)
  expect(await control.incomingMany({ messages })).toHaveLength(3000)
  await expect.poll(() => count, { timeout: 20_000 }).toBe(3000)
  client.removeAllListeners('message')
})

it('can fail at one chat, at marking it seen, and go dead while it looks alive', async () => {
  await control.breakChat({ chat: budi, broken: true })
  await expect(client.getChats()).rejects.toThrow('unreadMentions')
  await control.breakChat({ chat: budi, broken: false })
  await control.configure({ sendSeenThrows: true })
  await expect(client.sendMessage(budi, 'with sendSeen')).rejects.toThrow('markedUnread')
  await control.configure({ sendSeenThrows: false })

  await control.deafen({})
  const heard: string[] = []
  client.on('message', (message) => heard.push(message.body))
  await control.text(budi, 'nobody hears')
  expect(await client.getState()).toBe('CONNECTED')
  const again = next(client, 'ready')
  await client.pupPage?.reload()
  await again
  expect(heard).toEqual([])
  const chat = await client.getChatById(budi)
  expect((await chat.fetchMessages({ limit: 100 })).map((message) => message.body)).toContain('nobody hears')
  client.removeAllListeners('message')
})

it('brings history after ready, where so set', async () => {
  await control.configure({ boot: { historyAfterMs: 1500 } })
  await reload()
  expect(await client.getChats()).toEqual([])
  await expect.poll(async () => (await client.getChats()).length, eventually).toBeGreaterThan(30)
  await control.configure({ boot: { historyAfterMs: 0 } })
})

it('syncs even where the line was cut meanwhile', async () => {
  const ready = reload()
  await control.waitForState(({ pages }) =>
    pages.some((page) => page.state === 'CONNECTED' && !page.hasSynced),
  )
  await control.network({ up: false })
  await control.network({ up: true })
  await ready
})

it('never says ready where it had synced before anyone could listen', async () => {
  await control.configure({ boot: { syncedAtStart: true } })
  await settled(client)
  let events = 0
  client.on('authenticated', () => events++)
  client.on('ready', () => events++)
  await client.pupPage?.reload()
  await settled(client)
  expect(await inPage('window.require("WAWebSocketModel").Socket.hasSynced')).toBe(true)
  expect(events).toBe(0)
  await control.configure({ boot: { syncedAtStart: false } })
})

it('does not load at all where the site is out of reach', async () => {
  await endClient(client)
  await control.network({ up: false, http: false })
  client = clientFor(simulator, profile)
  await expect(client.initialize()).rejects.toThrow('net::ERR_')
  await control.network({ up: true })
})

it('can be a release whose modules were renamed', async () => {
  await endClient(client)
  for (const release of ['renamed-throws', 'renamed-undefined'] as const) {
    await control.configure({ release })
    client = clientFor(simulator, profile)
    await expect(client.initialize()).rejects.toThrow(
      release === 'renamed-throws' ? 'unknown module' : 'undefined',
    )
    await client.destroy()
  }
  await control.configure({ release: 'normal' })
})

it('shows a QR code to a fresh profile, and again for each frame that navigates', async () => {
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  await restart('qr')
  let codes = 0
  client.on('qr', () => codes++)
  await control.iframe({ frames: 2, times: 1 })
  await expect.poll(() => codes, eventually).toBe(2)
  client.removeAllListeners('qr')
})

it('idles when nobody scans, until it is refreshed', async () => {
  await control.configure({ qr: { firstMs: 100, nextMs: 100, count: 3 } })
  await reload('qr')
  const codes: string[] = []
  client.on('qr', (qr) => codes.push(qr))
  await control.waitForState(({ pages }) => pages.some((page) => page.state === 'UNPAIRED_IDLE'))
  expect((await control.state()).pages[0]?.ref).toBeUndefined()
  await control.configure({ qr: { firstMs: 60_000, nextMs: 20_000, count: 6 } })
  await inPage('window.require("WAWebCmd").Cmd.refreshQR()')
  const { ref } = await control.waitForQr()
  await expect.poll(() => codes.map((code) => code.split(',')[0]), eventually).toContain(ref)
  expect(await client.getState()).toBe('UNPAIRED')
  client.removeAllListeners('qr')
})

it('stops at a passkey until the person uses it', async () => {
  await control.configure({ passkey: true })
  await expect(control.pair({})).rejects.toThrow('passkey')
  await expect.poll(() => inPage('document.body.innerText'), eventually).toContain('passkey')
  expect(await client.getState()).toBe('PAIRING')
  const ready = next(client, 'ready')
  await control.passkeyDone({})
  await ready
  await control.configure({ passkey: false })
})

it('can be taken over, blocked or out of date', async () => {
  const out = next<[string]>(client, 'disconnected')
  await control.socketState({ state: 'DEPRECATED_VERSION' })
  expect(await out).toEqual(['DEPRECATED_VERSION'])
})
