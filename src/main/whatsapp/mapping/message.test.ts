/** Every kind of message the library gives, mapped. */
import { expect, it } from 'vitest'
import { mapMessage } from './message'

const ME = '62811@c.us'
const context = { me: new Set([ME, '900@lid']) }

/** A message as `getMessageModel` gives it. */
function raw(more: Record<string, unknown>, id: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    id: { fromMe: false, remote: '6281@c.us', id: '3EB0AA', _serialized: 'false_6281@c.us_3EB0AA', ...id },
    t: 1_700_000_000,
    type: 'chat',
    ack: 1,
    notifyName: 'Budi',
    ...more,
  }
}

const map = (more: Record<string, unknown>, id?: Record<string, unknown>): ReturnType<typeof mapMessage> =>
  mapMessage(raw(more, id), context)

it('maps a text', () => {
  expect(map({ body: 'Halo', star: true, isForwarded: true })).toMatchObject({
    key: '3EB0AA',
    serializedId: 'false_6281@c.us_3EB0AA',
    chat: '6281@c.us',
    author: null,
    authorName: 'Budi',
    fromMe: false,
    at: 1_700_000_000_000,
    type: 'text',
    body: 'Halo',
    ack: 1,
    starred: true,
    forwarded: true,
    revoked: false,
    editedAt: null,
    cards: [],
  })
})

it("takes ids as text or as objects, and the server's spelling of a phone address", () => {
  expect(map({ body: 'x' }, { remote: { _serialized: '6281@s.whatsapp.net' } })?.chat).toBe('6281@c.us')
  expect(map({ body: 'x' }, { remote: { user: '123', server: 'lid' } })?.chat).toBe('123@lid')
})

it('names the author in a group', () => {
  const id = { remote: '1203630-1@g.us', participant: { _serialized: '6285@c.us' } }
  expect(map({ body: 'x' }, id)).toMatchObject({ chat: '1203630-1@g.us', author: '6285@c.us' })
  expect(map({ body: 'x', author: '123@lid' }, id)?.author).toBe('123@lid')
})

it.each(['status@broadcast', '123@broadcast', '120@newsletter', '0@c.us', '99@bot', 'nonsense', ''])(
  'gives out nothing of %s',
  (remote) => {
    expect(map({ body: 'x' }, { remote })).toBeNull()
  },
)

it("gives out nothing of a status in disguise, nor WhatsApp's own frames", () => {
  expect(map({ body: 'x', isStatusV3: true })).toBeNull()
  for (const type of ['protocol', 'reaction', 'album', 'debug']) expect(map({ type })).toBeNull()
})

it.each([
  ['image', 'image'],
  ['video', 'video'],
  ['ptv', 'video'],
  ['audio', 'audio'],
  ['ptt', 'voice'],
  ['document', 'document'],
  ['sticker', 'sticker'],
])('maps %s with its file, and not its thumbnail', (type, mapped) => {
  const message = map({
    type,
    body: 'A'.repeat(5_000),
    caption: 'look',
    directPath: '/v/x',
    mimetype: 'some/thing',
    size: '1234',
    filename: 'a.bin',
    width: 10,
    height: 20,
    duration: '7',
  })
  expect(message).toMatchObject({
    type: mapped,
    body: 'look',
    media: { mime: 'some/thing', size: 1234, name: 'a.bin', width: 10, height: 20, duration: 7000 },
  })
  expect(message?.raw.length).toBeLessThan(1_000)
})

it('keeps a long text in the raw data, and small thumbnails', () => {
  const long = 'word '.repeat(2_000)
  expect(JSON.parse(map({ body: long })?.raw ?? '')).toMatchObject({ body: long })
  expect(JSON.parse(map({ type: 'image', directPath: '/x', body: 'AAAA' })?.raw ?? '')).toMatchObject({
    body: 'AAAA',
  })
})

it('leaves out of the raw data what says nothing, and nothing else', () => {
  const said = { star: true, viewed: 0, caption: '', parent: { msg: null }, links: [{ isSafe: false }] }
  const kept = JSON.parse(map({ ...said, mentions: [], edit: null, broadcast: false })?.raw ?? '') as object
  expect(kept).toMatchObject(said)
  for (const name of ['mentions', 'edit', 'broadcast']) expect(kept).not.toHaveProperty(name)
})

it('maps places, cards and polls', () => {
  expect(
    map({ type: 'location', lat: -6.2, lng: '106.8', loc: 'Shop\nStreet 1', body: 'thumbnail' }),
  ).toMatchObject({
    type: 'location',
    body: null,
    location: { latitude: -6.2, longitude: 106.8, label: 'Shop\nStreet 1' },
  })
  expect(map({ type: 'vcard', body: 'BEGIN:VCARD' })).toMatchObject({
    type: 'contact-card',
    body: null,
    cards: ['BEGIN:VCARD'],
  })
  expect(map({ type: 'multi_vcard', vcardList: [{ vcard: 'A' }, { vcard: 'B' }, {}] })?.cards).toEqual([
    'A',
    'B',
  ])
  expect(map({ type: 'multi_vcard' })?.cards).toEqual([])
  expect(
    map({ type: 'poll_creation', pollName: 'Colour?', pollOptions: [{ name: 'red' }, { name: 'blue' }] }),
  ).toMatchObject({
    type: 'poll',
    body: 'Colour?',
    poll: { question: 'Colour?', options: ['red', 'blue'] },
  })
})

it.each(['e2e_notification', 'gp2', 'notification_template'])('maps %s to the system', (type) => {
  expect(map({ type })?.type).toBe('system')
})

it('maps what it does not know to a placeholder with what text there is', () => {
  expect(map({ type: 'brand_new', body: 'hello' })).toMatchObject({ type: 'unsupported', body: 'hello' })
  expect(map({ type: 'brand_new', body: 'AAAA', directPath: '/x' })?.body).toBeNull()
})

it('maps a quoted message, and whose it was', () => {
  const quoted = {
    quotedMsg: { type: 'chat', body: 'how much?' },
    quotedStanzaID: 'Q1',
    quotedParticipant: ME,
  }
  expect(map({ body: '5', ...quoted })?.quoted).toEqual({
    key: 'Q1',
    body: 'how much?',
    type: 'text',
    fromMe: true,
  })
  expect(map({ body: '5', ...quoted, quotedParticipant: { _serialized: '6281@c.us' } })?.quoted?.fromMe).toBe(
    false,
  )
  expect(map({ body: '5', quotedMsg: { type: 'chat', body: 'x' } })?.quoted).toBeNull()
})

it('maps a revoked message under the key it had', () => {
  expect(map({ type: 'revoked', body: 'left over' })).toMatchObject({
    key: '3EB0AA',
    revoked: true,
    body: null,
  })
  const moved = { type: 'revoked', protocolMessageKey: { id: 'ORIGINAL', remote: '6281@c.us' } }
  expect(map(moved)?.key).toBe('ORIGINAL')
})

it('waits for what is not decrypted yet, and says what never will be', () => {
  expect(map({ type: 'ciphertext' })).toBeNull()
  expect(mapMessage(raw({ type: 'ciphertext' }), context, true)).toMatchObject({
    type: 'unsupported',
    body: null,
  })
  expect(map({ type: 'ciphertext', subtype: 'view_once_unavailable_fanout' })?.type).toBe('view-once')
  expect(map({ type: 'image', isViewOnce: true, directPath: '/x', caption: 'secret' })).toMatchObject({
    type: 'view-once',
    media: null,
    body: null,
  })
})

it('knows edits and acks', () => {
  expect(map({ body: 'x', latestEditSenderTimestampMs: 1_700_000_100_000 })?.editedAt).toBe(1_700_000_100_000)
  expect(map({ body: 'x', ack: -1 })?.ack).toBe(-1)
  expect(map({ body: 'x', ack: 99 })?.ack).toBe(0)
})

it('never throws, whatever comes', () => {
  for (const value of [
    null,
    7,
    'x',
    [],
    {},
    { id: 7 },
    { id: {} },
    { id: { id: 'x', remote: {} }, type: 8 },
  ]) {
    expect(mapMessage(value, context)).toBeNull()
  }
})
