import { describe, expect, it } from 'vitest'
import type { Conversation, Message } from '../../contract'
import { applyConversations, neighbourOf, type ListView } from './list-rules'
import { addNewer, addOlder, applyMessages, WINDOW, type ThreadWindow } from './thread-rules'

const conversation = (id: string, at: number, change: Partial<Conversation> = {}): Conversation => ({
  id,
  accountId: 'main',
  kind: 'person',
  contactId: null,
  name: id,
  phone: null,
  last: null,
  at,
  lastId: 0,
  unread: 0,
  archived: false,
  isBlocked: false,
  keeping: 'kept',
  ...change,
})
const VIEW: ListView = { filter: 'all', accountId: null, query: '', next: null, keepId: null }
const ids = (items: readonly { id: unknown }[]) => items.map((item) => item.id)

describe('the list under events', () => {
  const list = [conversation('a', 30), conversation('b', 20), conversation('c', 10)]

  it('moves what was written to up, once, however often the event comes', () => {
    const changed = [conversation('c', 40)]
    const once = applyConversations(list, changed, VIEW)
    expect(ids(once)).toEqual(['c', 'a', 'b'])
    expect(applyConversations(once, changed, VIEW)).toEqual(once)
  })

  it('puts chats of one second in the order in which their messages arrived', () => {
    const second = [conversation('x', 30, { lastId: 30_721 }), conversation('a', 30, { lastId: 30_720 })]
    expect(ids(applyConversations(second, [], VIEW))).toEqual(['x', 'a'])
    const later = conversation('a', 30, { lastId: 30_722 })
    expect(ids(applyConversations(second, [later], VIEW))).toEqual(['a', 'x'])
  })

  it('leaves out what lies beyond the loaded pages', () => {
    const view = { ...VIEW, next: 'more' }
    expect(ids(applyConversations(list, [conversation('d', 5)], view))).toEqual(['a', 'b', 'c'])
    expect(ids(applyConversations(list, [conversation('d', 15)], view))).toEqual(['a', 'b', 'd', 'c'])
  })

  it('drops what no longer fits, except under the hands', () => {
    const read = conversation('b', 20, { unread: 0 })
    const view: ListView = { ...VIEW, filter: 'unread' }
    const unread = list.map((one) => ({ ...one, unread: 1 }))
    expect(ids(applyConversations(unread, [read], view))).toEqual(['a', 'c'])
    expect(ids(applyConversations(unread, [read], { ...view, keepId: 'b' }))).toEqual(['a', 'b', 'c'])
  })

  it('lets an archived chat go, also the open one, and one brought back from the archive', () => {
    const open = { ...VIEW, keepId: 'b' }
    expect(ids(applyConversations(list, [conversation('b', 20, { archived: true })], open))).toEqual([
      'a',
      'c',
    ])
    const put = list.map((one) => ({ ...one, archived: true }))
    const archive: ListView = { ...open, filter: 'archived' }
    expect(ids(applyConversations(put, [conversation('b', 20)], archive))).toEqual(['a', 'c'])
  })

  it('goes on to the next below, else above; a chat that is not listed stays open', () => {
    expect(neighbourOf(list, 'b')).toBe('c')
    expect(neighbourOf(list, 'c')).toBe('b')
    expect(neighbourOf(list.slice(0, 1), 'a')).toBeNull()
    expect(neighbourOf(list, 'x')).toBe('x')
  })

  it('hides groups that are off and chats that are not for work', () => {
    expect(ids(applyConversations(list, [conversation('a', 50, { keeping: 'not-work' })], VIEW))).toEqual([
      'b',
      'c',
    ])
    expect(ids(applyConversations(list, [conversation('g', 50, { keeping: 'group-off' })], VIEW))).toEqual([
      'a',
      'b',
      'c',
    ])
  })

  it('keeps to the account that is looked at', () => {
    const own = { ...VIEW, accountId: 'main' }
    const other = conversation('d', 50, { accountId: 'shop' })
    expect(ids(applyConversations(list, [other], own))).toEqual(['a', 'b', 'c'])
    expect(ids(applyConversations([], [other], { ...own, accountId: 'shop' }))).toEqual(['d'])
  })

  it('adds nothing to a search on its own', () => {
    expect(ids(applyConversations(list, [conversation('d', 50)], { ...VIEW, query: 'a' }))).toEqual([
      'a',
      'b',
      'c',
    ])
  })
})

const message = (id: number, change: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'c',
  direction: 'in',
  type: 'text',
  body: `m${id}`,
  at: Math.abs(id) * 1000,
  state: null,
  failure: null,
  author: null,
  quoted: null,
  media: null,
  location: null,
  cards: [],
  poll: null,
  edits: [],
  revokedAt: null,
  reactions: [],
  starred: false,
  automatic: null,
  ...change,
})
const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => message(from + index))
const at = (from: number, to: number, older = false, newer = false): ThreadWindow => ({
  items: range(from, to),
  older,
  newer,
})

describe('the thread under pages and events', () => {
  it('never holds more than its window, and knows what it let go', () => {
    const up = addOlder(at(301, 600), at(201, 300, true))
    expect([up.items.length, up.items[0]?.id, up.older, up.newer]).toEqual([WINDOW, 201, true, true])
    const down = addNewer(up, at(501, 560, true, true))
    expect([down.items.length, down.items.at(-1)?.id, down.older, down.newer]).toEqual([
      WINDOW,
      560,
      true,
      true,
    ])
  })

  it('takes new messages at the end, once', () => {
    const once = applyMessages(at(1, 3), [message(4)])
    expect([ids(once.items), ids(once.arrived)]).toEqual([[1, 2, 3, 4], [4]])
    const twice = applyMessages(once, [message(4)])
    expect([ids(twice.items), twice.arrived]).toEqual([[1, 2, 3, 4], []])
  })

  it('counts but does not show what comes in while the window is elsewhere', () => {
    const { items, arrived } = applyMessages(at(1, 3, false, true), [message(9)])
    expect([ids(items), ids(arrived)]).toEqual([[1, 2, 3], [9]])
  })

  it('changes known messages in place and ignores older ones than it holds', () => {
    const { items } = applyMessages(at(5, 7, true), [message(6, { body: 'edited' }), message(2)])
    expect(items.map((one) => one.body)).toEqual(['m5', 'edited', 'm7'])
  })

  it("keeps a live stranger's messages in the order of their time", () => {
    const live: ThreadWindow = { items: [message(-1), message(-2)], older: false, newer: false }
    expect(ids(applyMessages(live, [message(-3)]).items)).toEqual([-1, -2, -3])
  })
})
