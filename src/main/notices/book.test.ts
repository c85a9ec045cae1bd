import { describe, expect, it } from 'vitest'
import { DEFAULT_PREFERENCES, type AppEvent, type Conversation, type Message } from '../../contract'
import { FRESH_MS, MOST_OUT, NoticeBook, type Moment, type NoticeChange } from './book'
import { WORDS } from './words'

const NOW = 1_790_000_000_000
const CHAT = '00000000-0000-4000-8000-000000000001'
let lastId = 0

const message = (values: Partial<Message> = {}): Message => ({
  ...{
    id: ++lastId,
    conversationId: CHAT,
    direction: 'in',
    type: 'text',
    body: 'Do you have it in blue?',
    at: NOW,
  },
  ...{
    state: null,
    failure: null,
    author: null,
    quoted: null,
    media: null,
    location: null,
    cards: [],
    poll: null,
  },
  ...{ edits: [], revokedAt: null, reactions: [], starred: false, automatic: null },
  ...values,
})
const conversation = (values: Partial<Conversation> = {}): Conversation => ({
  ...{ id: CHAT, accountId: 'main', kind: 'person', contactId: CHAT, name: 'Sari', phone: '+6281200000001' },
  ...{ last: null, at: NOW, lastId: 1, unread: 1, archived: false, isBlocked: false, keeping: 'kept' },
  ...values,
})
const moment = (values: Partial<Moment> = {}): Moment => ({
  ...{ now: NOW, minute: 12 * 60, preferences: DEFAULT_PREFERENCES, words: WORDS.en, showing: new Set() },
  locked: false,
  ...values,
})
const set = (preferences: Partial<Moment['preferences']>): Moment =>
  moment({ preferences: { ...DEFAULT_PREFERENCES, ...preferences } })

function arrive(
  book: NoticeBook,
  messages: Message[],
  at: Moment = moment(),
  chat: Partial<Conversation> = {},
): NoticeChange[] {
  const events: AppEvent[] = [
    { type: 'messages', messages },
    { type: 'conversations', conversations: [conversation(chat)] },
  ]
  return events.flatMap((event) => book.take(event, at))
}
const said = (changes: NoticeChange[]) =>
  changes.map((change) =>
    change.do === 'show' ? `${change.notice.title}: ${change.notice.body}` : 'removed',
  )

describe('a notice', () => {
  it('tells who wrote what, and counts up in its place', () => {
    const book = new NoticeBook()
    expect(arrive(book, [message()])).toEqual([
      {
        do: 'show',
        notice: {
          conversationId: CHAT,
          title: 'Sari',
          body: 'Do you have it in blue?',
          silent: false,
          replyHint: 'Reply',
        },
      },
    ])
    const more = arrive(book, [message(), message({ body: 'Hello?' })], moment({ now: NOW + 1 }))
    expect(said(more)).toEqual(['Sari (3): Hello?'])
    expect(more).toMatchObject([{ notice: { silent: true } }])
    expect(arrive(book, [message()], moment({ now: NOW + 60_000 }))).toMatchObject([
      { notice: { silent: false } },
    ])
  })

  it.each<[string, Partial<Message>]>([
    ['of our own', { direction: 'out', state: 'sent' }],
    ['of history', { at: NOW - FRESH_MS - 1 }],
    ['from a clock far ahead', { at: NOW + FRESH_MS + 1 }],
    ['taken back', { revokedAt: NOW, body: null }],
    ['of the system', { type: 'system' }],
  ])('is not made for a message %s', (_what, values) => {
    expect(arrive(new NoticeBook(), [message(values)])).toEqual([])
  })

  it.each<[string, Moment]>([
    ['they are switched off', set({ notifications: false })],
    ['the chat is muted', set({ mutedChats: [CHAT] })],
    ['it is not to disturb', set({ quietHours: { from: 11 * 60, to: 13 * 60 } })],
    ['the chat is before the person’s eyes', moment({ showing: new Set([CHAT]) })],
  ])('is not made while %s, nor later for the same message', (_why, then) => {
    const book = new NoticeBook()
    const one = message()
    expect(arrive(book, [one], then)).toEqual([])
    expect(arrive(book, [{ ...one, body: 'edited', edits: [{ body: one.body, at: NOW }] }])).toEqual([])
    expect(said(arrive(book, [message({ body: 'new' })]))).toEqual(['Sari: new'])
  })

  it.each(['not-work', 'group-off'] as const)('is never made for what is %s', (keeping) => {
    expect(arrive(new NoticeBook(), [message()], moment(), { keeping })).toEqual([])
  })

  it('is made once, however often the message is told', () => {
    const book = new NoticeBook()
    const one = message()
    expect(arrive(book, [one])).toHaveLength(1)
    expect(arrive(book, [{ ...one, reactions: [{ emoji: '👍', fromMe: true }] }])).toEqual([])
  })

  it('goes when the chat is read, erased, or its message taken back', () => {
    const book = new NoticeBook()
    const read = (): NoticeChange[] =>
      book.take({ type: 'conversations', conversations: [conversation({ unread: 0 })] }, moment())
    arrive(book, [message()])
    expect(read()).toEqual([{ do: 'remove', conversationId: CHAT }])
    expect(read()).toEqual([])
    arrive(book, [message()])
    expect(said(book.take({ type: 'conversation-gone', conversationId: CHAT }, moment()))).toEqual([
      'removed',
    ])
    const regretted = message()
    arrive(book, [regretted])
    expect(said(arrive(book, [{ ...regretted, revokedAt: NOW, body: null }]))).toEqual(['removed'])
    expect(said(arrive(book, [message({ body: 'again' })]))).toEqual(['Sari: again'])
  })

  it('is not made for what was read elsewhere or taken back meanwhile', () => {
    const book = new NoticeBook()
    expect(arrive(book, [message()], moment(), { unread: 0 })).toEqual([])
    const regretted = message()
    expect(arrive(book, [regretted, { ...regretted, revokedAt: NOW }])).toEqual([])
  })
})

describe('what it may say', () => {
  const words = [
    ['in private mode', set({ notificationsPrivate: true }), {}],
    ['while Leadline is locked', moment({ locked: true }), {}],
  ] as const
  it.each(words)('%s: neither name nor text, and nothing to reply to', (_when, then) => {
    const book = new NoticeBook()
    expect(arrive(book, [message()], then)).toMatchObject([
      { notice: { title: 'Leadline', body: 'New message', replyHint: null } },
    ])
    expect(said(arrive(book, [message()], then))).toEqual(['Leadline: 2 new messages'])
  })

  it('of a stranger of whom nothing is kept: nothing', () => {
    const stranger = { keeping: 'live', contactId: null, name: 'Rahasia' } as const
    const changes = arrive(new NoticeBook(), [message({ id: -5 })], moment(), stranger)
    expect(said(changes)).toEqual(['Leadline: Somebody new has written'])
    expect(JSON.stringify(changes)).not.toMatch(/Rahasia|blue|62812/)
  })

  it.each<[Partial<Message>, string]>([
    [{ type: 'image', body: null }, 'Sari: Picture'],
    [{ type: 'document', body: 'Price list' }, 'Sari: Document: Price list'],
    [{ type: 'view-once', body: 'secret' }, 'Sari: View-once message'],
    [{ type: 'poll', body: null, poll: { question: 'When?', options: [] } }, 'Sari: Poll: When?'],
    [{ author: 'Budi' }, 'Sari: Budi: Do you have it in blue?'],
    [{ body: 'one\ntwo\u202Ethree\u0000' }, 'Sari: one two three'],
    [{ body: ' \n ' }, 'Sari: New message'],
    [{ body: '😀'.repeat(500) }, `Sari: ${'😀'.repeat(239)}…`],
  ])('%j is told as %s', (values, expected) => {
    expect(said(arrive(new NoticeBook(), [message(values)]))).toEqual([expected])
  })

  it('names a person by number, or as unknown, in the person’s language', () => {
    const nameless = (chat: Partial<Conversation>) =>
      said(arrive(new NoticeBook(), [message()], moment({ words: WORDS.id }), { name: null, ...chat }))
    expect(nameless({})).toEqual(['+6281200000001: Do you have it in blue?'])
    expect(nameless({ phone: null })).toEqual(['Orang tak dikenal: Do you have it in blue?'])
  })
})

it('keeps at most so many notices out, and remembers only fresh messages', () => {
  const book = new NoticeBook()
  const chat = (index: number): string => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
  for (let index = 0; index < MOST_OUT; index++)
    arrive(book, [message({ conversationId: chat(index) })], moment(), { id: chat(index) })
  const last = arrive(book, [message({ conversationId: chat(999) })], moment(), { id: chat(999) })
  expect(last).toMatchObject([{ do: 'remove', conversationId: chat(0) }, { do: 'show' }])
  expect(book.removeAll()).toHaveLength(MOST_OUT)

  const later = NOW + 10 * FRESH_MS
  for (let index = 0; index < 6_000; index++)
    book.take({ type: 'messages', messages: [message({ conversationId: chat(index) })] }, moment())
  expect(book.remembered).toBeLessThanOrEqual(5_001)
  book.take({ type: 'messages', messages: [message({ at: later })] }, moment({ now: later }))
  expect(book.remembered).toBe(1)
})
