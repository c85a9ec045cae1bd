import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { applyProduct } from '../catalog/store'
import { setConsent } from '../contacts/edit-store'
import { conversationViews } from '../inbox/conversation-view'
import { mergeConversations } from '../inbox/merge-store'
import { enqueue } from '../outbox/queue-store'
import { AssistantShop } from './assistant.testing'
import { assistantChat, languageOfChat, setMuted, typing, unsentReplies } from './chat-store'
import { nextTask } from './task-store'

const MINUTE = 60_000

let shop: AssistantShop
beforeEach(() => {
  shop = new AssistantShop()
})
afterEach(() => shop.close())

const coffee = (id: string, active: boolean): void =>
  applyProduct(shop.sql, {
    ...{ id, name: `Kopi ${id.toUpperCase()}`, unitPrice: 100, stock: 9, sku: null, categoryId: null },
    ...{ currency: 'IDR', unit: 'pcs', active, picture: null },
  })

const why = (conversationId: string, body = 'help', now = Date.now()) => {
  shop.comes(conversationId, body, { at: now })
  return shop.look(now).at(-1)?.silence
}

describe('an order written in a chat', () => {
  it('is a draft with the right total, and is answered', () => {
    const chat = shop.chat()
    expect(shop.asks(chat, 'ORDER Gaming Laptop:2\nwireless mouse: 3')).toMatch(
      /Ratna.*\n2 × Gaming Laptop – Rp\s37,000,000\n3 × Wireless Mouse – Rp\s450,000\n\nTotal: \*Rp\s37,450,000\*/,
    )
    expect(shop.orders(chat)).toMatchObject([
      {
        ...{ status: 'draft', total: 3_745_000_000, currency: 'IDR', conversationId: chat },
        lines: [
          { productId: 'p1', name: 'Gaming Laptop', quantity: 2, unitPrice: 1_850_000_000 },
          { productId: 'p3', quantity: 3 },
        ],
      },
    ])
  })

  it('counts as placed where that is set', () => {
    shop.set({ orders: 'placed' })
    const chat = shop.chat()
    expect(shop.asks(chat, 'pesan gaming laptop:1')).toContain('sudah masuk')
    expect(shop.orders(chat)).toMatchObject([{ status: 'placed' }])
  })

  it('keeps what else is written on it as its note, over a question too', () => {
    const chat = shop.chat()
    expect(shop.asks(chat, 'ORDER\n1x Wireless Mouse\nKirim ke Yogyakarta')).toMatch(
      /Terima kasih[^]*1 × Wireless Mouse[^]*\n📝 Kirim ke Yogyakarta/,
    )
    expect(shop.orders(chat)).toMatchObject([{ note: 'Kirim ke Yogyakarta', lines: [{ productId: 'p3' }] }])
    const other = shop.chat()
    expect(shop.asks(other, 'pesan\n2x laptop\na.n. Dewi\nantar ke Solo')).toContain('“laptop”')
    expect(shop.asks(other, '2')).toContain('2 × Gaming Laptop 17')
    expect(shop.orders(other)).toMatchObject([{ note: 'a.n. Dewi\nantar ke Solo' }])
  })

  it('is made once, however often its message comes, whatever is killed in between', () => {
    const chat = shop.chat()
    const key = shop.comes(chat, 'ORDER Gaming Laptop:1')
    shop.restart()
    expect(shop.look()).toHaveLength(1)
    shop.restart()
    shop.comes(chat, 'ORDER Gaming Laptop:1', { key })
    expect(shop.look()).toHaveLength(0)
    expect(shop.orders(chat)).toHaveLength(1)
    expect(shop.replies(chat)).toHaveLength(1)
  })

  it('leaves nothing behind where it is killed before it is whole', () => {
    const chat = shop.chat()
    shop.comes(chat, 'ORDER Gaming Laptop:1')
    const failing = "CREATE TRIGGER fails BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'killed'); END"
    shop.sql.raw.exec(failing)
    expect(() => shop.look()).toThrow('killed')
    shop.sql.raw.exec('DROP TRIGGER fails')
    shop.restart()
    expect(shop.orders(chat)).toEqual([])
    shop.look()
    expect([shop.orders(chat).length, shop.replies(chat).length]).toEqual([1, 1])
  })

  it('is one order where its message came in two chats', () => {
    const [one, other] = [shop.chat(), shop.chat()]
    const key = shop.comes(one, 'ORDER Gaming Laptop:1')
    shop.comes(other, 'ORDER Gaming Laptop:1', { key })
    shop.look()
    expect(shop.orders(one).length + shop.orders(other).length).toBe(1)
    expect(shop.replies(one).length + shop.replies(other).length).toBe(1)
  })

  it('asks back where several products fit, and takes the answer for the whole order', () => {
    const chat = shop.chat()
    expect(shop.asks(chat, 'order laptop:2, mouse:1')).toMatch(
      /“laptop”.*\n1\. Gaming Laptop – .*\n2\. Gaming Laptop 17/,
    )
    expect(shop.orders(chat)).toEqual([])
    expect(shop.asks(chat, 'number 2 please')).toContain('2 × Gaming Laptop 17')
    expect(shop.orders(chat)).toMatchObject([
      {
        lines: [
          { productId: 'p2', quantity: 2 },
          { productId: 'p3', quantity: 1 },
        ],
      },
    ])
    expect(shop.asks(chat, '1')).toBeNull()
  })

  it('offers the nearest where none fits, and takes its name', () => {
    const chat = shop.chat()
    expect(shop.asks(chat, 'order tablet dewasa:1')).toMatch(/“tablet dewasa”[^]*1\. Tablet Anak/)
    expect(shop.asks(chat, 'gaming laptop 17')).toBeNull()
    expect(shop.asks(chat, 'tablet anak')).toContain('sold out')
  })

  it('takes numbers as they were shown, though something is not sold any more', () => {
    for (const id of ['a', 'b', 'c']) coffee(id, true)
    const [second, first] = [shop.chat(), shop.chat()]
    const [, one = '', two = ''] =
      /1\. (Kopi .) –.*\n2\. (Kopi .) –/.exec(shop.asks(second, 'ORDER kopi:1') ?? '') ?? []
    shop.asks(first, 'ORDER kopi:1')
    coffee(one.slice(-1).toLowerCase(), false)
    expect(shop.asks(second, '2')).toContain(`1 × ${two} `)
    expect(shop.asks(first, '1')).toContain(`${one} is sold out`)
    expect(shop.orders(first)).toEqual([])
  })

  it('is not made of a number that answers a person', () => {
    shop.set({ silence: 5 })
    const [taken, left] = [shop.chat(), shop.chat()]
    const now = Date.now()
    const later = now + 10 * MINUTE
    for (const chat of [taken, left])
      expect(shop.asks(chat, 'ORDER laptop:1', now)).toContain('2. Gaming Laptop 17')
    shop.comes(taken, 'How many stands shall I bring?', { fromMe: true, at: now + MINUTE })
    expect(why(taken, '2', later)).toBe('not-understood')
    expect(shop.orders(taken)).toEqual([])
    expect(shop.asks(left, '2', later)).toContain('1 × Gaming Laptop 17')
  })

  it('is not made of what is not there', () => {
    const chat = shop.chat()
    expect(shop.asks(chat, 'ORDER Gaming Laptop 17:3')).toMatch(
      /only 2 of Gaming Laptop 17[^]*ORDER Gaming Laptop 17:2/,
    )
    expect(shop.asks(chat, 'ORDER Tablet Anak 8":1')).toContain('sold out')
    expect(shop.asks(chat, 'ORDER Gaming Laptop:0')).toContain('whole number')
    expect(shop.asks(chat, 'ORDER Gaming Laptop:5\nORDER Gaming Laptop:5')).toContain('only 7')
    expect(shop.orders(chat)).toEqual([])
  })
})

describe('it says nothing', () => {
  it.each([
    ['to a group', () => shop.chat('', { kind: 'group' })],
    ['to a stranger', () => shop.chat('', { isSaved: false })],
  ])('%s', (_, chatOf) => {
    expect(['group', 'stranger']).toContain(why(chatOf()))
  })

  it('where it is off, and to nothing that came while it was', () => {
    shop.set({ on: false })
    const chat = shop.chat()
    shop.comes(chat, 'help')
    shop.set({ on: true })
    expect(nextTask(shop.sql)).toBeNull()
  })

  it('to its own number', () => {
    const chat = shop.chat()
    shop.sql.raw.exec('UPDATE accounts SET phone = (SELECT phone FROM conversations LIMIT 1)')
    expect(why(chat)).toBe('own')
  })

  it('to who asked for nothing', () => {
    const chat = shop.chat()
    const [view] = conversationViews(shop.sql, [chat])
    setConsent(shop.sql, { id: view?.contactId ?? '', state: 'out', how: 'wrote STOP', now: 1 })
    expect(why(chat)).toBe('opted-out')
  })

  it('while sending is held', () => {
    const chat = shop.chat()
    shop.sql.raw.exec('UPDATE accounts SET paused = 1')
    expect(why(chat)).toBe('paused')
  })

  it('to what is old, from history or by the time it is looked at', () => {
    const chat = shop.chat()
    shop.comes(chat, 'help', { at: Date.now() - 6 * MINUTE }, false)
    expect(nextTask(shop.sql)).toBeNull()
    shop.comes(chat, 'help', { at: Date.now() - 4 * MINUTE }, false)
    expect(shop.look(Date.now() + 2 * MINUTE)).toMatchObject([{ silence: 'old' }])
  })

  it('to what it does not understand, to media and to its own words', () => {
    const chat = shop.chat()
    expect(why(chat, 'see you at the wedding')).toBe('not-understood')
    shop.comes(chat, 'help', { type: 'image' })
    shop.comes(chat, 'help', { fromMe: true })
    expect(nextTask(shop.sql)).toBeNull()
  })

  it('more than five times in ten minutes to whoever answers each time', () => {
    const chat = shop.chat()
    const now = Date.now()
    const said = Array.from({ length: 8 }, (_, at) => shop.asks(chat, 'help', now + at * 1_000) !== null)
    expect(said.filter(Boolean)).toHaveLength(5)
    expect(shop.asks(shop.chat(), 'help', now)).not.toBeNull()
    expect(shop.asks(chat, 'help', now + 11 * MINUTE)).not.toBeNull()
  })
})

describe('a person in the chat', () => {
  const state = (chat: string, now = Date.now()) => assistantChat(shop.sql, chat, now)

  it('silences it by typing, for half an hour', () => {
    const chat = shop.chat()
    const now = Date.now()
    expect(state(chat).state).toBe('answers')
    expect(typing(shop.sql, chat, now)).toEqual({
      conversationId: chat,
      state: 'silent',
      until: now + 30 * MINUTE,
    })
    expect(why(chat, 'ORDER Gaming Laptop:1', now + 29 * MINUTE)).toBe('person')
    expect(shop.asks(chat, 'help', now + 31 * MINUTE)).not.toBeNull()
  })

  it('silences it by writing, here or on the phone, where neither its own words nor an order’s news do', () => {
    const [here, phone, news] = [shop.chat(), shop.chat(), shop.chat()]
    const now = Date.now()
    const write = (conversationId: string, automatic?: 'news') =>
      enqueue(
        shop.sql,
        {
          ...{
            conversationId,
            clientId: crypto.randomUUID(),
            body: 'I see to it',
            quotedMessageId: null,
            attachment: null,
          },
          ...(automatic && { automatic }),
        },
        now,
      )
    write(here)
    shop.comes(phone, 'I see to it', { fromMe: true, at: now })
    write(news, 'news')
    expect([why(here), why(phone)]).toEqual(['person', 'person'])
    expect(state(here, now)).toEqual({ conversationId: here, state: 'silent', until: now + 30 * MINUTE })
    expect(shop.asks(news, 'help', now + 1)).not.toBeNull()
    expect(shop.asks(news, 'help', now + 2)).not.toBeNull()
  })

  it('lets it answer again at once, or silences it for good', () => {
    const chat = shop.chat()
    const now = Date.now()
    typing(shop.sql, chat, now)
    expect(setMuted(shop.sql, chat, false, now).state).toBe('answers')
    expect(shop.asks(chat, 'help', now)).not.toBeNull()
    expect(unsentReplies(shop.sql, chat)).toHaveLength(1)
    expect(setMuted(shop.sql, chat, true, now).state).toBe('muted')
    expect(why(chat, 'help', now + 40 * MINUTE)).toBe('muted')
  })

  it('stays the one who writes where two chats become one', () => {
    const [into, from] = [shop.chat(), shop.chat()]
    setMuted(shop.sql, from, true, Date.now())
    shop.sql.transaction(() => mergeConversations(shop.sql, into, from, Date.now()))
    expect(state(into).state).toBe('muted')
  })

  it('still sees what is unread after it answered', () => {
    const chat = shop.chat()
    shop.asks(chat, 'help')
    expect(conversationViews(shop.sql, [chat])[0]?.unread).toBe(1)
  })
})

describe('its language', () => {
  it('is known of a chat by its commands, else by what the customer writes', () => {
    const chat = shop.chat()
    expect(languageOfChat(shop.sql, chat)).toBeNull()
    shop.comes(chat, 'Kak, laptopnya masih ada? Berapa harganya ya')
    expect(languageOfChat(shop.sql, chat)).toBe('id')
    shop.asks(chat, 'मदद')
    expect(languageOfChat(shop.sql, chat)).toBe('hi')
    const other = shop.chat()
    shop.comes(other, 'How much is the laptop? Can you send it, please?', { fromMe: true })
    expect(languageOfChat(shop.sql, other)).toBeNull()
  })

  it('follows the message, else the last one that told it, else the account', () => {
    shop.set({ language: 'hi' })
    const chat = shop.chat()
    expect(shop.asks(chat, 'hi')).toContain('नमस्ते')
    expect(shop.asks(chat, 'bantuan')).toContain('Anda bisa menulis')
    expect(shop.asks(chat, 'status')).toContain('belum punya pesanan')
    expect(shop.asks(chat, 'my order')).toContain('no orders')
  })

  it('is the account’s own words', () => {
    shop.set({ words: { en: { help: ['sos'] } }, texts: { en: { help: 'We come, {name}! {nothing}' } } })
    const chat = shop.chat()
    expect(shop.asks(chat, 'sos')).toBe('We come, Ratna! {nothing}')
    shop.set({ words: { en: { help: [] } }, texts: { en: { help: null } } })
    expect(shop.asks(chat, 'sos')).toBeNull()
  })
})

it('answers once outside working hours, in each chat and each time the shop is closed', () => {
  const closed = Array.from({ length: 7 }, () => null)
  const open = { from: 9 * 60, to: 17 * 60 }
  const monday = Date.UTC(2026, 5, 1)
  const at = (days: number, hour: number) => monday + days * 86_400_000 + hour * 60 * MINUTE
  shop.set({ hours: { timeZone: 'UTC', days: [open, open, ...closed.slice(2)] } })
  const chat = shop.chat()
  const asks = (body: string, now: number, where = chat) => {
    // The watch at the door goes by the clock on the wall.
    shop.comes(where, body, { at: now })
    const id = shop.sql.statement('SELECT max(id) FROM messages WHERE conversation_id = ?').pluck().get(where)
    shop.sql.statement('INSERT OR IGNORE INTO assistant_tasks (message_id) VALUES (?)').run(id)
    return shop.look(now).at(-1)?.changed?.messages[0]?.body ?? null
  }
  expect(asks('ORDER Gaming Laptop:1', at(0, 18))).toMatch(/closed.*Tuesday at 09:00/)
  expect(asks('anybody there?', at(0, 20))).toBeNull()
  expect(asks('anybody there?', at(0, 20), shop.chat())).not.toBeNull()
  expect(asks('help', at(1, 10))).toContain('what you can write')
  expect(asks('anybody there?', at(1, 18))).toMatch(/closed.*Monday at 09:00/)
  expect(asks('anybody there?', at(4, 12))).toBeNull()
  expect(shop.orders(chat)).toEqual([])
})

it('shows in no chat where it is switched off', () => {
  const chat = shop.chat()
  shop.set({ on: false })
  expect(assistantChat(shop.sql, chat, Date.now()).state).toBe('off')
})
