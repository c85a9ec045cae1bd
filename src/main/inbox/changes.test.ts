import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { ContactsStore } from '../contacts'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WhatsAppSession } from '../whatsapp/types'
import { testInbox } from './inbox.testing'
import type { inboxStore } from './store'
import { routeRequest, waIdentity, waMessage } from './testing'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

it('keeps no word of a stranger who is marked as not for work', async () => {
  const phone = '+628200003'
  const address = '628200003@c.us'
  const rooms = testInbox(test.storage)
  rooms.attach({
    accountId: 'main',
    identify: () => Promise.resolve(waIdentity({ phone, isSaved: false, pushName: 'X' })),
  } as unknown as WhatsAppSession)
  rooms.receive('main', {
    type: 'message',
    message: waMessage('c1', { chat: address, body: 'private words' }),
  })
  const listed = () => rooms.list({ accountId: null, filter: 'all', query: phone, cursor: null, limit: 5 })
  const { id } = await vi.waitFor(async () => {
    const [stranger] = (await listed()).items
    expect(stranger?.unread).toBe(1)
    return stranger!
  })
  await rooms.setNotForWork(id, true)
  expect(rooms.notKept()).toMatchObject([{ id, keeping: 'not-work', unread: 0, last: null }])
  const page = await rooms.page({ conversationId: id, at: { edge: 'newest' }, limit: 9 })
  expect(page.items).toEqual([])
  expect(JSON.stringify(rooms.notKept())).not.toContain('private words')
})

it('takes the right to erase where there is more of the person than the chat', async () => {
  const inbox = testInbox(test.storage)
  const store = test.storage.store<typeof inboxStore>('inbox')
  const chatOf = async (phone: string) => {
    const address = `${phone.slice(1)}@c.us` as const
    const identity = waIdentity({ phone, savedName: phone })
    const { conversationId } = await store.route(routeRequest({ address, identity, newId: randomUUID() }))
    return inbox.get(conversationId!)
  }
  const [friend, customer] = [await chatOf('+628200011'), await chatOf('+628200012')]
  const contacts = test.storage.store<ContactsStore>('contacts')
  await contacts.updateContact({ id: customer.contactId!, change: { tags: ['regular'] }, now: 1 })

  await expect(inbox.setNotForWork(customer.id, true, false)).rejects.toMatchObject({ code: 'crm-forbidden' })
  expect(await inbox.get(customer.id)).toMatchObject({ keeping: 'kept' })
  await inbox.setNotForWork(friend.id, true, false)
  await inbox.setNotForWork(customer.id, true, true)
  expect(inbox.notKept().map(({ name, keeping }) => [name, keeping])).toEqual([
    ['+628200012', 'not-work'],
    ['+628200011', 'not-work'],
  ])
  expect(await contacts.contactIdByPhone('+628200011')).toBeNull()
  expect(await contacts.contactIdByPhone('+628200012')).toBe(customer.contactId)
})
