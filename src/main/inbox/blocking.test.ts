/** Who is blocked: what a person asks for, what WhatsApp's list says, and what neither may do. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { AppEvent } from '../../contract'
import type { outboxStore } from '../outbox/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import { WaError, type WhatsAppSession } from '../whatsapp/types'
import { testInbox, waChat } from './inbox.testing'
import type { Inbox } from '.'
import type { inboxStore } from './store'
import { waIdentity, waMessage } from './testing'

let test: TestStorage
let inbox: Inbox
let events: AppEvent[]
let asked: [string, boolean][]
let answer: () => Promise<void>

beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
  events = []
  asked = []
  answer = () => Promise.resolve()
  inbox = testInbox(test.storage, (event) => events.push(event))
  inbox.attach({
    accountId: 'main',
    state: { kind: 'ready' },
    identify: (address: string) =>
      Promise.resolve(waIdentity({ phone: `+${address.split('@')[0]!}`, isSaved: false })),
    setBlocked: async (address: string, blocked: boolean) => {
      asked.push([address, blocked])
      await answer()
    },
  } as unknown as WhatsAppSession)
})
afterAll(() => test.cleanup())

let last = 628_300_000
async function known(lid: string | null = null) {
  const phone = `+${String(++last)}`
  const address = `${phone.slice(1)}@c.us`
  const chat = waChat(address, { phone, lid, savedName: `Name ${phone}` })
  inbox.receive('main', { type: 'chat', chat })
  const listed = () => inbox.list({ accountId: null, filter: 'all', query: phone, cursor: null, limit: 5 })
  const [conversation] = await vi.waitFor(async () => {
    const { items } = await listed()
    expect(items).toHaveLength(1)
    return items
  })
  return { ...conversation!, address, contactId: conversation!.contactId! }
}

const told = (id: string) =>
  events
    .flatMap((event) => (event.type === 'conversations' ? event.conversations : []))
    .findLast((one) => one.id === id)

it('blocks and unblocks, twice as once, and tells chat and person', async () => {
  const { id, address, contactId } = await known()
  for (const blocked of [true, true, false]) {
    expect(await inbox.setBlocked(id, blocked)).toMatchObject({ id, isBlocked: blocked })
    expect(asked.at(-1)).toEqual([address, blocked])
    expect(told(id)?.isBlocked).toBe(blocked)
    const person = events.findLast((event) => event.type === 'contact' && event.contact.id === contactId)
    expect(person).toMatchObject({ contact: { isBlocked: blocked } })
  }
})

it('changes nothing where WhatsApp does not, and says so', async () => {
  const { id } = await known()
  answer = () => Promise.reject(new WaError('refused', 'no'))
  await expect(inbox.setBlocked(id, true)).rejects.toMatchObject({ code: 'whatsapp-refused' })
  answer = () => Promise.reject(new WaError('not-connected', 'gone'))
  await expect(inbox.setBlocked(id, true)).rejects.toMatchObject({ code: 'not-connected' })
  answer = () => Promise.resolve()
  expect((await inbox.get(id)).isBlocked).toBe(false)
  await expect(inbox.setBlocked(randomUUID(), true)).rejects.toMatchObject({ code: 'not-found' })
})

it("takes WhatsApp's list for the truth, by number and by LID", async () => {
  const [byPhone, byLid, other] = [await known(), await known('777@lid'), await known()]
  inbox.receive('main', { type: 'blocklist', addresses: [byPhone.address, '777@lid', '999@c.us'] })
  await vi.waitFor(async () => expect((await inbox.get(byLid.id)).isBlocked).toBe(true))
  expect((await inbox.get(byPhone.id)).isBlocked).toBe(true)
  expect((await inbox.get(other.id)).isBlocked).toBe(false)
  inbox.receive('main', { type: 'blocklist', addresses: ['777@lid'] })
  await vi.waitFor(async () => expect((await inbox.get(byPhone.id)).isBlocked).toBe(false))
  expect((await inbox.get(byLid.id)).isBlocked).toBe(true)
})

it('writes nothing to somebody blocked', async () => {
  const { id } = await known()
  const outbox = test.storage.store<typeof outboxStore>('outbox')
  const send = () =>
    outbox.enqueue(
      { conversationId: id, clientId: randomUUID(), body: 'Hello', quotedMessageId: null, attachment: null },
      1000,
    )
  await inbox.setBlocked(id, true)
  await expect(send()).rejects.toMatchObject({ code: 'blocked' })
  await inbox.setBlocked(id, false)
  expect((await send()).isNew).toBe(true)
})

it('blocks a stranger, of whom nothing is written by that', async () => {
  const address = `${String(++last)}@c.us`
  inbox.receive('main', { type: 'message', message: waMessage('spam', { chat: address, body: 'buy this' }) })
  const find = async () =>
    (
      await inbox.list({
        accountId: null,
        filter: 'all',
        query: address.slice(0, -5),
        cursor: null,
        limit: 5,
      })
    ).items[0]
  const { id } = await vi.waitFor(async () => {
    const stranger = await find()
    expect(stranger?.keeping).toBe('live')
    return stranger!
  })
  expect(await inbox.setBlocked(id, true)).toMatchObject({ keeping: 'live', isBlocked: true })
  inbox.receive('main', { type: 'blocklist', addresses: [] })
  await vi.waitFor(() => expect(told(id)?.isBlocked).toBe(false))
  const kept = await test.storage.store<typeof inboxStore>('inbox').conversationsOf('main')
  expect(kept).not.toContain(id)
})
