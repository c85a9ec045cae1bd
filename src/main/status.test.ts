import { expect, it, vi } from 'vitest'
import type { Account, AppEvent } from '../contract'
import { followStatus, type Status, type StatusOptions } from './status'
import { silentLogger } from './storage/test-storage'

const CHANGED = { type: 'conversations', conversations: [] } satisfies AppEvent
const account = { id: 'a' } as Account

function make(unreadTotal: () => Promise<{ conversations: number }>) {
  const shown: Status[] = []
  const warned: string[] = []
  const open: { rooms: ReturnType<StatusOptions['rooms']> } = {
    rooms: { accounts: { list: () => [account] }, inbox: { unreadTotal } },
  }
  const status = followStatus({
    rooms: () => open.rooms,
    language: () => 'id',
    show: (each) => void shown.push(each),
    logger: { ...silentLogger, warn: (event) => void warned.push(event) },
  })
  return { status, shown, warned, open }
}

it('shows accounts and unread chats after an event that may have changed them', async () => {
  const { status, shown } = make(() => Promise.resolve({ conversations: 3 }))
  status.receive({ type: 'typing', conversationId: 'c', typing: true })
  status.receive(CHANGED)
  await vi.waitUntil(() => shown.length === 1)
  expect(shown).toEqual([{ accounts: [account], unread: 3, language: 'id' }])
})

it('reads once more, not a hundred times, for what comes while it reads', async () => {
  const answers: ((answer: { conversations: number }) => void)[] = []
  const { status, shown } = make(() => new Promise((resolve) => answers.push(resolve)))
  for (let each = 0; each < 100; each++) status.receive(CHANGED)
  expect(answers).toHaveLength(1)
  answers[0]?.({ conversations: 1 })
  await vi.waitUntil(() => answers.length === 2)
  answers[1]?.({ conversations: 2 })
  await vi.waitUntil(() => shown.length === 2)
  expect(answers).toHaveLength(2)
  expect(shown.map(({ unread }) => unread)).toEqual([1, 2])
})

it('shows nothing of a locked app, and goes on after a failure', async () => {
  let fails = true
  const { status, shown, warned, open } = make(() =>
    fails ? Promise.reject(new Error('the database is closed')) : Promise.resolve({ conversations: 1 }),
  )
  status.receive(CHANGED)
  await vi.waitUntil(() => warned.length === 1)
  fails = false
  status.receive(CHANGED)
  await vi.waitUntil(() => shown.length === 1)
  open.rooms = null
  status.receive(CHANGED)
  await vi.waitUntil(() => shown.length === 2)
  expect(shown[1]).toEqual({ accounts: [], unread: 0, language: 'id' })
})
