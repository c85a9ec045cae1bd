/** One person with everything, erased in the real database; then looked for in its raw bytes. */
import { createHmac, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { found, plainDatabase } from '../../../e2e/harness/plain'
import { DEFAULT_PREFERENCES, type AppEvent, type Preferences } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { leadOf, openShop, orderOf, type Shop } from '../crm/testing'
import { createInbox, EVERY_ACCOUNT, type Inbox } from '../inbox'
import type { NewMessageRow } from '../inbox/message-row'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { waIdentity, waMessage } from '../inbox/testing'
import type { outboxStore } from '../outbox/store'
import { silentLogger } from '../storage/test-storage'
import type { WaIdentity, WaMessage } from '../whatsapp/types'
import { createErasing, type Erasing } from '.'

const PHONE = '+6281399990001'
const DIGITS = PHONE.slice(1)
const ADDRESS = `${DIGITS}@c.us`
const LID = '777000111222@lid'
const OTHER = '6281355550002@c.us'
const GROUP = '120363000000000009@g.us'
const NAME = 'Marlina Sutejo'

let shop: Shop
let inbox: Inbox
let erasing: Erasing
let events: AppEvent[]
let deleted: string[]
let keep: Preferences['keep']
let now = 1_760_000_000_000

const markOf = (accountId: string, address: string): Uint8Array =>
  createHmac('sha256', 'key').update(`${accountId} ${address}`).digest()
const store = () => shop.test.storage.store<typeof inboxStore>('inbox')

function open(): void {
  inbox = createInbox({
    storage: shop.test.storage,
    preferences: () => ({ ...DEFAULT_PREFERENCES, keep }),
    hash: markOf,
    deleteFiles: (names) => Promise.resolve(void deleted.push(...names)),
    onMedia: () => undefined,
    onAck: () => undefined,
    emit: (event) => events.push(event),
    logger: silentLogger,
  })
  erasing = createErasing({
    ...{ storage: shop.test.storage, appVersion: '9.9.9', changed: () => undefined },
    mark: (address) => markOf(EVERY_ACCOUNT, address),
    otherAddresses: () => Promise.resolve([LID]),
    settle: async () => {
      inbox.policyChanged()
      await inbox.drain()
    },
    deleteFiles: (names) => Promise.resolve(void deleted.push(...names)),
    emit: (event) => events.push(event),
    logger: silentLogger,
    clock: () => now,
  })
}

beforeEach(async () => {
  events = []
  deleted = []
  keep = 'known'
  now = 1_760_000_000_000
  shop = await openShop()
  await shop.test.storage.store<typeof accountsStore>('accounts').list(0)
  open()
})
afterEach(async () => {
  await inbox.stop()
  await shop.close()
})

/** Makes or finds a chat as WhatsApp tells of it; null where nothing of it is kept. */
async function meet(
  address: string,
  identity: Partial<WaIdentity> | null,
  change: { wanted?: boolean } = {},
): Promise<string | null> {
  const phone = address.endsWith('@c.us') ? `+${address.replace('@c.us', '')}` : null
  const known = identity === null ? null : waIdentity({ phone, ...identity })
  const addresses = [address, ...(known?.lid ? [known.lid] : []), ...(phone ? [address] : [])]
  const route = await store().route({
    ...{ accountId: 'main', address, kind: identity === null ? 'group' : 'person', title: null, at: now },
    ...{ identity: known, keep, wanted: change.wanted ?? false, newId: randomUUID() },
    hashes: addresses.map((one) => markOf('main', one)),
    erasedMarks: addresses.map((one) => markOf(EVERY_ACCOUNT, one)),
  })
  return route.conversationId
}
const mustMeet = async (...args: Parameters<typeof meet>): Promise<string> => {
  const id = await meet(...args)
  if (id === null) throw new Error('nothing of it is kept')
  return id
}

async function say(
  conversationId: string,
  message: Partial<WaMessage>,
  row: Partial<NewMessageRow & { media_file: string }> = {},
): Promise<string> {
  const key = randomUUID().slice(0, 8)
  now += 5000
  const whole = waMessage(key, { at: now, raw: '{"t":1}', ...message })
  const item = { ...rowOf(whole, conversationId, 0), ...row }
  await store().ingest([{ accountId: 'main', conversationId, op: 'message', row: item, live: true }])
  return key
}

const FILE = 'abcd'.repeat(8)
const CARD = (name: string, digits: string): string =>
  `BEGIN:VCARD\nVERSION:3.0\nFN:${name}\nTEL;type=CELL;waid=${digits}:+${digits.slice(0, 2)} ${digits.slice(2)}\nEND:VCARD`

/** Everything there can be of her, and somebody else beside. */
async function fill(): Promise<{ contactId: string; others: string; group: string }> {
  const chat = await mustMeet(ADDRESS, { savedName: NAME, lid: LID, pushName: 'marlinaku' })
  const others = await mustMeet(OTHER, { savedName: 'Pak Tetangga' })
  const group = await mustMeet(GROUP, null, { wanted: true })
  const { contactId } = await inbox.get(chat)
  if (contactId === null) throw new Error('she is no contact')

  const first = await say(chat, { body: 'kalimatrahasia pertama', raw: `{"from":"${ADDRESS}"}` })
  await store().ingest([
    ...[
      {
        accountId: 'main',
        conversationId: chat,
        op: 'edit' as const,
        key: first,
        body: 'kalimatrahasia kedua',
        at: now,
      },
    ],
    ...[
      {
        accountId: 'main',
        conversationId: chat,
        op: 'reaction' as const,
        key: first,
        sender: ADDRESS,
        fromMe: false,
        emoji: '🌺',
        at: now,
      },
    ],
  ])
  await say(
    chat,
    { body: 'fotorahasia', type: 'image', media: null },
    {
      media_file: FILE,
      media_state: 'ready',
    },
  )
  const none = { quotedMessageId: null, attachment: null }
  const waiting = { conversationId: chat, clientId: randomUUID(), body: 'balasanrahasia', ...none }
  await shop.test.storage.store<typeof outboxStore>('outbox').enqueue(waiting, now)

  await shop.contacts.update({
    contactId,
    change: {
      aliases: ['Bu Marlin'],
      email: 'marlina@rahasia.example',
      otherEmails: ['sutejo@rahasia.example'],
      company: 'CV Rahasiajaya',
      address: 'Jalan Rahasia 7',
      tags: ['Pelangganemas'],
      note: 'catatanrahasia',
      fields: [{ name: 'Ukuran', value: 'nilairahasia' }],
    },
  })
  await shop.contacts.setConsent({ contactId, state: 'in', how: 'carirahasia' })
  const lead = await shop.leads.create(leadOf(contactId, { conversationId: chat, title: 'judulrahasia' }))
  await shop.orders.create(orderOf(contactId, { conversationId: chat, note: 'pesananrahasia' }))
  await shop.notes.create({
    id: randomUUID(),
    subject: { kind: 'contact', id: contactId },
    body: 'notarahasia',
  })
  await shop.tasks.create({
    ...{ id: randomUUID(), subject: { kind: 'lead', id: lead.id }, title: 'tugasrahasia', body: null },
    ...{ dueAt: null, priority: 'normal' },
  })

  const hers = await say(
    group,
    { body: 'dikelompok rahasiakelompok', author: ADDRESS, authorName: 'marlinaku' },
    { serialized_id: `false_${GROUP}_K1_${ADDRESS}` },
  )
  const about = { chat: GROUP, author: OTHER, authorName: 'Tetangga' }
  const answered = await say(
    group,
    {
      ...{
        ...about,
        body: 'setuju sekali',
        quoted: { key: hers, body: 'rahasiakelompok', type: 'text', fromMe: false },
      },
      raw: JSON.stringify({
        quotedParticipant: { _serialized: ADDRESS },
        quotedMsg: { body: 'rahasiakelompok' },
      }),
    },
    { serialized_id: `false_${GROUP}_K2_${OTHER}` },
  )
  await store().ingest([
    ...[
      {
        accountId: 'main',
        conversationId: group,
        op: 'reaction' as const,
        key: answered,
        sender: LID,
        fromMe: false,
        emoji: '👍',
        at: now,
      },
    ],
  ])
  await say(
    group,
    { ...about, body: `halo @${DIGITS} apa kabar` },
    { serialized_id: `false_${GROUP}_K3_${OTHER}` },
  )
  await say(others, { body: 'pesantetangga', chat: OTHER })
  const cards = [CARD(NAME, DIGITS), CARD('Tukang', '6281312312312')]
  await say(others, { type: 'contact-card', body: null, chat: OTHER, cards })
  return { contactId, others, group }
}

const HERS = [
  ...[
    'kalimatrahasia',
    'pertama',
    'kedua',
    'fotorahasia',
    'balasanrahasia',
    'Bu Marlin',
    'bu marlin',
    NAME,
    'marlina sutejo',
  ],
  ...[
    'marlinaku',
    'rahasia.example',
    'Rahasiajaya',
    'rahasiajaya',
    'Jalan Rahasia',
    'Pelangganemas',
    'pelangganemas',
  ],
  ...[
    'catatanrahasia',
    'nilairahasia',
    'carirahasia',
    'judulrahasia',
    'pesananrahasia',
    'notarahasia',
    'tugasrahasia',
  ],
  ...['rahasiakelompok', DIGITS, LID.replace('@lid', '')],
]
const THEIRS = ['Pak Tetangga', 'pesantetangga', 'setuju sekali', 'Tukang', OTHER]
const all = { dropChanges: true, reference: 'T-1' }
const ofHer = (contactId: string) => ({ contactId, ...all })
const bytes = () => plainDatabase(shop.test.file, shop.test.key)

describe('a person who is erased', () => {
  it('is nowhere in the raw bytes any more, and nobody else is touched', async () => {
    const { contactId, others, group } = await fill()
    // She is there, in the log and in a copy too.
    expect(found(bytes(), [...HERS, ...THEIRS])).toEqual([...HERS, ...THEIRS])
    fs.mkdirSync(shop.test.backups, { recursive: true })
    fs.writeFileSync(path.join(shop.test.backups, 'before-update-v1-x.db'), 'x')

    const { counts } = await erasing.preview({ contactId })
    expect(counts).toEqual({
      ...{ conversations: 1, messages: 3, files: 1, unsent: 1, phones: 1, emails: 2, aliases: 1, tags: 1 },
      ...{ fields: 1, events: 2, leads: 1, orders: 1, notes: 1, tasks: 1, changes: 5 },
    })
    const certificate = await erasing.erase(ofHer(contactId))

    expect(found(bytes(), HERS)).toEqual([])
    expect(found(bytes(), THEIRS)).toEqual(THEIRS)
    expect(fs.statSync(`${shop.test.file}-wal`, { throwIfNoEntry: false })?.size ?? 0).toBe(0)
    expect(fs.readdirSync(shop.test.backups)).toEqual([])
    expect(deleted).toEqual([FILE])
    expect(certificate).toMatchObject({
      ...{ reference: 'T-1', appVersion: '9.9.9', crm: [] },
      counts: {
        ...counts,
        groupMessages: 1,
        quotes: 1,
        mentions: 1,
        reactions: 1,
        cards: 1,
        raws: 1,
        copies: 1,
      },
    })
    expect(events).toContainEqual({ type: 'contact-gone', contactId, into: null })
    const page = await inbox.page({ conversationId: group, at: { edge: 'newest' }, limit: 10 })
    expect(page.items.map(({ body }) => body)).toEqual(['setuju sekali', 'halo @… apa kabar'])
    expect(await inbox.search({ query: 'kabar', before: null, limit: 10 })).toHaveLength(1)
    const theirs = await inbox.page({ conversationId: others, at: { edge: 'newest' }, limit: 10 })
    expect(theirs.items.at(-1)?.cards.map(({ name }) => name)).toEqual(['Tukang'])
    expect(await shop.waiting()).toEqual([])
  })

  it('stays a stranger whatever the phone knows, until a person adds her again', async () => {
    const { contactId } = await fill()
    await erasing.erase(ofHer(contactId))
    const saved = { savedName: NAME, isSaved: true }
    keep = 'everything'
    expect(await meet(ADDRESS, saved)).toBeNull()
    expect(await meet(LID, { ...saved, phone: null, lid: LID })).toBeNull()
    expect(await meet(OTHER, { savedName: 'Pak Tetangga' })).not.toBeNull()
    expect(found(bytes(), HERS)).toEqual([])
    // Somebody opens a chat with her: from then on she is anybody.
    expect(await meet(ADDRESS, saved, { wanted: true })).not.toBeNull()
    const added = await shop.contacts.list({ query: NAME, tag: null, chat: 'any', cursor: null, limit: 10 })
    expect(added.items).toHaveLength(1)
  })

  it('goes after a crash at any step, and keeps its certificate until it is taken', async () => {
    const { contactId } = await fill()
    const crashing = createErasing({
      ...{ storage: shop.test.storage, appVersion: '9.9.9', changed: () => undefined },
      mark: (address) => markOf(EVERY_ACCOUNT, address),
      otherAddresses: () => Promise.resolve([]),
      settle: () => Promise.resolve(),
      deleteFiles: () => Promise.reject(new Error('the power went')),
      ...{ emit: () => undefined, logger: silentLogger },
    })
    await expect(crashing.erase(ofHer(contactId))).rejects.toThrow('the power went')
    await expect(erasing.erase(ofHer(contactId))).rejects.toMatchObject({ code: 'wrong-state' })
    await inbox.stop()
    await shop.test.reopen()
    open()
    expect(await erasing.certificates()).toEqual([])
    await erasing.resume()
    expect(found(bytes(), HERS)).toEqual([])
    const [certificate] = await erasing.certificates()
    expect(certificate?.counts).toMatchObject({ messages: 3, leads: 1, groupMessages: 1 })
    await erasing.taken({ id: certificate!.id })
    expect(await erasing.certificates()).toEqual([])
    await expect(erasing.taken({ id: certificate!.id })).rejects.toMatchObject({ code: 'not-found' })
  })

  it('is forgotten by whoever was made one with her and parted again', async () => {
    const { contactId } = await fill()
    const create = { id: randomUUID(), change: { name: 'Kembarannya', phones: ['+6281377776666'] } }
    const twin = await shop.contacts.create(create)
    const { mergeId } = await shop.contacts.merge({ contactIds: [contactId, twin.id], choices: {} })
    const parted = await shop.contacts.undoMerge({ mergeId })
    const her = [parted.contact, parted.back].find(({ name }) => name === NAME)!
    await erasing.erase(ofHer(her.id))
    expect(found(bytes(), HERS)).toEqual([])
    expect(found(bytes(), ['Kembarannya'])).toHaveLength(1)
  })

  it('waits until nothing of her waits for the CRM, or that is given up', async () => {
    const { contactId } = await fill()
    const kept = erasing.erase({ ...ofHer(contactId), dropChanges: false })
    await expect(kept).rejects.toMatchObject({ code: 'wrong-state' })
    expect((await erasing.preview({ contactId })).counts.messages).toBe(3)
    await expect(erasing.preview({ contactId: randomUUID() })).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('knows of every table whether it can hold something of a person', async () => {
  const { default: Database } = await import('better-sqlite3')
  const db = new Database(shop.test.file, { readonly: true })
  db.pragma("cipher = 'chacha20'")
  db.pragma(`key = "raw:${Buffer.from(shop.test.key).toString('hex')}"`)
  const names = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_search_*'",
    )
    .pluck()
    .all()
  db.close()
  // A new table belongs into one of these. What is a person's must go with them: by a foreign key, or in person-store.ts or traces-store.ts.
  const erased = [
    ...['contacts', 'contact_phones', 'contact_emails', 'contact_aliases', 'contact_tags', 'contact_fields'],
    ...['contact_events', 'contact_search', 'merges', 'merged_remotes', 'not_same'],
    ...[
      'conversations',
      'conversation_search',
      'addresses',
      'messages',
      'message_search',
      'message_raws',
      'edits',
    ],
    ...['reactions', 'poll_votes', 'outbox', 'send_tries', 'imported_messages', 'media_doubts'],
    ...['assistant_tasks', 'assistant_chats', 'automatic_messages'],
    ...['leads', 'orders', 'order_lines', 'order_steps', 'order_tellings', 'imported_order_lines'],
    ...['notes', 'tasks', 'sync', 'change_log', 'settings'],
  ]
  const nobodys = [
    ...['accounts', 'daily_counts', 'health_days', 'account_changes', 'assistants'],
    ...['stages', 'stage_sums', 'categories', 'products'],
    // Of a finished import there are line numbers; an open one must be finished first.
    'imports',
    // Keyed hashes and ids, without which they would come back.
    ...['not_work', 'erased_marks', 'erased_remotes', 'erasures'],
  ]
  expect(names.sort()).toEqual([...erased, ...nobodys].sort())
})
