/** The phone's address book taken over: once, without a name changed, without who shall not be here. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { AppEvent } from '../../contract'
import type { contactsStore } from '../contacts/store'
import { openDatabase } from '../storage/open'
import { migrations } from '../storage'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WaIdentity, WhatsAppSession } from '../whatsapp/types'
import { testInbox } from './inbox.testing'
import { routeRequest, waIdentity } from './testing'
import type { Inbox } from '.'
import type { inboxStore } from './store'

let test: TestStorage
let inbox: Inbox
let book: WaIdentity[]
const events: AppEvent[] = []
const session = {
  accountId: 'main',
  state: { kind: 'ready' as string },
  listContacts: () => Promise.resolve(book),
}

beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
  inbox = testInbox(test.storage, (event) => events.push(event))
  inbox.attach(session as unknown as WhatsAppSession)
})
afterAll(() => test.cleanup())

const contacts = () => test.storage.store<typeof contactsStore>('contacts')
const saved = (phone: string | null, savedName: string, change: Partial<WaIdentity> = {}): WaIdentity =>
  waIdentity({ phone, savedName, ...change })
const nameOf = async (phone: string): Promise<string | null> => {
  const id = await contacts().contactIdByPhone(phone)
  return id === null ? null : (await contacts().getContact(id)).name
}

it('brings who is new, names who had none, and changes nothing else', async () => {
  const add = (name: string, phone: string) =>
    contacts().createContact({ id: randomUUID(), name, phone, now: 1 })
  await add('Named by hand', '+628111000001')
  await add('+62 811-100-0002', '+628111000002')
  await add('08111000003', '+628111000003')
  // A chat that was nobody's, from before its number was known.
  const store = test.storage.store<typeof inboxStore>('inbox')
  const identity = saved('+628111000004', '', { isSaved: false, savedName: null })
  const chat = await store.route(routeRequest({ address: '628111000004@c.us', identity, keep: 'everything' }))
  await store.markNotWork('main', [Buffer.from('628111000005@c.us')], true)
  const sql = openDatabase({ file: test.file, backups: test.backups, key: test.key, migrations })
  // Known again by the LID alone.
  sql.statement('INSERT INTO erased_marks (address_hash) VALUES (?)').run(Buffer.from('66@lid'))
  sql.raw.close()
  book = [
    ...[1, 2, 3, 4, 5].map((n) => saved(`+62811100000${n}`, ` Phone ${n} `)),
    saved('+628111000006', 'Erased', { lid: '66@lid' }),
    saved('+628111000007', 'Only met', { isSaved: false, savedName: null, pushName: 'Stranger' }),
    saved(null, 'No number', { lid: '77@lid' }),
  ]
  const first = { found: 7, added: 1, named: 2, unchanged: 1, erased: 1, notWork: 1, noNumber: 1 }
  const [one, same] = await Promise.all([inbox.takeAddressBook('main'), inbox.takeAddressBook('main')])
  expect(one).toEqual(first)
  expect(same).toBe(one)
  expect(await Promise.all([1, 2, 3, 4, 5, 6, 7].map((n) => nameOf(`+62811100000${n}`)))).toEqual([
    ...['Named by hand', 'Phone 2', 'Phone 3', 'Phone 4'],
    ...[null, null, null],
  ])
  expect((await inbox.get(chat.conversationId!)).name).toBe('Phone 4')
  const told = events.flatMap((event) => (event.type === 'address-book' ? [[event.done, event.total]] : []))
  expect(told).toEqual([
    [0, 6],
    [6, 6],
  ])
  expect(await inbox.takeAddressBook('main')).toEqual({ ...first, added: 0, named: 0, unchanged: 4 })
  const synced = await contacts().getContact((await contacts().contactIdByPhone('+628111000004'))!)
  expect(synced.sync.state).toBe('local')
})

it('asks nobody who is not there', async () => {
  session.state.kind = 'reconnecting'
  await expect(inbox.takeAddressBook('main')).rejects.toMatchObject({ code: 'not-connected' })
  await expect(inbox.takeAddressBook('other')).rejects.toMatchObject({ code: 'not-connected' })
})
