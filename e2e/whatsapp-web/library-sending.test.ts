/** The unmodified whatsapp-web.js sends and acts; what really happened is judged by the simulator's own log. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import wwebjs from 'whatsapp-web.js'
import type { Client, Message } from 'whatsapp-web.js'
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
      { id: budi, name: 'Budi Santoso' },
      { id: '6285500000001', pushname: 'Toko Maju', isBusiness: true },
    ],
    messages: [{ chat: budi, body: 'message 77', t: 1_700_000_000 }],
  })
  client = clientFor(simulator, profile)
  const [shown, ready] = [next<[string]>(client, 'qr', 30_000), next(client, 'ready', 30_000)]
  await client.initialize()
  client.pupPage?.on('pageerror', (error) => pageErrors.push(error))
  await control.pair({ qr: (await shown)[0] })
  await ready
})

afterAll(async () => {
  expect(pageErrors).toEqual([])
  await endClient(client)
  await simulator.close()
  rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
})

/** A customer's message, as the library has it. */
async function receive(message: Omit<IncomingMessage, 'chat'>): Promise<Message> {
  const event = next<[Message]>(client, 'message')
  await control.incoming({ chat: budi, ...message })
  return (await event)[0]
}

it('sends text under the id it was given, once, and tells acks in any order', async () => {
  const acks: [string, number][] = []
  client.on('message_ack', (message, ack) => acks.push([message.id.id, ack]))
  await client.pupPage?.evaluate(`(() => {
    const Key = window.require('WAWebMsgKey'); const original = Key.newId
    Key.newId = async () => { Key.newId = original; return '3EB0C0FFEE00000001' }
  })()`)
  const sent = await client.sendMessage(budi, 'on its way', { sendSeen: false })
  expect(sent.id).toMatchObject({ id: '3EB0C0FFEE00000001', fromMe: true, remote: budi })
  const logged = await control.waitForLog((entry) => entry.kind === 'send')
  expect(logged).toMatchObject({
    innerId: '3EB0C0FFEE00000001',
    chat: budi,
    body: 'on its way',
    type: 'chat',
  })
  for (const ack of [2, 3, 1, -1]) await control.ack({ id: sent.id._serialized, ack })
  await expect.poll(() => acks.map(([, ack]) => ack), eventually).toEqual([2, 3, 1, -1])
  expect(acks.every(([id]) => id === '3EB0C0FFEE00000001')).toBe(true)
  client.removeAllListeners('message_ack')
  expect((await control.log()).filter((entry) => entry.kind === 'seen')).toEqual([])
})

it('sends replies, media, places and polls', async () => {
  const since = (await control.state()).lastLog
  const question = await receive({ body: 'price?' })
  const reply = await question.reply('ten', undefined, { sendSeen: false })
  expect(reply.hasQuotedMsg).toBe(true)
  const png = await (await receive({ media: { sample: 'image' } })).downloadMedia()
  const media = new wwebjs.MessageMedia(png.mimetype, png.data, 'price.png')
  const image = await client.sendMessage(budi, media, { caption: 'the list', sendSeen: false })
  expect(image).toMatchObject({ type: 'image', hasMedia: true, body: 'the list' })
  expect((await image.downloadMedia()).data).toBe(png.data)
  await client.sendMessage(budi, media, { sendMediaAsDocument: true, sendSeen: false })
  await client.sendMessage(budi, new wwebjs.Location(-6.2, 106.8, { name: 'Shop' }), { sendSeen: false })
  await client.sendMessage(budi, new wwebjs.Poll('Size?', ['S', 'M']), { sendSeen: false })
  await expect
    .poll(async () => (await control.sent(budi)).filter((entry) => entry.seq > since), eventually)
    .toHaveLength(5)
  const [first, second, third, fourth, fifth] = (await control.sent(budi)).filter(
    (entry) => entry.seq > since,
  )
  expect(first).toMatchObject({ body: 'ten', quoted: question.id.id })
  expect(second).toMatchObject({
    type: 'image',
    caption: 'the list',
    media: { mimetype: 'image/png', filename: 'price.png' },
  })
  expect(third).toMatchObject({ type: 'document' })
  expect(fourth).toMatchObject({ type: 'location', detail: { lat: -6.2, lng: 106.8 } })
  expect(fifth).toMatchObject({ type: 'poll_creation', detail: { pollName: 'Size?' } })
})

it('uploads slowly, or not at all', async () => {
  const media = new wwebjs.MessageMedia('text/plain', Buffer.from('a file').toString('base64'), 'notes.txt')
  await control.configure({ upload: { fail: true } })
  await expect(client.sendMessage(budi, media, { sendSeen: false })).rejects.toThrow('MediaUploadError')
  await control.configure({ upload: { fail: false, delayMs: 300 } })
  const sent = await client.sendMessage(budi, media, { sendSeen: false })
  const logged = await control.waitForLog((entry) => entry.kind === 'send' && entry.innerId === sent.id.id)
  expect(logged).toMatchObject({
    type: 'document',
    media: { mimetype: 'text/plain', size: 6, filename: 'notes.txt' },
  })
  await control.configure({ upload: { delayMs: 0 } })
})

it('edits, revokes, reacts and votes', async () => {
  const since = (await control.state()).lastLog
  const sent = await client.sendMessage(budi, 'old words', { sendSeen: false, waitUntilMsgSent: true })
  const edited = await sent.edit('new words')
  expect(edited?.id._serialized).toBe(sent.id._serialized)
  await expect
    .poll(async () => (await client.getMessageById(sent.id._serialized)).body, eventually)
    .toBe('new words')
  const other = await receive({ poll: { name: 'Day?', options: ['Mon', 'Tue'] } })
  await other.react('❤️')
  await other.vote(['Tue'])
  await sent.delete(true)
  const kinds = async (): Promise<string[]> => (await control.log(since)).map((entry) => entry.kind)
  await expect.poll(kinds, eventually).toEqual(['attempt', 'send', 'edit', 'reaction', 'vote', 'revoke'])
})

it('archives, pins, mutes, stars, marks unread and seen, types, blocks', async () => {
  const since = (await control.state()).lastLog
  const message = await receive({ body: 'star me' })
  const chat = await client.getChatById(budi)
  await chat.sendSeen()
  await expect.poll(async () => (await client.getChatById(budi)).unreadCount, eventually).toBe(0)
  await chat.markUnread()
  await chat.archive()
  await expect.poll(async () => (await client.getChatById(budi)).archived, eventually).toBe(true)
  await chat.unarchive()
  await chat.pin()
  await expect.poll(async () => (await client.getChatById(budi)).pinned, eventually).toBe(true)
  await chat.unpin()
  expect(await chat.mute()).toMatchObject({ isMuted: true })
  expect(await chat.unmute()).toMatchObject({ isMuted: false })
  await message.star()
  await expect
    .poll(async () => (await client.getMessageById(message.id._serialized)).isStarred, eventually)
    .toBe(true)
  await chat.sendStateTyping()
  await chat.clearState()
  const contact = await client.getContactById(budi)
  await contact.block()
  await expect.poll(async () => (await client.getContactById(budi)).isBlocked, eventually).toBe(true)
  expect(
    (await client.pupPage?.evaluate('window.require("WAWebCollections").Blocklist.length')) as number,
  ).toBe(1)
  await contact.unblock()
  const kinds = (await control.log(since)).map((entry) => entry.kind)
  expect(kinds).toEqual(
    expect.arrayContaining(['seen', 'mark-unread', 'archive', 'unarchive', 'pin', 'unpin', 'mute', 'unmute', 'star', 'typing', 'paused', 'block', 'unblock']), // prettier-ignore
  )
})

it('finds words, keeps contacts, gives pictures', async () => {
  expect((await client.searchMessages('message 77')).map((message) => message.body)).toEqual(['message 77'])
  await client.saveOrEditAddressbookContact('6285500000001', 'Toko', 'Maju Jaya', true)
  await expect
    .poll(async () => (await client.getContactById('6285500000001@c.us')).name, eventually)
    .toBe('Toko Maju Jaya')
  expect(await client.getProfilePicUrl(budi)).toBeUndefined()
  await control.setContact({ id: budi, picture: Buffer.from('a picture').toString('base64') })
  expect(await client.getProfilePicUrl(budi)).toMatch(/^https:/)
  const card = await client.sendMessage(budi, await client.getContactById('6285500000001@c.us'), {
    sendSeen: false,
  })
  expect(card).toMatchObject({ type: 'vcard' })
  expect(card.vCards[0]).toContain('waid=6285500000001')
  await (await client.getChatById('6285500000001@c.us')).delete()
  await control.waitForLog((entry) => entry.kind === 'delete-chat')
  await client.sendPresenceUnavailable()
  await control.waitForLog((entry) => entry.kind === 'unavailable')
})
