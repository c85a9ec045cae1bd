/** Talking over a session in a real Chromium: what is sent, what comes in, and what becomes of it. The simulator's log is the judge. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { WhatsAppControl } from '../../../e2e/whatsapp-web/control'
import { DRIVEN, useSite } from './session.testing'
import type { TestSession } from './session.testing'
import type { WaSend } from './types'

const BUDI = '6281234567890@c.us'
const MOVING = '6281234500000@c.us'
const ALBUMS = '6281234511111@c.us'
const MOVED = '444555666@lid'
const GROUP = '120363000000000009@g.us'

describe.each(DRIVEN)('over %s', (driven) => {
  const world = useSite({ lasting: true })
  let control: WhatsAppControl
  let test: TestSession

  beforeAll(async () => {
    ;({ control } = world)
    await control.configure({ boot: { syncMs: 100 }, autoAck: { policy: 'none' } })
    await control.seed({
      contacts: [
        { id: BUDI, name: 'Budi Santoso', pushname: 'budi' },
        { id: MOVING, lid: MOVED },
      ],
      messages: [
        { chat: BUDI, body: 'first', t: 1_700_000_000 },
        { chat: MOVING, body: 'before', id: 'SAME', t: 1_600_000_000 },
        // Sixty things of which five are the frames around pictures.
        ...Array.from({ length: 60 }, (_, index) => ({
          chat: ALBUMS,
          body: `message ${index}`,
          t: 1_600_000_000 + index,
          ...(index % 12 === 11 ? { type: 'album' } : {}),
        })),
      ],
    })
    test = await world.linked({ sendText: 1_500 }, driven)
  })

  /** A text about to be sent, under a key of its own. */
  async function text(body: string, chat = BUDI): Promise<WaSend> {
    return { chat, key: await test.session.newMessageKey(), body, attachment: null, quotedId: null }
  }

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
    await control.sendFault({ mode: 'throws', chat: BUDI, count: 1, error: `no route to ${BUDI}` })
    await expect(test.session.send(await text('ok'))).rejects.toMatchObject({
      code: 'refused',
      message: expect.not.stringContaining('81234567890') as unknown,
    })
    await expect(test.session.send(await text('ok', 'not-a-chat'))).rejects.toMatchObject({
      code: 'no-such-chat',
    })
    await control.sendFault({ mode: 'refused', chat: BUDI, count: 1 })
    const refused = await text('ok')
    await test.session.send(refused)
    await test.event('ack', (event) => event.key === refused.key && event.ack === -1)
  })

  it('leaves a send that never ends as uncertain, and goes on with the next', async () => {
    await control.sendFault({ mode: 'never-resolves', chat: BUDI, count: 1 })
    const stuck = await text('lost?')
    const next = await text('next')
    const [first, second] = await Promise.allSettled([test.session.send(stuck), test.session.send(next)])
    expect(first).toMatchObject({ status: 'rejected', reason: { code: 'uncertain' } })
    expect(second).toMatchObject({ status: 'fulfilled', value: { key: next.key, body: 'next' } })
    const { messages } = await test.session.fetchMessages(BUDI, 10)
    const found = messages.find((message) => message.key === stuck.key)
    expect(found?.ack).toBe(0)
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
        async ({ innerId }) =>
          (await test.event('message', (event) => event.message.key === innerId)).message,
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

  it('says whether a history was read to its beginning, whatever else than messages lies in it', async () => {
    const some = await test.session.fetchMessages(ALBUMS, 50)
    expect(some.messages).toHaveLength(45)
    expect(some.reachedStart).toBe(false)
    const exactly = await test.session.fetchMessages(ALBUMS, 60)
    expect(exactly.messages).toHaveLength(55)
    const all = await test.session.fetchMessages(ALBUMS, 400)
    expect(all.messages.map((message) => message.body)).toContain('message 0')
    expect(all).toMatchObject({ reachedStart: true, messages: { length: 55 } })
  })

  it('follows a chat from its phone address to its LID', async () => {
    const before = await test.session.fetchMessages(MOVING, 5)
    expect(before.messages.map((message) => message.key)).toEqual(['SAME'])
    await control.moveChat({ from: MOVING, to: MOVED })
    const { innerId } = await control.text(MOVED, 'after')
    const { message } = await test.event('message', (event) => event.message.key === innerId)
    expect(message.chat).toBe(MOVED)
    const addresses = (await test.session.listChats()).map((chat) => chat.address)
    expect(addresses).toContain(MOVED)
    expect(addresses).not.toContain(MOVING)
    const { messages } = await test.session.fetchMessages(MOVED, 5)
    expect(messages.map((each) => each.key)).toEqual(['SAME', innerId])
  })

  it('tells a message once it is decrypted, and not as an edit', async () => {
    const { innerId } = await control.ciphertext({ chat: BUDI, body: 'decrypted', afterMs: 300 })
    const { message } = await test.event('message', (event) => event.message.key === innerId)
    expect(message).toMatchObject({ type: 'text', body: 'decrypted' })
    const { innerId: next } = await control.text(BUDI, 'next')
    await test.event('message', (event) => event.message.key === next)
    expect(test.messages().filter((each) => each.key === innerId)).toHaveLength(1)
    expect(test.events.filter((event) => event.type === 'edit' && event.key === innerId)).toEqual([])
  })

  it('tells group messages with their author, and what happens in the group', async () => {
    await control.setChat({ id: GROUP, group: { subject: 'Team', participants: [BUDI] } })
    const { innerId } = await control.incoming({ chat: GROUP, author: BUDI, body: 'hi all' })
    const { message } = await test.event('message', (event) => event.message.key === innerId)
    expect(message).toMatchObject({ chat: GROUP, author: BUDI })
    const note = await control.system({
      chat: GROUP,
      type: 'gp2',
      subtype: 'add',
      author: BUDI,
      recipients: [BUDI],
    })
    const told = await test.event('message', (event) => event.message.key === note.innerId)
    expect(told.message.type).toBe('system')
    expect(await test.session.getChat(GROUP)).toMatchObject({ kind: 'group', title: 'Team', identity: null })
  })
})
