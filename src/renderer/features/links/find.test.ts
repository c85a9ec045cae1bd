import { expect, it } from 'vitest'
import type { Conversation } from '../../../contract'
import { findTarget, type Calls } from './find'

const PHONE = '+628123456789'
const ID = '0198c0de-1234-7abc-8def-0123456789ab'
const chat = (id: string, phone: string | null) => ({ id, phone }) as Conversation

function calls(given: {
  all?: Conversation[]
  archived?: Conversation[]
  conversationId?: string | null
  phones?: string[]
}) {
  const record = { id: ID, contactId: 'contact', conversationId: given.conversationId ?? null }
  return {
    conversations: {
      list: ({ filter, query }: { filter: 'all' | 'archived'; query: string }) => {
        expect(query).toBe(PHONE)
        return Promise.resolve({ items: given[filter] ?? [], next: null })
      },
    },
    contacts: { get: () => Promise.resolve({ phones: given.phones ?? [] }) },
    leads: { get: () => Promise.resolve(record) },
    orders: { get: () => Promise.resolve(record) },
  } as unknown as Calls
}

it('finds the chat with exactly this number, an archived one too', async () => {
  const other = chat('other', `${PHONE}0`)
  const target = { kind: 'chat', phone: PHONE } as const
  const found = { conversationId: 'c', showCard: false }
  expect(await findTarget(target, calls({ all: [other, chat('c', PHONE)] }))).toEqual(found)
  expect(await findTarget(target, calls({ all: [other], archived: [chat('c', PHONE)] }))).toEqual(found)
  expect(await findTarget(target, calls({ all: [other, chat('g', null)] }))).toEqual({ phone: PHONE })
})

it.each(['lead', 'order'] as const)(
  'finds the conversation of a %s, or of the customer it is of',
  async (kind) => {
    const target = { kind, id: ID }
    const found = { conversationId: 'c', showCard: true }
    expect(await findTarget(target, calls({ conversationId: 'c' }))).toEqual(found)
    expect(await findTarget(target, calls({ phones: [PHONE], all: [chat('c', PHONE)] }))).toEqual(found)
    expect(await findTarget(target, calls({ phones: [PHONE] }))).toEqual({ phone: PHONE })
    expect(await findTarget(target, calls({}))).toBeNull()
  },
)

it('says that a lead is not here', async () => {
  const missing = {
    ...calls({}),
    leads: { get: () => Promise.reject(new Error('not-found')) },
  } as unknown as Calls
  await expect(findTarget({ kind: 'lead', id: ID }, missing)).rejects.toThrow('not-found')
})
