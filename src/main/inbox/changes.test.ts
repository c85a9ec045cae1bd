import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { WhatsAppSession } from '../whatsapp/types'
import { testInbox } from './inbox.testing'
import { waIdentity, waMessage } from './testing'

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
