import { describe, expect, it } from 'vitest'
import { orderInput } from '../../central-crm/schemas/selling'
import { contactInput, leadInput } from '../../central-crm/schemas/people'
import { operations } from '../../whatsapp-web/operations'
import { CHANNEL, GROUPS } from './extras'
import { makeShop } from './generate'
import { CUSTOMERS, HIDDEN, STRANGERS } from './people'
import { PHRASES } from './wording'

const now = Date.UTC(2026, 10, 21, 5, 0, 0)
const shop = makeShop({ now })
const { messages, contacts, chats, later, crm } = shop

describe('the demo shop', () => {
  it('is the same for the same seed and time, and another for another seed', () => {
    expect(JSON.stringify(makeShop({ now }))).toBe(JSON.stringify(shop))
    expect(JSON.stringify(makeShop({ now, seed: 7 }))).not.toBe(JSON.stringify(shop))
  })

  it('is as large as a believable shop, for any seed', () => {
    for (const seed of [1, 2, 3, 2026]) {
      const made = makeShop({ now, seed })
      expect(made.messages.length).toBeGreaterThan(1900)
      expect(made.messages.length).toBeLessThan(2150)
      expect(made.contacts).toHaveLength(40)
      expect(
        made.chats.filter(({ unread = 0, id }) => unread > 0 && id.endsWith('@c.us')).length,
      ).toBeGreaterThan(7)
    }
  })

  it('speaks three languages, Hindi in both scripts', () => {
    const all = messages.map(({ body = '' }) => body).join('\n')
    expect(all.match(/[ऀ-ॿ]+/g)?.length).toBeGreaterThan(500)
    for (const [speech, least] of Object.entries({ id: 800, hi: 200, 'hi-latn': 200, en: 80 })) {
      const wids = new Set(CUSTOMERS.filter((one) => one.speech === speech).map(({ wid }) => wid))
      expect(messages.filter(({ chat }) => wids.has(chat)).length, speech).toBeGreaterThan(least)
    }
    expect(all).not.toMatch(/[{}]|undefined|NaN/)
  })

  it('can say everything in every language, with no placeholder that nobody fills', () => {
    const known = new Set(
      'item other price spec stock qty lines total no name city number courier track bank'.split(' '),
    )
    for (const phrases of Object.values(PHRASES))
      for (const [, wordings] of Object.entries(phrases)) {
        expect(wordings.length).toBeGreaterThan(0)
        for (const [, key = ''] of wordings.join(' ').matchAll(/\{(\w+)\}/g)) expect(known).toContain(key)
      }
  })

  it('has unique ids, and times that ascend and are past', () => {
    expect(new Set(messages.map(({ id }) => id)).size).toBe(messages.length)
    messages.forEach(({ t }, index) => {
      expect(t).toBeGreaterThanOrEqual(messages[index - 1]?.t ?? now / 1000 - 61 * 86_400)
      expect(t).toBeLessThanOrEqual(now / 1000)
    })
  })

  it('quotes, edits, reacts to and takes back only messages that are there', () => {
    const seen = new Map<string, string>()
    for (const { id, chat, quoted } of messages) {
      if (quoted !== undefined) expect(seen.get(quoted)).toBe(chat)
      seen.set(id, chat)
    }
    for (const change of later) expect(seen.has(change.id)).toBe(true)
    for (const kind of ['edit', 'revoke', 'react', 'vote'])
      expect(
        later.some((change) => change.do === kind),
        kind,
      ).toBe(true)
    expect(messages.filter(({ quoted }) => quoted !== undefined).length).toBeGreaterThan(50)
  })

  it('ends unread chats with what the customer wrote', () => {
    for (const { id, unread = 0 } of chats.filter(
      (one) => (one.unread ?? 0) > 0 && !one.id.endsWith('@g.us'),
    )) {
      const last = messages.filter(({ chat }) => chat === id).slice(-unread)
      expect(last).toHaveLength(unread)
      expect(last.every(({ fromMe }) => fromMe !== true)).toBe(true)
    }
  })

  it('has every kind of chat and message, and two people without a number', () => {
    const kinds = new Set(
      messages.map(({ media, poll, location, cards, type }) =>
        media ? media.mimetype : poll ? 'poll' : location ? 'location' : cards ? 'cards' : (type ?? 'chat'),
      ),
    )
    expect([...kinds].sort()).toEqual(
      ['application/pdf', 'audio/wav', 'call_log', 'cards', 'chat', 'image/png', 'location', 'poll'].sort(),
    )
    const where = new Set(messages.map(({ chat }) => chat))
    for (const chat of [
      ...Object.values(GROUPS),
      CHANNEL,
      'status@broadcast',
      ...HIDDEN.map(({ wid }) => wid),
    ])
      expect(where).toContain(chat)
    const known = new Set(contacts.map(({ id }) => id))
    for (const { wid } of STRANGERS) {
      expect(where).toContain(wid)
      expect(known).not.toContain(wid)
    }
  })

  it('is small enough to hand over in one request, with files that are what they say', () => {
    const starts: Record<string, string> = {
      'image/png': '\x89PNG',
      'application/pdf': '%PDF-1.4',
      'audio/wav': 'RIFF',
    }
    expect(JSON.stringify(messages).length).toBeLessThan(16 * 1024 * 1024)
    for (const { media } of messages)
      if (media) {
        const bytes = Buffer.from(media.data ?? '', 'base64').toString('latin1')
        expect(bytes.startsWith(starts[media.mimetype ?? ''] ?? 'unknown')).toBe(true)
        expect(bytes.length).toBeLessThan(150_000)
      }
  })

  it('fits the contracts of the simulator and the CRM', () => {
    expect(operations.seed.safeParse({ contacts, chats, messages }).error).toBeUndefined()
    for (const { do: name, ...args } of later) expect(operations[name].safeParse(args).error).toBeUndefined()
    const written = new Set<unknown>()
    for (const { path, body } of crm.writes) {
      const [, , kind = '', id] = path.split('/')
      const shape = { contacts: contactInput, leads: leadInput, orders: orderInput }[kind]
      expect(shape?.safeParse(body).error).toBeUndefined()
      for (const reference of [body['contactId'], body['leadId']])
        if (reference !== undefined) expect(written).toContain(reference)
      written.add(id)
    }
    expect(crm.writes.filter(({ path }) => path.startsWith('/api/orders/')).length).toBeGreaterThan(5)
  })
})
