/** Replies begun and not sent: kept with their chat, gone with it. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import { newPhone } from '../crm/testing'
import type { outboxStore } from '../outbox/store'
import type { Remote } from '../storage'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import type { inboxStore } from './store'
import { waIdentity } from './testing'

const NOW = 1_700_000_000_000

let test: TestStorage
let inbox: Remote<typeof inboxStore>
let outbox: Remote<typeof outboxStore>
let chat = ''

async function newChat(): Promise<string> {
  const phone = newPhone()
  const address = `${phone.slice(1)}@c.us`
  const about = { accountId: 'main', address, identity: waIdentity({ phone }), kind: 'person' as const }
  const rest = {
    title: null,
    keep: 'everything' as const,
    wanted: true,
    hashes: [],
    newId: randomUUID(),
    at: NOW,
  }
  return (await inbox.route({ ...about, ...rest })).conversationId!
}

beforeAll(async () => {
  test = await openTestStorage()
  inbox = test.storage.store<typeof inboxStore>('inbox')
  outbox = test.storage.store<typeof outboxStore>('outbox')
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())
beforeEach(async () => {
  chat = await newChat()
})

async function draftOf(conversationId: string) {
  const { items } = await inbox.drafts({ cursor: null, limit: 200 })
  return items.find((one) => one.conversationId === conversationId) ?? null
}
const begin = (text: string, quotedMessageId: number | null = null, conversationId = chat) =>
  inbox.setDraft({ conversationId, text, quotedMessageId })
const send = (body: string) =>
  outbox.enqueue(
    { conversationId: chat, clientId: randomUUID(), body, quotedMessageId: null, attachment: null },
    NOW,
  )

it('keeps the last of what was written, with what it answers, and nothing where nothing is left', async () => {
  const { message } = await send('Silakan')
  await begin('Ba')
  await begin('Baik, Bu', message.id)
  expect(await draftOf(chat)).toMatchObject({ text: 'Baik, Bu', quoted: { id: message.id, body: 'Silakan' } })
  await begin('', null)
  expect(await draftOf(chat)).toBeNull()
})

it('quotes nothing of another chat, and keeps nothing for a chat that is no more', async () => {
  const { message } = await send('Silakan')
  const other = await newChat()
  await begin('Halo', message.id, other)
  expect(await draftOf(other)).toEqual({ conversationId: other, text: 'Halo', quoted: null })
  await begin('Siapa?', null, randomUUID())
  await inbox.erase(other)
  expect(await draftOf(other)).toBeNull()
})

it('is no draft any more once it was sent; what was begun since stays', async () => {
  await begin('  Sudah siap\n')
  await send('Sudah siap')
  expect(await draftOf(chat)).toBeNull()
  await begin('Besok juga buka')
  await send('Ya')
  expect(await draftOf(chat)).toMatchObject({ text: 'Besok juga buka' })
})

it('reads all of them, page by page', async () => {
  const chats = [chat, await newChat(), await newChat()]
  for (const one of chats) await begin('Nanti', null, one)
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<typeof inbox.drafts>> = await inbox.drafts({ cursor, limit: 2 })
    found.push(...page.items.map(({ conversationId }) => conversationId))
    cursor = page.next
  } while (cursor !== null)
  expect(found).toEqual(expect.arrayContaining(chats))
  expect(new Set(found).size).toBe(found.length)
})
