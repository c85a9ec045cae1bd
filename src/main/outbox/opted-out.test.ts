/** What Leadline wrote by itself, and somebody who asks not to be written to while it waits. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { AutomaticBy, Consent } from '../../contract'
import type { ContactsStore } from '../contacts'
import { newPhone } from '../crm/testing'
import type { inboxStore } from '../inbox/store'
import { Shop } from './shop.testing'
import type { OutboxStore } from './store'

const A = 'a@c.us'
let shop: Shop
let contactId = ''
beforeEach(async () => {
  shop = await Shop.open()
  const phone = newPhone()
  await shop.conversation(A, phone)
  contactId = (await people().contactIdByPhone(phone)) ?? ''
})
afterEach(() => shop.close())

const people = () => shop.storage.store<ContactsStore>('contacts')
const consent = async (state: Consent['state']): Promise<void> => {
  await people().setConsent({ id: contactId, state, how: null, now: shop.clock.now() })
  shop.outbox.wake('main')
}
const automatic = async (by: AutomaticBy, body: string) =>
  shop.outbox.send({
    ...{ conversationId: await shop.conversation(A), clientId: randomUUID(), body },
    ...{ quotedMessageId: null, attachment: null, automatic: by },
  })

it('is stopped with the reason, and what a person wrote before goes', async () => {
  const { id } = await automatic('news', 'news')
  await automatic('assistant', 'answer')
  await shop.send(A, 'by hand')
  await consent('out')
  // Said at once, without a connection.
  await shop.becomes(A, 'news: failed', 'answer: failed', 'by hand: queued')
  expect((await shop.messages(A)).map(({ failure }) => failure)).toEqual(['opted-out', 'opted-out', null])
  shop.connect()
  await shop.becomes(A, 'news: failed', 'answer: failed', 'by hand: sent')
  expect(shop.whatsapp.delivered.map(({ body }) => body)).toEqual(['by hand'])

  await expect(shop.outbox.retry(id)).rejects.toMatchObject({ code: 'opted-out' })
  await consent('in')
  await shop.outbox.retry(id)
  await shop.becomes(A, 'news: sent', 'answer: failed', 'by hand: sent')
})

it('is not handed over where they ask between the choice and the hand-over', async () => {
  const { id } = await automatic('news', 'news')
  const store = shop.storage.store<OutboxStore>('outbox')
  expect((await store.agenda('main', shop.clock.now(), 1e9)).heads).toHaveLength(1)
  await people().setConsent({ id: contactId, state: 'out', how: null, now: shop.clock.now() })
  expect(await store.begin(id, { key: 'K', address: A }, shop.clock.now())).toBeNull()
  shop.outbox.wake('main')
  await shop.becomes(A, 'news: failed')
})

it('nothing that waits goes to somebody who is blocked meanwhile, not even between the choice and the hand-over', async () => {
  const { id } = await shop.send(A, 'by hand')
  const store = shop.storage.store<OutboxStore>('outbox')
  const inbox = shop.storage.store<typeof inboxStore>('inbox')
  expect((await store.agenda('main', shop.clock.now(), 1e9)).heads).toHaveLength(1)
  await inbox.setBlocked(await shop.conversation(A), true)
  expect(await store.begin(id, { key: 'K', address: A }, shop.clock.now())).toBeNull()
  shop.outbox.wake('main')
  await shop.becomes(A, 'by hand: failed')
  expect((await shop.messages(A)).map(({ failure }) => failure)).toEqual(['blocked'])
  await expect(shop.outbox.retry(id)).rejects.toMatchObject({ code: 'blocked' })
  await inbox.setBlocked(await shop.conversation(A), false)
  shop.connect()
  await shop.outbox.retry(id)
  await shop.becomes(A, 'by hand: sent')
})
