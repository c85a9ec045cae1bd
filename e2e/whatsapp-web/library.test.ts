/**
 * The unmodified whatsapp-web.js in a real Chromium, from the QR code through every flow that Leadline uses and
 * back to a QR code. What was really done is judged by the simulator's own log.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Call, Client, GroupChat, Message, MessageMedia, PollVote, Reaction } from 'whatsapp-web.js'
import { controlOf } from './control'
import type { IncomingMessage, WhatsAppControl } from './control'
import { startWhatsAppWeb } from './server'
import type { WhatsAppWeb } from './server'
import { clientFor, endClient, next } from './testing'

const eventually = { timeout: 15_000 }
const budi = '6281234567890@c.us'
const profile = mkdtempSync(join(tmpdir(), 'whatsapp-web-'))
let simulator: WhatsAppWeb
let control: WhatsAppControl
let client: Client
const pageErrors: unknown[] = []

beforeAll(async () => {
  simulator = await startWhatsAppWeb()
  control = controlOf(simulator.controlUrl)
  await control.configure({ autoAck: { policy: 'none' }, boot: { syncMs: 1500 } })
  await control.seed({
    contacts: [
      { id: budi, name: 'Budi Santoso', pushname: 'budi.s', lid: '111222333@lid' },
      { id: '6285500000001', pushname: 'Toko Maju', isBusiness: true, verifiedName: 'Toko Maju' },
      { id: '777888999@lid', phone: '6287700000007', phoneKnown: false, pushname: 'Hidden' },
    ],
    messages: Array.from({ length: 120 }, (_, i) => ({
      chat: budi,
      body: `message ${i}`,
      t: 1_700_000_000 + i,
      fromMe: i % 3 === 0,
    })),
    chats: [{ id: budi, unread: 2 }],
  })
  client = clientFor(simulator, profile)
})

afterAll(async () => {
  expect(pageErrors).toEqual([])
  await endClient(client)
  await simulator.close()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** What a customer's message looks like to the library. */
async function receive(message: Omit<IncomingMessage, 'chat'>): Promise<Message> {
  const event = next<[Message]>(client, 'message')
  const ref = await control.incoming({ chat: budi, ...message })
  const [got] = await event
  expect(got.id._serialized).toBe(ref.id)
  return got
}

/** Seconds that the browser plays of it. */
async function plays(kind: 'audio' | 'video', { mimetype, data }: MessageMedia): Promise<number> {
  return (await client.pupPage?.evaluate(`new Promise((resolve, reject) => {
    const element = document.createElement('${kind}')
    element.onloadeddata = () => resolve(element.duration)
    element.onerror = () => reject(new Error(element.error.message))
    element.src = 'data:${mimetype};base64,${data}'
  })`)) as number
}

it('shows a QR code, links when it is scanned, and gets ready', async () => {
  const qrs: string[] = []
  client.on('qr', (qr) => qrs.push(qr))
  const shown = next<[string]>(client, 'qr')
  const initialized = client.initialize()
  const [qr] = await shown
  await initialized
  client.pupPage?.on('pageerror', (error) => pageErrors.push(error))
  expect(qr.split(',')).toHaveLength(5)
  await expect(control.pair({ qr: '2@old,a,b,c,1' })).rejects.toThrow('not (or no longer) on any screen')

  await control.configure({ qr: { nextMs: 60_000 } })
  const states = [next(client, 'loading_screen'), next(client, 'authenticated'), next(client, 'ready')]
  await control.pair({ qr })
  await Promise.all(states)
  expect(qrs).toEqual([qr])
  expect(client.info.wid._serialized).toBe('6281100000001@c.us')
  expect(client.info.pushname).toBe('Leadline Shop')
  expect(await client.getState()).toBe('CONNECTED')
  expect((await control.log()).map((entry) => entry.kind)).toContain('linked')
})

it('lists chats and contacts, and pages history to its beginning', async () => {
  const [chat] = await client.getChats()
  expect(chat).toMatchObject({ name: 'Budi Santoso', unreadCount: 2, isGroup: false, archived: false })
  expect(chat?.lastMessage.body).toBe('message 119')
  expect(await chat?.fetchMessages({})).toHaveLength(10)
  const all = (await chat?.fetchMessages({ limit: 1000 })) ?? []
  expect(all.map((message) => message.body)).toEqual(Array.from({ length: 120 }, (_, i) => `message ${i}`))
  const some = (await chat?.fetchMessages({ limit: 5, fromMe: false })) ?? []
  expect(some).toHaveLength(5)
  expect(some.every((message) => !message.fromMe)).toBe(true)

  const contact = await client.getContactById(budi)
  expect(contact).toMatchObject({
    name: 'Budi Santoso',
    pushname: 'budi.s',
    isMyContact: true,
    isBlocked: false,
  })
  const shop = await client.getContactById('6285500000001@c.us')
  expect(shop).toMatchObject({ isBusiness: true, verifiedName: 'Toko Maju', isMyContact: false })
  expect((await client.getContacts()).length).toBeGreaterThanOrEqual(3)
})

it('receives text, with links, quotes and mentions', async () => {
  const text = await receive({ body: 'see https://example.com now' })
  expect(text).toMatchObject({
    from: budi,
    to: '6281100000001@c.us',
    fromMe: false,
    type: 'chat',
    hasMedia: false,
  })
  expect(text.links).toEqual([{ link: 'https://example.com', isSuspicious: false }])
  const reply = await receive({ body: 'about this', quoted: text.id._serialized })
  expect(reply.hasQuotedMsg).toBe(true)
  expect((await reply.getQuotedMessage()).id._serialized).toBe(text.id._serialized)
})

it('receives every kind of media and gives its bytes', async () => {
  const image = await receive({ media: { sample: 'image' }, caption: 'like this' })
  expect(image).toMatchObject({ type: 'image', hasMedia: true, body: 'like this' })
  const bytes = await image.downloadMedia()
  expect(bytes.mimetype).toBe('image/png')
  expect(Buffer.from(bytes.data, 'base64').subarray(1, 4).toString()).toBe('PNG')

  const voice = await receive({ media: { sample: 'audio', duration: 2 } })
  expect(voice).toMatchObject({ type: 'ptt', duration: '2' })
  const pdf = await receive({ media: { sample: 'document', filename: 'Order.pdf' } })
  expect(pdf.type).toBe('document')
  expect((await pdf.downloadMedia()).filename).toBe('Order.pdf')
  const sticker = await receive({ media: { sample: 'sticker' } })
  expect(sticker.type).toBe('sticker')
  const shown = `data:image/webp;base64,${(await sticker.downloadMedia()).data}`
  const draw = `(async () => { const i = new Image(); i.src = '${shown}'; await i.decode(); return i.width })()`
  expect(await client.pupPage?.evaluate(draw)).toBe(96)
  expect(await plays('audio', await voice.downloadMedia())).toBeCloseTo(2, 0)
  expect(
    await plays('video', await (await receive({ media: { sample: 'video' } })).downloadMedia()),
  ).toBeGreaterThan(1)
  const video = await receive({ media: { sample: 'video', size: 3_000_000 } })
  expect(video.type).toBe('video')
  expect((await video.downloadMedia()).filesize).toBe(3_000_000)
})

it('says what media it can not give', async () => {
  const fetching = await receive({ media: { sample: 'image', stage: 'NEED_POKE', download: 'fetching' } })
  expect(await fetching.downloadMedia()).toBeUndefined()
  await control.setMedia({ id: fetching.id._serialized, download: 'ok', stage: 'NEED_POKE' })
  expect((await fetching.downloadMedia()).mimetype).toBe('image/png')
  const expired = await receive({ media: { sample: 'image', download: 'not-found' } })
  expect(await expired.downloadMedia()).toBeUndefined()
  const failed = await receive({ media: { sample: 'image', stage: 'ERROR_MISSING', download: 'error' } })
  expect(await failed.downloadMedia()).toBeUndefined()
})

it('receives locations, cards, polls, view-once and unknown kinds', async () => {
  const place = await receive({
    location: { latitude: -6.2, longitude: 106.8, name: 'Shop', address: 'Jakarta' },
  })
  expect(place.location).toMatchObject({ latitude: -6.2, longitude: 106.8, name: 'Shop', address: 'Jakarta' })
  const card = await receive({ cards: [{ name: 'Siti', phone: '628999' }] })
  expect(card.type).toBe('vcard')
  expect(card.vCards[0]).toContain('waid=628999')
  const cards = await receive({ cards: [{ name: 'A', phone: '1' }, { name: 'B', phone: '2' }] }) // prettier-ignore
  expect(cards.vCards).toHaveLength(2)
  expect((await receive({ media: { sample: 'image' }, viewOnce: 'media' })).rawData).toMatchObject({
    isViewOnce: true,
  })
  expect((await receive({ type: 'payment', body: '' })).type).toBe('payment')
  const hidden = next<[Message]>(client, 'message_ciphertext')
  await control.incoming({ chat: budi, viewOnce: 'placeholder' })
  expect((await hidden)[0].type).toBe('ciphertext')

  const poll = await receive({ poll: { name: 'Colour?', options: ['Red', 'Blue'] } })
  expect(poll.pollName).toBe('Colour?')
  const voted = next<[PollVote]>(client, 'vote_update')
  await control.vote({ id: poll.id._serialized, options: ['Blue'] })
  const [vote] = await voted
  expect(vote.selectedOptions).toEqual([{ name: 'Blue', localId: 1 }])
  expect(vote.parentMessage.id._serialized).toBe(poll.id._serialized)
})

it('hears calls, and decrypts late', async () => {
  const called = next<[Call]>(client, 'call')
  const { id } = await control.call({ from: budi, video: true })
  const [call] = await called
  expect(call).toMatchObject({ id, isVideo: true })
  await call.reject()
  expect(await control.waitForLog((entry) => entry.kind === 'reject-call')).toMatchObject({ chat: budi })

  const arrived = next<[Message]>(client, 'message_ciphertext')
  const decrypted = next<[Message]>(client, 'message')
  await control.ciphertext({ chat: budi, body: 'was hidden', afterMs: 50 })
  await arrived
  expect((await decrypted)[0].body).toBe('was hidden')
})

it('hears edits, revocations, deletions and reactions', async () => {
  const message = await receive({ body: 'frist' })
  const edited = next<[Message, string, string]>(client, 'message_edit')
  await control.edit({ id: message.id._serialized, body: 'first' })
  expect((await edited).slice(1)).toEqual(['first', 'frist'])

  const reacted = next<[Reaction]>(client, 'message_reaction')
  await control.react({ id: message.id._serialized, emoji: '👍' })
  const [reaction] = await reacted
  expect(reaction).toMatchObject({ reaction: '👍', senderId: budi })
  expect(reaction.msgId._serialized).toBe(message.id._serialized)
  expect(
    (await (await client.getMessageById(message.id._serialized)).getReactions())[0]?.aggregateEmoji,
  ).toBe('👍')

  const revoked = next<[Message, Message]>(client, 'message_revoke_everyone')
  await control.revoke({ id: message.id._serialized })
  const [after, before] = await revoked
  expect(after).toMatchObject({ type: 'revoked', body: '' })
  expect(before.body).toBe('first')

  const other = await receive({ body: 'gone with a new id' })
  const moved = next<[Message]>(client, 'message_revoke_everyone')
  await control.revoke({ id: other.id._serialized, newId: true })
  const [tombstone] = await moved
  expect(tombstone.id.id).not.toBe(other.id.id)
  expect(tombstone.rawData).toMatchObject({ protocolMessageKey: { id: other.id.id } })

  const third = await receive({ body: 'deleted for me' })
  const removed = next<[Message]>(client, 'message_revoke_me')
  await control.removeMessage({ id: third.id._serialized })
  expect((await removed)[0].id._serialized).toBe(third.id._serialized)
})

it('takes messages typed on the phone as created, not as received', async () => {
  const received: Message[] = []
  client.on('message', (message) => received.push(message))
  const created = next<[Message]>(client, 'message_create')
  await control.fromPhone(budi, 'typed on the phone')
  expect((await created)[0]).toMatchObject({ fromMe: true, body: 'typed on the phone', to: budi })
  expect(received).toEqual([])
  client.removeAllListeners('message')
})

it('keeps groups, status and channels apart', async () => {
  const group = '120363000000000001@g.us'
  await control.setChat({ id: group, group: { subject: 'Resellers', participants: [budi, '6285500000001'] } })
  const heard = next<[Message]>(client, 'message')
  await control.text(group, 'hello all', { author: budi })
  const [message] = await heard
  expect(message).toMatchObject({ from: group, author: budi, body: 'hello all' })
  const chat = (await message.getChat()) as GroupChat
  expect(chat).toMatchObject({ isGroup: true, name: 'Resellers' })
  expect(chat.participants.map((one) => one.id._serialized)).toContain(budi)

  const status = next<[Message]>(client, 'message')
  await control.status({ author: budi, body: 'my day' })
  expect((await status)[0]).toMatchObject({ isStatus: true, from: 'status@broadcast', author: budi })
  const post = next<[Message]>(client, 'message')
  await control.channelPost({ channel: '120363000000000009@newsletter', body: 'news' })
  expect((await post)[0].from).toBe('120363000000000009@newsletter')
  const ids = (await client.getChats()).map((one) => one.id._serialized)
  expect(ids).toContain(group)
  expect(ids.filter((id) => id.endsWith('@newsletter') || id.endsWith('@broadcast'))).toEqual([])
  const joined = next(client, 'group_join')
  await control.system({ chat: group, type: 'gp2', subtype: 'add', author: budi, recipients: ['628777'] })
  await joined
})

it('stays silent about bulk-synced messages, which are there all the same', async () => {
  const created: Message[] = []
  client.on('message_create', (message) => created.push(message))
  await control.text(budi, 'synced in bulk', { silent: true })
  const announced = next<[Message]>(client, 'message')
  await control.text(budi, 'announced')
  await announced
  expect(created.map((message) => message.body)).toEqual(['announced'])
  const chat = await client.getChatById(budi)
  expect((await chat.fetchMessages({ limit: 200 })).map((message) => message.body)).toContain(
    'synced in bulk',
  )
  client.removeAllListeners('message_create')
})

it('knows LIDs and phones as far as they are told', async () => {
  expect(await client.getContactLidAndPhone([budi])).toEqual([{ lid: '111222333@lid', pn: budi }])
  const [hidden] = await client.getContactLidAndPhone(['777888999@lid'])
  expect(hidden).toEqual({ lid: '777888999@lid' })
  const heard = next<[Message]>(client, 'message')
  await control.text('777888999@lid', 'who am I')
  expect((await heard)[0].from).toBe('777888999@lid')
  await control.revealPhone({ lid: '777888999@lid', phone: '6287700000007' })
  await expect
    .poll(async () => client.getContactLidAndPhone(['777888999@lid']), eventually)
    .toEqual([{ lid: '777888999@lid', pn: '6287700000007@c.us' }])
  expect(await client.getNumberId('6285500000001')).toMatchObject({ _serialized: '6285500000001@c.us' })
  expect(await client.getNumberId('620000000000')).toBeNull()
})

it('follows a chat that moves to a LID', async () => {
  const before = (await (await client.getChatById(budi)).fetchMessages({ limit: 20 })).map((one) => one.id.id)
  await control.moveChat({ from: budi, to: '111222333@lid' })
  await expect
    .poll(async () => (await client.getChats()).map((one) => one.id._serialized), eventually)
    .toContain('111222333@lid')
  const chat = await client.getChatById(budi)
  expect(chat.id._serialized).toBe('111222333@lid')
  expect((await chat.fetchMessages({ limit: 20 })).map((one) => one.id.id)).toEqual(before)
  const heard = next<[Message]>(client, 'message')
  await control.text(budi, 'from my new id')
  expect((await heard)[0].from).toBe('111222333@lid')
})

it('is logged out by the phone, and shows a QR or a code again', async () => {
  const out = next<[string]>(client, 'disconnected')
  const again = next<[string]>(client, 'qr')
  await control.unpair({})
  expect(await out).toEqual(['LOGOUT'])
  await again
  const code = await client.requestPairingCode('6281100000001')
  expect(code).toMatch(/^[1-9A-Z]{8}$/)
  await expect(control.pair({ code: 'WRONGONE' })).rejects.toThrow('No page waits for the code')
  const ready = next(client, 'ready')
  await control.pair({ code })
  await ready
  await client.pupPage?.evaluate('window.require("WAWebSocketModel").Socket.logout()')
  await next(client, 'qr')
  expect((await control.state()).devices).toEqual([])
})
