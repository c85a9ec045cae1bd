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

it('sends a picture, a document and an answer', async () => {
  const picture = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  )
  const key = await test.session.newMessageKey()
  const sent = await test.session.send({
    chat: BUDI,
    key,
    body: 'This one?',
    attachment: { mime: 'image/png', name: 'shoe.png', data: picture, as: 'media' },
    quotedId: null,
  })
  expect(sent).toMatchObject({ key, type: 'image', body: 'This one?', media: { mime: 'image/png' } })
  const logged = await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === key)
  expect(logged).toMatchObject({ caption: 'This one?', media: { size: picture.byteLength } })
  const { data } = await test.session.downloadMedia(sent.serializedId, 1_000_000)
  expect(Buffer.from(data).equals(picture)).toBe(true)

  const document = await test.session.send({
    chat: BUDI,
    key: await test.session.newMessageKey(),
    body: null,
    attachment: {
      mime: 'application/pdf',
      name: 'Invoice 7.pdf',
      data: Buffer.from('%PDF-1.4'),
      as: 'document',
    },
    quotedId: null,
  })
  expect(document).toMatchObject({ type: 'document', media: { name: 'Invoice 7.pdf' } })

  const question = await control.text(BUDI, 'How much?')
  const answer = await test.session.send({
    chat: BUDI,
    key: await test.session.newMessageKey(),
    body: 'Rp 100.000',
    attachment: null,
    quotedId: question.id,
  })
  expect(answer.quoted).toMatchObject({ key: question.innerId, body: 'How much?', fromMe: false })
  await control.waitForLog((entry) => entry.kind === 'send' && entry.quoted === question.innerId)
})

it('says what became of a send that went wrong', async () => {
  const text = async (chat = BUDI): Promise<Parameters<typeof test.session.send>[0]> => ({
    chat,
    key: await test.session.newMessageKey(),
    body: 'ok',
    attachment: null,
    quotedId: null,
  })
  await control.sendFault({ mode: 'throws', chat: BUDI, count: 1, error: `no route to ${BUDI}` })
  await expect(test.session.send(await text())).rejects.toMatchObject({
    code: 'refused',
    message: expect.not.stringContaining('81234567890') as unknown,
  })
  await expect(test.session.send(await text('not-a-chat'))).rejects.toMatchObject({ code: 'refused' })

  await control.sendFault({ mode: 'refused', chat: BUDI, count: 1 })
  const refused = await text()
  await test.session.send(refused)
  await test.event('ack', (event) => event.key === refused.key && event.ack === -1)
})

it('leaves a send that never ends as uncertain, and goes on with the next', async () => {
  const slow = testSession(site, { sendText: 1_500 })
  try {
    await slow.session.start()
    await control.pair({ qr: (await slow.until('qr')).qr })
    await slow.until('ready')
    await control.sendFault({ mode: 'never-resolves', chat: BUDI, count: 1 })
    const text = async (body: string): Promise<Parameters<typeof slow.session.send>[0]> => ({
      chat: BUDI,
      key: await slow.session.newMessageKey(),
      body,
      attachment: null,
      quotedId: null,
    })
    const stuck = await text('lost?')
    const next = await text('next')
    const [first, second] = await Promise.allSettled([slow.session.send(stuck), slow.session.send(next)])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'uncertain' } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { key: next.key, body: 'next' } })
    const found = (await slow.session.fetchMessages(BUDI, 10)).find((message) => message.key === stuck.key)
    expect(found?.ack).toBe(0)
  } finally {
    await slow.session.stop()
    slow.browser.remove()
  }
})

it('tells acks as they come, in any order', async () => {
  const key = await test.session.newMessageKey()
  await test.session.send({ chat: BUDI, key, body: 'acks', attachment: null, quotedId: null })
  await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === key)
  for (const ack of [2, 3, 1, -1] as const) {
    await control.ack({ id: key, ack })
    await test.event('ack', (event) => event.key === key && event.ack === ack)
  }
})

it('tells edits, revocations and reactions under the key of the message itself', async () => {
  const { innerId, id } = await control.text(BUDI, 'tow shoes')
  await control.edit({ id, body: 'two shoes' })
  const edit = await test.event('edit', (event) => event.key === innerId)
  expect(edit).toMatchObject({ body: 'two shoes', chat: BUDI })

  await control.react({ id, emoji: '👍' })
  expect(await test.event('reaction', (event) => event.key === innerId)).toMatchObject({
    emoji: '👍',
    sender: BUDI,
    fromMe: false,
  })
  await control.react({ id, emoji: '' })
  await test.event('reaction', (event) => event.key === innerId && event.emoji === null)

  await control.revoke({ id })
  expect(await test.event('revoke', (event) => event.key === innerId)).toMatchObject({ everyone: true })
  const renamed = await control.text(BUDI, 'gone under another id')
  await control.revoke({ id: renamed.id, newId: true })
  await test.event('revoke', (event) => event.key === renamed.innerId)
  const removed = await control.text(BUDI, 'deleted for me')
  await control.removeMessage({ id: removed.id })
  expect(await test.event('revoke', (event) => event.key === removed.innerId)).toMatchObject({
    everyone: false,
  })
})

it('tells polls and votes, calls, cards, places, voice and what can only be seen on the phone', async () => {
  const poll = await control.incoming({ chat: BUDI, poll: { name: 'Colour?', options: ['red', 'blue'] } })
  await control.vote({ id: poll.id, options: ['blue'] })
  const vote = await test.event('poll-vote', (event) => event.key === poll.innerId)
  expect(vote).toMatchObject({ options: ['blue'], voter: BUDI })
  await control.call({ from: BUDI, video: true })
  expect(await test.event('call')).toMatchObject({ from: BUDI, video: true })

  const refs = await control.incomingMany({
    messages: [
      { chat: BUDI, cards: [{ name: 'Ani', phone: '6281300000001' }] },
      {
        chat: BUDI,
        cards: [
          { name: 'Ani', phone: '6281300000001' },
          { name: 'Eko', phone: '6281300000002' },
        ],
      },
      { chat: BUDI, location: { latitude: -6.2, longitude: 106.8, name: 'Shop' } },
      { chat: BUDI, media: { sample: 'audio', duration: 3 } },
      { chat: BUDI, viewOnce: 'placeholder' },
    ],
  })
  const told = await Promise.all(
    refs.map(
      async ({ innerId }) => (await test.event('message', (event) => event.message.key === innerId)).message,
    ),
  )
  expect(told.map((message) => message.type)).toEqual([
    'contact-card',
    'contact-card',
    'location',
    'voice',
    'view-once',
  ])
  expect(told[1]?.cards).toHaveLength(2)
  expect(told[2]?.location).toEqual({ latitude: -6.2, longitude: 106.8, label: 'Shop' })
  expect(told[3]?.media?.duration).toBe(3000)
})

it('lets no status, channel or broadcast through', async () => {
  const since = test.events.length
  await control.status({ author: BUDI, body: 'my status' })
  await control.setChat({ id: '120363000000000001@newsletter', newsletter: {} })
  await control.channelPost({ channel: '120363000000000001@newsletter', body: 'news' })
  const { innerId } = await control.text(BUDI, 'after them')
  await test.event('message', (event) => event.message.key === innerId)
  const messages = test.events.slice(since).filter((event) => event.type === 'message')
  expect(messages.map((event) => event.message.body)).toEqual(['after them'])
  expect((await test.session.listChats()).map((chat) => chat.address)).not.toContain('status@broadcast')
})

it('sees messages that were synced without an event', async () => {
  const since = test.events.length
  const { innerId } = await control.incoming({ chat: BUDI, body: 'came while away', silent: true })
  const after = await control.text(BUDI, 'with an event')
  await test.event('message', (event) => event.message.key === after.innerId)
  expect(
    test.events.slice(since).some((event) => event.type === 'message' && event.message.key === innerId),
  ).toBe(false)
  const messages = await test.session.fetchMessages(BUDI, 5)
  expect(messages.map((message) => message.key)).toContain(innerId)
})

it('knows people by LID and phone, and never reads a phone out of a LID', async () => {
  expect(await test.session.identify(HIDDEN)).toMatchObject({ phone: null, lid: HIDDEN, pushName: 'Hidden' })
  expect(await test.session.identify(KNOWN)).toMatchObject({ phone: '+6287700000008', lid: KNOWN })
  expect(await test.session.identify(BUDI)).toMatchObject({ phone: '+6281234567890', lid: '111222333@lid' })
  expect(await test.session.resolvePhone('+62 812-3456-7890')).toBe(BUDI)
  expect(await test.session.resolvePhone('+6280000000000')).toBeNull()
})

it('downloads media within its size, waits for what is fetched, and says what is gone', async () => {
  const big = await control.incoming({
    chat: BUDI,
    media: { sample: 'document', size: 50_000, filename: 'a.pdf' },
  })
  await expect(test.session.downloadMedia(big.id, 10_000)).rejects.toMatchObject({ code: 'too-large' })
  expect((await test.session.downloadMedia(big.id, 100_000)).data.byteLength).toBeGreaterThanOrEqual(50_000)
  const gone = await control.incoming({
    chat: BUDI,
    media: { sample: 'image', stage: 'NEED_POKE', download: 'error' },
  })
  await expect(test.session.downloadMedia(gone.id, 100_000)).rejects.toMatchObject({ code: 'unavailable' })
  const slow = await control.incoming({
    chat: BUDI,
    media: { sample: 'image', stage: 'NEED_POKE', download: 'fetching' },
  })
  const waiting = test.session.downloadMedia(slow.id, 100_000)
  await control.setMedia({ id: slow.id, stage: 'RESOLVED', download: 'ok' })
  expect((await waiting).mime).toBe('image/png')
})

it('marks seen, types and stars only when told to', async () => {
  await test.session.setTyping(BUDI, true)
  await control.waitForLog((entry) => entry.kind === 'typing' && entry.chat === BUDI)
  await test.session.setTyping(BUDI, false)
  await control.waitForLog((entry) => entry.kind === 'paused' && entry.chat === BUDI)
  expect((await control.log()).filter((entry) => entry.kind === 'seen')).toEqual([])
  await test.session.markSeen(BUDI)
  await control.waitForLog((entry) => entry.kind === 'seen' && entry.chat === BUDI)
  const { id } = await control.text(BUDI, 'keep this')
  await test.session.setStarred(id, true)
  await control.waitForLog((entry) => entry.kind === 'star')
  expect((await test.session.findMessage(id))?.starred).toBe(true)
  expect(await test.session.memory()).toBeGreaterThan(1_000_000)
})

it('injects once, however many frames navigate', async () => {
  const states = test.states().length
  await control.iframe({ frames: 2, times: 3 })
  const since = test.events.length
  const { innerId } = await control.text(BUDI, 'once')
  await test.event('message', (event) => event.message.key === innerId)
  const { innerId: last } = await control.text(BUDI, 'and after')
  await test.event('message', (event) => event.message.key === last)
  const told = test.events
    .slice(since)
    .filter((event) => event.type === 'message' && event.message.key === innerId)
  expect(told).toHaveLength(1)
  expect(test.states()).toHaveLength(states)
})

it('comes back after the page reloads itself', async () => {
  await control.reload({})
  await test.until('reconnecting')
  await test.until('ready')
  const { innerId } = await control.text(BUDI, 'after the reload')
  await test.event('message', (event) => event.message.key === innerId)
  expect(test.messages().filter((message) => message.key === innerId)).toHaveLength(1)
})

it('survives a lost network', async () => {
  await control.network({ up: false })
  await test.until('reconnecting')
  expect(await test.session.probe()).toBe(false)
  const message = { chat: BUDI, key: 'X', body: 'no', attachment: null, quotedId: null }
  await expect(test.session.send(message)).rejects.toMatchObject({ code: 'not-connected' })
  await control.network({ up: true })
  await test.until('ready')
  expect(await test.session.probe()).toBe(true)
})

it('is linked still after it was stopped', async () => {
  await test.session.stop()
  expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'stopped' })
  const since = test.states().length
  await test.session.start()
  await test.until('ready')
  expect(test.states().slice(since)).not.toContain('qr')
})

it('shows a QR again after the phone unlinked it, and links again', async () => {
  await control.unpair({})
  expect(await test.until('closed')).toMatchObject({ reason: 'logged-out' })
  await test.session.start()
  await control.pair({ qr: (await test.until('qr')).qr })
  await test.until('ready')
})

it('signs out by itself', async () => {
  await test.session.logout()
  expect(test.session.state).toMatchObject({ kind: 'closed', reason: 'logged-out' })
  expect((await control.log()).map((entry) => entry.kind)).toContain('logout')
  await test.session.start()
  await test.until('qr')
})

it('leaves nothing unhandled', () => {
  expect(unhandled).toEqual([])
})
