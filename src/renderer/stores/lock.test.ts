/** The lock while answers are still on their way. */
import { expect, it, vi } from 'vitest'
import type { Conversation, Message, MessagePage } from '../../contract'

const ID = '00000000-0000-4000-8000-000000000001'
const { thread, list } = vi.hoisted(() => ({
  thread: Promise.withResolvers<unknown>(),
  list: Promise.withResolvers<unknown>(),
}))

vi.stubGlobal('location', { hash: '' })
vi.stubGlobal('addEventListener', () => undefined)
vi.mock('../theme/apply', () => ({ applyTheme: () => undefined }))
vi.mock('../client', () => ({
  onEvent: () => undefined,
  onOnline: () => undefined,
  problemOf: () => ({ code: 'internal', reference: null }),
  client: {
    conversations: {
      get: ({ conversationId }: { conversationId: string }) =>
        Promise.resolve({ id: conversationId, unread: 0 } as Conversation),
      list: () => list.promise,
      unreadTotal: () => new Promise(() => undefined),
    },
    messages: { list: () => thread.promise },
  },
}))
const { useSetup } = await import('./app')
const { readConversations, useConversations } = await import('./conversations')
const { startLock } = await import('./lock')
const { openThread, useThread } = await import('./thread')

const stage = (name: 'open' | 'locked'): void => useSetup.setState({ status: { stage: name } as never })

it('shows nothing behind the lock, also of what was asked for before', async () => {
  stage('open')
  startLock()
  const asked = [openThread(ID, null), readConversations()]
  stage('locked')
  const message = { id: 1, conversationId: ID, direction: 'in', at: 1 } as Message
  thread.resolve({ items: [message], older: false, newer: false } satisfies MessagePage)
  list.resolve({ items: [{ id: ID, keeping: 'kept' } as Conversation], next: null })
  await Promise.all(asked)
  expect(useThread.getState()).toMatchObject({ conversationId: null, conversation: null, items: [] })
  expect(useConversations.getState().items).toEqual([])
})
