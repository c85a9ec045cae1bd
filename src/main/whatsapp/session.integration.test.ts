/** A session in a real Chromium against the simulator: linking, talking, and everything that goes wrong in between. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { controlOf } from '../../../e2e/whatsapp-web/control'
import type { WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { startWhatsAppWeb } from '../../../e2e/whatsapp-web/server'
import type { WhatsAppWeb } from '../../../e2e/whatsapp-web/server'
import { testSession } from './session.testing'
import type { TestSession } from './session.testing'

const BUDI = '6281234567890@c.us'
const HIDDEN = '777888999@lid'
const KNOWN = '555666777@lid'

let site: WhatsAppWeb
let control: WhatsAppControl
let test: TestSession
const unhandled: unknown[] = []
const onUnhandled = (reason: unknown): void => {
  unhandled.push(reason)
}

beforeAll(async () => {
  process.on('unhandledRejection', onUnhandled)
  site = await startWhatsAppWeb()
  control = controlOf(site.controlUrl)
  await control.configure({ boot: { syncMs: 300 }, autoAck: { policy: 'none' } })
  await control.seed({
    contacts: [
      { id: BUDI, name: 'Budi Santoso', pushname: 'budi', lid: '111222333@lid', isMyContact: true },
      { id: HIDDEN, phone: '6287700000007', phoneKnown: false, pushname: 'Hidden' },
      { id: KNOWN, phone: '6287700000008', phoneKnown: true, pushname: 'Known' },
    ],
    messages: [
      ...Array.from({ length: 60 }, (_, i) => ({
        chat: BUDI,
        body: `message ${i}`,
        t: 1_700_000_000 + i,
        fromMe: i % 3 === 0,
      })),
      { chat: KNOWN, body: 'by lid', t: 1_700_001_000 },
    ],
    chats: [{ id: BUDI, unread: 2 }],
  })
  test = testSession(site)
})

afterAll(async () => {
  await test.session.stop()
  await site.close()
  test.browser.remove()
  process.off('unhandledRejection', onUnhandled)
})

beforeEach(() => {
  expect(unhandled).toEqual([])
})

it('shows a QR, links when it is scanned, and is ready once', async () => {
  await test.session.start()
  const { qr, round, expiresAt } = await test.until('qr')
  expect(qr.split(',')).toHaveLength(5)
  expect(round).toBe(1)
  expect(expiresAt).toBeGreaterThan(Date.now())
  await control.pair({ qr })
  const { me } = await test.until('ready')
  expect(me).toEqual({
    address: '6281100000001@c.us',
    phone: '+6281100000001',
    lid: '90000000000001@lid',
    name: 'Leadline Shop',
  })
  expect(test.states().filter((kind) => kind === 'ready')).toHaveLength(1)
  expect(await test.session.probe()).toBe(true)
  const { pages } = await control.state()
  expect(pages[0]?.userAgent).not.toMatch(/Headless|Electron/)
})

it('lists chats with their people', async () => {
  const chats = await test.session.listChats()
  expect(chats.map((chat) => chat.address)).toEqual([KNOWN, BUDI])
  expect(chats[1]).toMatchObject({
    kind: 'person',
    unread: 2,
    lastActivityAt: 1_700_000_059_000,
    identity: { phone: '+6281234567890', lid: '111222333@lid', savedName: 'Budi Santoso', isSaved: true },
  })
})

it('reads history page by page, oldest first', async () => {
  const messages = await test.session.fetchMessages(BUDI, 40)
  expect(messages.map((message) => message.body)).toEqual(
    Array.from({ length: 40 }, (_, i) => `message ${i + 20}`),
  )
  expect(await test.session.fetchMessages(BUDI, 500)).toHaveLength(60)
  expect((await test.session.findMessage(messages[0]!.serializedId))?.body).toBe('message 20')
})

it('tells incoming messages, and own ones from the phone', async () => {
  const since = test.events.length
  const { innerId } = await control.text(BUDI, 'Halo')
  const { message } = await test.event('message', (event) => event.message.key === innerId)
  expect(message).toMatchObject({ chat: BUDI, body: 'Halo', type: 'text', fromMe: false, authorName: 'budi' })
  const own = await control.fromPhone(BUDI, 'typed there')
  const told = await test.event('message', (event) => event.message.key === own.innerId, since)
  expect(told.message).toMatchObject({ fromMe: true, body: 'typed there' })
  await test.event('chat', (event) => event.chat.address === BUDI && event.chat.unread > 0, since)
})

it('sends under a key chosen beforehand, and once however often it is asked', async () => {
  const key = await test.session.newMessageKey()
  const message = { chat: BUDI, key, body: 'Your order is ready', attachment: null, quotedId: null }
  const sent = await test.session.send(message)
  expect(sent).toMatchObject({ key, chat: BUDI, body: 'Your order is ready', fromMe: true })
  await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === key)
  await test.session.send(message)
  expect((await control.sent(BUDI)).filter((entry) => entry.innerId === key)).toHaveLength(1)
  expect((await control.log()).filter((entry) => entry.kind === 'seen')).toEqual([])
})
