import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Remote } from '../storage'
import type { accountsStore } from '../accounts/store'
import { numberForms } from '../contacts'
import type { contactsStore } from '../contacts/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WaAck, WaMessage } from '../whatsapp/types'
import type { IngestItem } from './ingest-store'
import { rowOf } from './message-row'
import { pack } from './packing'
import type { RouteRequest } from './routing-store'
import type { inboxStore } from './store'
import { searchExpression } from './thread-store'
import { routeRequest, waIdentity, waMessage } from './testing'

let test: TestStorage
let store: Remote<typeof inboxStore>
let phoneCount = 0

beforeAll(async () => {
  test = await openTestStorage()
  store = test.storage.store<typeof inboxStore>('inbox')
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

async function newConversation(name = 'Siti Rahma'): Promise<string> {
  const phone = `+6281${String(1_000_000 + phoneCount++)}`
  const address = `${phone.slice(1)}@c.us`
  const route = await store.route(routeRequest({ address, identity: waIdentity({ phone, savedName: name }) }))
  return route.conversationId!
}

const take = (conversationId: string, message: WaMessage, live = true): IngestItem => ({
  accountId: 'main',
  conversationId,
  op: 'message',
  row: rowOf(message, conversationId, 16_000_000),
  live,
})
const ack = (conversationId: string, key: string, value: WaAck): IngestItem => ({
  ...{ accountId: 'main', conversationId, op: 'ack', key, ack: value, at: 5 },
})

it('knows a contact since the oldest message that is kept, not since it was made here', async () => {
  const id = await newConversation('Oldest')
  const [chat] = await store.conversations([id])
  const contact = () => test.storage.store<typeof contactsStore>('contacts').getContact(chat!.contactId!)
  const made = (await contact()).knownSince
  await store.ingest([take(id, waMessage('LATER', { at: made + 5000 }))])
  expect((await contact()).knownSince).toBe(made)
  await store.ingest([
    take(id, waMessage('OLD', { at: made - 500 })),
    take(id, waMessage('NEWER', { at: made - 100 })),
  ])
  expect((await contact()).knownSince).toBe(made - 500)
})

const page = (conversationId: string) => store.page({ conversationId, at: { edge: 'newest' }, limit: 100 })

describe('the way in', () => {
  it('keeps each message once, whatever the order and the repetition', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ key: fc.integer({ min: 0, max: 15 }), batch: fc.boolean() }), { maxLength: 40 }),
        async (script) => {
          const id = await newConversation()
          let batch: IngestItem[] = []
          for (const { key, batch: ends } of script) {
            batch.push(take(id, waMessage(`K${key}`, { at: 1_760_000_000_000 + key * 1000 })))
            if (ends) {
              await store.ingest(batch)
              batch = []
            }
          }
          await store.ingest(batch)
          const expected = [...new Set(script.map(({ key }) => key))].sort((a, b) => a - b)
          const { items } = await page(id)
          expect(items.map((item) => item.body)).toEqual(expected.map((key) => `text K${key}`))
          const [conversation] = await store.conversations([id])
          expect(conversation!.unread).toBe(expected.length)
          expect(conversation!.last?.preview ?? null).toBe(
            expected.length ? `text K${expected.at(-1)!}` : null,
          )
        },
      ),
      { numRuns: 25 },
    )
  })

  it('keeps the highest ack in any order; -1 only while nothing better is known', async () => {
    const id = await newConversation()
    await store.ingest([
      take(id, waMessage('A', { fromMe: true })),
      take(id, waMessage('B', { fromMe: true })),
    ])
    await store.ingest([
      ack(id, 'A', 2),
      ack(id, 'A', 3),
      ack(id, 'A', 1),
      ack(id, 'A', -1),
      ack(id, 'B', -1),
    ])
    const states = (await page(id)).items.map((item) => [item.state, item.failure])
    expect(states).toEqual([
      ['read', null],
      ['failed', 'not-delivered'],
    ])
    await store.ingest([ack(id, 'B', 1)])
    expect((await page(id)).items[1]).toMatchObject({ state: 'sent', failure: null })
  })

  it('lets late history land in its place and numbers one second in order of arrival', async () => {
    const id = await newConversation()
    const at = 1_760_000_100_000
    await store.ingest([
      take(id, waMessage('later', { at: at + 5000 })),
      take(id, waMessage('first', { at })),
    ])
    await store.ingest([
      take(id, waMessage('second', { at }), false),
      take(id, waMessage('third', { at }), false),
    ])
    expect((await page(id)).items.map((item) => item.body)).toEqual([
      'text first',
      'text second',
      'text third',
      'text later',
    ])
  })

  it('shows edits and deletions honestly, and finds neither the old text nor the deleted one', async () => {
    const id = await newConversation()
    await store.ingest([
      take(id, waMessage('E', { body: 'pineapple tart' })),
      take(id, waMessage('R', { body: 'durian' })),
    ])
    await store.ingest([
      { accountId: 'main', conversationId: id, op: 'edit', key: 'E', body: 'coconut tart', at: 7 },
      { accountId: 'main', conversationId: id, op: 'edit', key: 'E', body: 'coconut tart', at: 8 },
      { accountId: 'main', conversationId: id, op: 'revoke', key: 'R', at: 9 },
    ])
    const [edited, revoked] = (await page(id)).items
    expect(edited).toMatchObject({ body: 'coconut tart', edits: [{ body: 'pineapple tart', at: 7 }] })
    expect(revoked).toMatchObject({ body: null, revokedAt: 9 })
    const found = async (query: string) => (await store.search({ query, limit: 10, before: null })).length
    expect([await found('pineapple'), await found('coconut'), await found('durian')]).toEqual([0, 1, 0])
  })

  it('counts unread from what came in, and an own answer reads all before it', async () => {
    const id = await newConversation()
    await store.ingest([take(id, waMessage('1')), take(id, waMessage('2'))])
    await store.ingest([take(id, waMessage('3', { fromMe: true })), take(id, waMessage('4'))])
    expect((await store.conversations([id]))[0]!.unread).toBe(1)
    await store.ingest([take(id, waMessage('old'), false)])
    expect((await store.conversations([id]))[0]!.unread).toBe(1)
  })

  it('takes nothing for a conversation that is gone', async () => {
    const result = await store.ingest([take(randomUUID(), waMessage('X'))])
    expect(result).toMatchObject({ messages: [], conversations: [], added: 0 })
  })

  it('keeps a call that is told twice once', async () => {
    const id = await newConversation()
    await store.ingest([take(id, waMessage('call:1', { type: 'call', body: null }))])
    await store.ingest([take(id, waMessage('LOG1', { type: 'call', body: null, at: 1_760_000_030_000 }))])
    expect((await page(id)).items).toHaveLength(1)
  })
})

describe('identity', () => {
  it('joins the thread of a LID with that of the phone it turns out to be', async () => {
    const phone = '+6285500001'
    const byPhone = await store.route(
      routeRequest({ address: '6285500001@c.us', identity: waIdentity({ phone }) }),
    )
    const byLid = await store.route(
      routeRequest({ address: '777@lid', identity: waIdentity({ phone: null, lid: '777@lid' }) }),
    )
    expect(byLid.conversationId).not.toBe(byPhone.conversationId)
    await store.ingest([
      take(byPhone.conversationId!, waMessage('M1')),
      take(byLid.conversationId!, waMessage('M1')),
      take(byLid.conversationId!, waMessage('M2')),
    ])
    const joined = await store.route(
      routeRequest({ address: '777@lid', identity: waIdentity({ phone, lid: '777@lid' }) }),
    )
    expect([joined.conversationId, joined.gone].sort()).toEqual(
      [byPhone.conversationId, byLid.conversationId].sort(),
    )
    expect((await page(joined.conversationId!)).items.map((item) => item.body)).toEqual([
      'text M1',
      'text M2',
    ])
    const again = await store.route(routeRequest({ address: '6285500001@c.us', identity: null }))
    expect(again.conversationId).toBe(joined.conversationId)
  })

  it('makes whom the phone knows a contact, once, and nobody else', async () => {
    const saved = waIdentity({ phone: '+6285500009', savedName: 'Budi Hartono' })
    const route = await store.route(routeRequest({ address: '6285500009@c.us', identity: saved }))
    await store.route(routeRequest({ address: '6285500009@c.us', identity: saved }))
    const unknown = waIdentity({ phone: '+6285500010', isSaved: false, pushName: 'Somebody' })
    const other = await store.route(
      routeRequest({ address: '6285500010@c.us', identity: unknown, keep: 'everything' }),
    )
    const [known] = await store.conversations([route.conversationId!])
    const [stranger] = await store.conversations([other.conversationId!])
    expect(known).toMatchObject({ name: 'Budi Hartono' })
    expect(known!.contactId).not.toBeNull()
    expect(stranger).toMatchObject({ contactId: null, name: 'Somebody' })
  })

  it('keeps nothing of strangers, switched-off groups and marked chats', async () => {
    const stranger = waIdentity({ phone: '+6285500002', isSaved: false })
    const hash = Buffer.from('hash')
    await store.markNotWork('main', [hash], true)
    const requests: [Partial<RouteRequest>, string][] = [
      [{ address: '6285500002@c.us', identity: stranger }, 'live'],
      [{ address: '1-2@g.us', kind: 'group', identity: null, keep: 'everything' }, 'group-off'],
      [{ address: '6285500003@c.us', hashes: [hash], keep: 'everything' }, 'not-work'],
    ]
    for (const [change, keeping] of requests) {
      expect(await store.route(routeRequest(change))).toMatchObject({ keeping, conversationId: null })
    }
  })
})

describe('the list', () => {
  beforeEach(async () => {
    const id = await newConversation('Zoë Müller')
    await store.ingest([take(id, waMessage('Z'))])
  })

  it('pages by key without gaps or repetitions', async () => {
    for (let index = 0; index < 7; index++) await newConversation(`Customer ${index}`)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const result = await store.list({ accountId: null, filter: 'all', query: '', cursor, limit: 3 })
      seen.push(...result.items.map((item) => item.id))
      cursor = result.next
    } while (cursor)
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen.length).toBeGreaterThan(7)
  })

  it('has chats of one second in the order of arrival, over pages too', async () => {
    const arrived: string[] = []
    for (let index = 0; index < 6; index++) {
      const id = await newConversation(`Second ${index}`)
      await store.ingest([take(id, waMessage(`S${index}`, { at: 2_000_000_000_000 }))])
      arrived.unshift(id)
    }
    const pages: string[] = []
    for (let cursor: string | null = null; pages.length < 6;) {
      const page = await store.list({ accountId: null, filter: 'all', query: '', cursor, limit: 2 })
      pages.push(...page.items.map(({ id }) => id))
      cursor = page.next
    }
    expect(pages).toEqual(arrived)
  })

  it.each(['zoe', 'MÜLLER', 'mull', 'zo', '+6281', '0811'])('finds a name or number by %s', async (query) => {
    const numbers = numberForms(query, 'ID')
    const page = { filter: 'all' as const, cursor: null, limit: 200 }
    const { items } = await store.list({ accountId: null, query, numbers, ...page })
    if (query === '0811') expect(items.every((item) => item.phone?.includes('811'))).toBe(true)
    else expect(items.length).toBeGreaterThan(0)
  })

  it('takes a search literally', async () => {
    for (const query of ['%', '_', '"', '\\', "'", 'a"b*', 'NEAR(']) {
      const { items } = await store.list({ accountId: null, filter: 'all', query, cursor: null, limit: 5 })
      expect(items).toEqual([])
      await store.search({ query, limit: 5, before: null })
    }
  })
})

describe('search', () => {
  it('finds what a scan finds: words, beginnings, without accents, in Devanagari', async () => {
    const id = await newConversation()
    const bodies = ['Terima kasih banyak', 'Café au lait', 'मुझे लैपटॉप चाहिए', 'laptop gaming', 'kasihan']
    await store.ingest(bodies.map((body, index) => take(id, waMessage(`S${index}`, { body }))))
    const found = async (query: string) =>
      (await store.search({ query, limit: 50, before: null }))
        .filter((hit) => hit.conversation.id === id)
        .map((hit) => hit.message.body)
    expect(await found('kasih')).toEqual(['kasihan', 'Terima kasih banyak'])
    expect(await found('cafe')).toEqual(['Café au lait'])
    expect(await found('लैपटॉप')).toEqual(['मुझे लैपटॉप चाहिए'])
    expect(await found('gaming lap')).toEqual(['laptop gaming'])
  })

  it('finds every word that begins as typed, newest first, whether few words do or many', async () => {
    const id = await newConversation()
    const words = [
      'zeta',
      'Zetá',
      ...Array.from({ length: 40 }, (_, index) => `zetb${index}x`),
      'zetc',
      'zeu',
    ]
    await store.ingest(words.map((body, index) => take(id, waMessage(`Z${index}`, { body }))))
    const found = async (query: string) =>
      (await store.search({ query, limit: 100, before: null })).map((hit) => hit.message.body)
    const newestFirst = words.toReversed()
    expect(await found('zet')).toEqual(newestFirst.filter((word) => word !== 'zeu'))
    expect(await found('zetb1')).toEqual(newestFirst.filter((word) => word.startsWith('zetb1')))
    expect(await found('ZETA')).toEqual(['Zetá', 'zeta'])
    expect(await found('zetd')).toEqual([])
  })

  it('never makes an expression that the index refuses', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 30 }), async (query) => {
        await store.search({ query, limit: 1, before: null })
      }),
      { numRuns: 200 },
    )
    expect(searchExpression('"; DROP')).toBe('"DROP"*')
  })
})

describe('erasing', () => {
  it('takes the contact along where nothing else is known of the person', async () => {
    const id = await newConversation('Only Here')
    const [before] = await store.conversations([id])
    await store.erase(id)
    const contacts = test.storage.store<typeof contactsStore>('contacts')
    await expect(contacts.getContact(before!.contactId!)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('leaves no word behind, neither in the file nor in its log', async () => {
    const id = await newConversation('Erased Person')
    await store.ingest([take(id, waMessage('G', { body: 'xylophone-secret' })), take(id, waMessage('H'))])
    await store.erase(id)
    await test.storage.checkpoint()
    expect(await store.search({ query: 'xylophone', limit: 5, before: null })).toEqual([])
    expect(await store.conversations([id])).toEqual([])
    for (const name of [test.file, `${test.file}-wal`]) {
      if (fs.existsSync(name)) expect(fs.readFileSync(name).includes('xylophone')).toBe(false)
    }
  })
})

it('takes no batch out of its turn', async () => {
  const conversationId = await newConversation()
  const bad = { ...rowOf(waMessage('bad'), conversationId, 0), direction: 'sideways' as 'in' }
  const first = take(conversationId, waMessage('first'))
  const batch = (name: string, ...items: IngestItem[]) => store.ingestPacked(pack(items), 9, name)
  const poisoned: IngestItem = { accountId: 'main', conversationId, op: 'message', row: bad, live: true }
  const [one, two] = await Promise.allSettled([
    batch('a', first, poisoned),
    batch('a', ack(conversationId, 'first', 1)),
  ])
  expect(one).toMatchObject({ status: 'rejected', reason: { code: 'SQLITE_CONSTRAINT_CHECK' } })
  expect(two).toMatchObject({ status: 'rejected', reason: { code: 'out-of-turn' } })
  expect((await page(conversationId)).items).toEqual([])
  await batch('b', first)
  expect((await page(conversationId)).items).toHaveLength(1)
})
