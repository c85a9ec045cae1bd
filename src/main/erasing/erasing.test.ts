/** One person with everything, erased in the real database; then looked for in its raw bytes. */
import { createHmac, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { found, plainDatabase } from '../../../e2e/harness/plain'
import { DEFAULT_PREFERENCES, type AppEvent, type Preferences } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { leadOf, openShop, orderOf, type Shop } from '../crm/testing'
import { createInbox, type Inbox } from '../inbox'
import type { NewMessageRow } from '../inbox/message-row'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { waIdentity, waMessage } from '../inbox/testing'
import type { outboxStore } from '../outbox/store'
import { EVERY_ACCOUNT } from '../storage'
import { silentLogger } from '../storage/test-storage'
import type { WaChat, WaIdentity, WaMessage, WhatsAppSession } from '../whatsapp/types'
import { createErasing, type Erasing } from '.'
import { ADDRESS, CARD, DIGITS, GROUP, HERS, LID, NAME, OTHER, PHONE, THEIRS } from './testing'

let shop: Shop
let inbox: Inbox
let erasing: Erasing
let events: AppEvent[]
let deleted: string[]
let keep: Preferences['keep']
/** What was said, as WhatsApp tells it again, by conversation. */
let told: Map<string, WaMessage[]>
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
    print: (html) => Promise.resolve(Buffer.from(html)),
    emit: (event) => events.push(event),
    logger: silentLogger,
    clock: () => now,
  })
}

beforeEach(async () => {
  told = new Map()
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
  const again = { ...whole, serializedId: item.serialized_id ?? whole.serializedId }
  told.set(conversationId, [...(told.get(conversationId) ?? []), again])
  return key
}

const FILE = 'abcd'.repeat(8)

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

  it('does not come back with what WhatsApp tells of groups and others again', async () => {
    const { contactId, others, group } = await fill()
    // Only part of it was here: the rest is new after the next start.
    const about = { chat: GROUP, author: OTHER, authorName: 'Tetangga', at: now + 60_000 }
    const missed: WaMessage[] = [
      waMessage('M1', {
        ...{ ...about, author: LID, authorName: 'marlinaku', body: 'rahasiakelompok lagi' },
        serializedId: `false_${GROUP}_M1_${LID}`,
      }),
      waMessage('M2', {
        ...{ ...about, body: `@${DIGITS} dan @${LID.replace('@lid', '')} ditunggu` },
        serializedId: `false_${GROUP}_M2_${OTHER}`,
        quoted: { key: 'M1', body: 'rahasiakelompok lagi', type: 'text', fromMe: false },
        raw: JSON.stringify({ quotedParticipant: LID, quotedMsg: { body: 'rahasiakelompok lagi' } }),
      }),
      waMessage('M3', {
        ...{ ...about, type: 'contact-card', body: null, serializedId: `false_${GROUP}_M3_${OTHER}` },
        cards: [
          `BEGIN:VCARD\nFN:${NAME}\nTEL:00 62 813-9999-0001\nEND:VCARD`,
          CARD('Tukang', '6281312312312'),
        ],
        raw: JSON.stringify({ body: `FN:${NAME} TEL:00 62 813-9999-0001` }),
      }),
    ]
    await erasing.erase(ofHer(contactId))
    await inbox.stop()
    await shop.test.reopen()
    open()
    const chats = [
      { address: GROUP, kind: 'group', messages: [...told.get(group)!, ...missed] },
      { address: OTHER, kind: 'person', messages: told.get(others)! },
    ]
    const session = {
      ...{ accountId: 'main', state: { kind: 'ready' } },
      resolvePhone: () => Promise.resolve(ADDRESS),
      identify: () => Promise.resolve(waIdentity({ phone: PHONE, lid: LID })),
      getChat: () => Promise.reject(new Error('there is nothing to read')),
      listChats: () =>
        Promise.resolve(
          chats.map(({ address, kind }) => ({
            ...{ address, kind, title: null, lastActivityAt: now + 60_000, unread: 0, archived: false },
            identity: kind === 'group' ? null : waIdentity({ phone: '+6281355550002' }),
          })) as WaChat[],
        ),
      fetchMessages: (address: string) =>
        Promise.resolve({
          messages: chats.find((chat) => chat.address === address)!.messages,
          reachedStart: true,
        }),
    } as unknown as WhatsAppSession
    inbox.attach(session)
    await inbox.catchUp(session, { onProgress: () => undefined, signal: new AbortController().signal })
    const live = { chat: GROUP, key: 'M2', at: now + 70_000 }
    inbox.receive('main', { type: 'reaction', ...live, sender: ADDRESS, fromMe: false, emoji: '🌺' })
    inbox.receive('main', { type: 'poll-vote', ...live, voter: LID, options: ['ya'] })
    inbox.receive('main', { type: 'edit', ...live, body: `@${DIGITS} ditunggu besok` })
    await inbox.drain()

    expect(found(bytes(), HERS)).toEqual([])
    expect(found(bytes(), ['00 62 813-9999-0001', '🌺'])).toEqual([])
    expect(found(bytes(), THEIRS)).toEqual(THEIRS)
    const page = await inbox.page({ conversationId: group, at: { edge: 'newest' }, limit: 10 })
    expect(page.items.map(({ body }) => body)).toEqual([
      ...['setuju sekali', 'halo @… apa kabar', '@… ditunggu besok', null],
    ])
    expect(page.items.at(-1)?.cards.map(({ name }) => name)).toEqual(['Tukang'])
    // Somebody wants her here again: from then on what she writes in the group is kept too.
    await inbox.startWithPhone('main', PHONE, NAME)
    inbox.receive('main', {
      type: 'message',
      message: {
        ...missed[0]!,
        key: 'M4',
        author: ADDRESS,
        at: now + 80_000,
        serializedId: `false_${GROUP}_M4_${ADDRESS}`,
      },
    })
    const newest = async () =>
      (await inbox.page({ conversationId: group, at: { edge: 'newest' }, limit: 10 })).items.at(-1)
    const back = { body: 'rahasiakelompok lagi', author: 'marlinaku' }
    await vi.waitFor(async () => expect(await newest()).toMatchObject(back))
  })

  it('goes after a crash at any step, and keeps its certificate until it is taken', async () => {
    const { contactId } = await fill()
    const crashing = createErasing({
      ...{ storage: shop.test.storage, appVersion: '9.9.9', changed: () => undefined },
      mark: (address) => markOf(EVERY_ACCOUNT, address),
      otherAddresses: () => Promise.resolve([]),
      settle: () => Promise.resolve(),
      deleteFiles: () => Promise.reject(new Error('the power went')),
      print: () => Promise.reject(new Error('nothing to print')),
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
