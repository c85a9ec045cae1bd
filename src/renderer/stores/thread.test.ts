/** The open thread while answers come late. */
import { beforeEach, expect, it, vi } from 'vitest'
import type { Conversation, Message, MessagePage } from '../../contract'

interface Ask {
  conversationId: string
  answer: (page: MessagePage) => void
}
const asked: Ask[] = []
const unread = new Map<string, number>()
const read: string[] = []

vi.stubGlobal('location', { hash: '' })
vi.stubGlobal('document', { visibilityState: 'visible', hasFocus: () => true })
vi.mock('../theme/apply', () => ({ applyTheme: () => undefined }))
vi.mock('../client', () => ({
  onEvent: () => undefined,
  onOnline: () => undefined,
  problemOf: () => ({ code: 'internal', reference: null }),
  client: {
    conversations: {
      get: ({ conversationId }: { conversationId: string }) =>
        Promise.resolve({ id: conversationId, unread: unread.get(conversationId) ?? 0 } as Conversation),
      markRead: ({ conversationId }: { conversationId: string }) => {
        read.push(conversationId)
        return Promise.resolve()
      },
    },
    messages: {
      list: ({ conversationId }: { conversationId: string }) =>
        new Promise<MessagePage>((answer) => asked.push({ conversationId, answer })),
    },
  },
}))
const { useSetup } = await import('./app')
const { openThread, readOlder, setAtEnd, useThread } = await import('./thread')

const page = (conversationId: string, ids: number[], older = false): MessagePage => ({
  items: ids.map((id) => ({ id, conversationId, direction: 'in', at: id }) as Message),
  older,
  newer: false,
})
const shown = () => useThread.getState().items.map(({ id }) => id)

beforeEach(async () => {
  useSetup.setState({ status: { stage: 'open' } as never })
  asked.length = 0
  read.length = 0
  unread.clear()
  await openThread(null, null)
  setAtEnd(false)
})

it('reads nothing for the person whose screen showed the end of another chat', async () => {
  unread.set('b', 100)
  const first = openThread('a', null)
  asked[0]?.answer(page('a', [1]))
  await first
  setAtEnd(true)
  const second = openThread('b', null)
  asked[1]?.answer(page('b', [2]))
  await second
  expect(useThread.getState()).toMatchObject({ state: 'ready', conversation: { unread: 100 } })
  expect(read).toEqual([])
  setAtEnd(true)
  expect(read).toEqual(['b'])
})

it('a slow answer for one chat does not fill another, nor the same one opened again since', async () => {
  const slow = openThread('a', null)
  const other = openThread('b', null)
  asked[0]?.answer(page('a', [1]))
  await slow
  expect(useThread.getState()).toMatchObject({ conversationId: 'b', state: 'loading', items: [] })
  const again = openThread('a', 5)
  asked[2]?.answer(page('a', [4, 5]))
  await again
  asked[1]?.answer(page('b', [2]))
  await other
  expect(shown()).toEqual([4, 5])
})

it('of two wishes for one chat the later one is shown', async () => {
  const earlier = openThread('a', 1)
  const later = openThread('a', 9)
  asked[1]?.answer(page('a', [9]))
  await later
  asked[0]?.answer(page('a', [1]))
  await earlier
  expect(shown()).toEqual([9])
})

it('an older page for a window that is gone is let go, and does not hold up the next', async () => {
  const open = openThread('a', null)
  asked[0]?.answer(page('a', [50], true))
  await open
  const older = readOlder()
  const jump = openThread('a', 9)
  asked[2]?.answer(page('a', [9], true))
  await jump
  asked[1]?.answer(page('a', [49], true))
  await older
  expect(shown()).toEqual([9])
  expect(useThread.getState().loading).toBeNull()
})
