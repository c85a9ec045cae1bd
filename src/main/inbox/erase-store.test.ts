/** Erasing somebody of whom the CRM knows, or is about to. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { ContactsStore } from '../contacts'
import type { crmStore } from '../crm/store'
import { allWaiting, leadOf, newPhone } from '../crm/testing'
import type { ordersStore } from '../orders/store'
import type { Remote } from '../storage'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { inboxStore } from './store'
import { waIdentity } from './testing'

let test: TestStorage
let inbox: Remote<typeof inboxStore>
let crm: Remote<typeof crmStore>
let conversationId = ''
let contactId = ''
let now = 1000

beforeAll(async () => {
  test = await openTestStorage()
  inbox = test.storage.store<typeof inboxStore>('inbox')
  crm = test.storage.store<typeof crmStore>('crm')
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

const iso = () => new Date(now).toISOString()
const stamps = (version: number) => ({ version, deleted: false, createdAt: iso(), updatedAt: iso() })
async function send() {
  const out = await crm.takeNext(now)
  const frozen = out && (await crm.freeze(out.entryId))
  if (!out || !frozen) throw new Error('nothing to send')
  const record = { stageId: 's', ...frozen.body, id: out.recordId, ...stamps(1) }
  await crm.settle({ entryId: out.entryId, record, now })
}

/** Somebody in the CRM whose only lead was given to a colleague since, so that nothing but the chat is left here. */
beforeEach(async () => {
  now += 1_000_000
  const phone = newPhone()
  const route = await inbox.route({
    accountId: 'main',
    address: `${phone.slice(1)}@c.us`,
    kind: 'person',
    title: null,
    identity: waIdentity({ phone, savedName: 'Erased' }),
    keep: 'known',
    wanted: false,
    hashes: [],
    newId: randomUUID(),
    at: now,
  })
  conversationId = route.conversationId!
  contactId = (await inbox.conversations([conversationId]))[0]!.contactId!
  const orders = test.storage.store<typeof ordersStore>('orders')
  const lead = await orders.createLead({ ...leadOf(contactId, { conversationId }), now })
  await send()
  await send()
  const items = [{ id: lead.id, version: 2, deleted: true }]
  const { generation } = await crm.getCursor('lead')
  await crm.applyPage({
    kind: 'lead',
    items,
    cursor: 'c',
    base: 'https://crm.example.test',
    more: false,
    passOver: false,
    generation,
    now,
  })
})

const rename = () =>
  test.storage.store<ContactsStore>('contacts').renameContact({ id: contactId, name: 'New name', now })

describe('a contact that is erased', () => {
  it('is not sent to the CRM any more: what waited of it went with it', async () => {
    await rename()
    expect(await allWaiting(crm)).toMatchObject([{ kind: 'contact', recordId: contactId, title: 'New name' }])
    await inbox.erase(conversationId)
    expect(await allWaiting(crm)).toEqual([])
    expect(await crm.counts()).toEqual({ waiting: 0, refused: 0 })
    expect(await crm.takeNext(now)).toBeNull()
  })

  it('in the moment in which it is sent takes no answer', async () => {
    await rename()
    const out = await crm.takeNext(now)
    const frozen = await crm.freeze(out!.entryId)
    await inbox.erase(conversationId)
    const record = { ...frozen!.body, id: contactId, ...stamps(2) }
    const nothing = { contacts: [], leads: [], orders: [] }
    expect(await crm.settle({ entryId: out!.entryId, record, now })).toMatchObject(nothing)
    expect(await crm.refuse({ entryId: out!.entryId, reason: 'no', lost: null, now })).toMatchObject(nothing)
    expect(await allWaiting(crm)).toEqual([])
  })
})
