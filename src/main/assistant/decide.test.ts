/** Whatever the facts: what must never happen does not. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LANGUAGES, type Product } from '../../contract'
import { decide, FRESH_MS, MOST_REPLIES, type Facts } from './decide'
import { ORDERS_WITH_NOTES, SHOP, UTTERANCES } from './fixtures/utterances'
import { Lexicon } from './lexicon'
import { Shelf } from './match'
import { wholeSettings } from './settings-store'

const NOW = Date.UTC(2026, 5, 1, 12)
const lexicon = new Lexicon(wholeSettings({}).words)
const shelf = new Shelf(SHOP)

const flag = fc.boolean()
/** Mostly so. */
const rarely = fc.integer({ min: 0, max: 9 }).map((draw) => draw === 0)

const draws = fc.record({
  text: fc.oneof(
    fc.constantFrom(...[...UTTERANCES, ...ORDERS_WITH_NOTES].map(({ text }) => text)),
    fc.string(),
  ),
  age: fc.oneof(
    fc.integer({ min: -60_000, max: FRESH_MS }),
    fc.integer({ min: -10 * FRESH_MS, max: 10 * FRESH_MS }),
  ),
  on: rarely.map((off) => !off),
  orders: fc.constantFrom('draft' as const, 'placed' as const),
  open: flag,
  chat: fc.record({
    isGroup: rarely,
    isContact: rarely.map((no) => !no),
    isBlocked: rarely,
    isOptedOut: rarely,
    isOwn: rarely,
  }),
  paused: rarely,
  revoked: rarely,
  muted: rarely,
  silentFor: fc.option(fc.integer({ min: -60_000, max: 60_000 })),
  replies: fc.integer({ min: 0, max: MOST_REPLIES + 2 }),
  language: fc.option(fc.constantFrom(...LANGUAGES)),
  stock: fc.option(fc.integer({ min: 0, max: 30 })),
  price: fc.oneof(fc.integer({ min: 0, max: 10_000_000 }), fc.maxSafeInteger().map(Math.abs)),
})
type Draw = typeof draws extends fc.Arbitrary<infer T> ? T : never

const factsOf = ({
  text,
  age,
  on,
  orders,
  open,
  silentFor,
  language,
  stock,
  price,
  muted,
  revoked,
  ...rest
}: Draw): Facts => ({
  ...rest,
  now: NOW,
  name: 'Ratna',
  lexicon,
  message: { at: NOW - age, text, revoked },
  settings: wholeSettings({
    ...{ on, orders },
    hours: { timeZone: 'UTC', days: Array.from({ length: 7 }, () => (open ? { from: 0, to: 0 } : null)) },
  }),
  state: {
    ...{ muted, language, closedTold: null, pending: null },
    silentUntil: silentFor === null ? null : NOW + silentFor,
  },
  goods: {
    shelf,
    product: (id: string): Product | null => {
      const found = SHOP.find((one) => one.id === id)
      return found
        ? {
            ...{ ...found, categoryId: null, category: null, unitPrice: price, currency: 'IDR', stock },
            ...{ unit: null, active: true, picture: null },
          }
        : null
    },
    nameOf: (id) => SHOP.find((one) => one.id === id)?.name ?? null,
    some: () => null,
    text: () => 'goods',
  },
  orders: () => [],
})

it('never answers where it must not, and never takes an order that can’t be had', () => {
  fc.assert(
    fc.property(draws, (draw) => {
      const given = factsOf(draw)
      const decision = decide(given)
      if (decision.do === 'nothing') return
      const { chat, state, now, message, settings } = given
      expect(settings.on && chat.isContact && !given.paused && !message.revoked && !state.muted).toBe(true)
      expect([chat.isGroup, chat.isBlocked, chat.isOptedOut, chat.isOwn]).toEqual([
        false,
        false,
        false,
        false,
      ])
      expect(Math.abs(now - message.at)).toBeLessThanOrEqual(FRESH_MS)
      expect(given.replies).toBeLessThan(MOST_REPLIES)
      expect(state.silentUntil ?? 0).toBeLessThanOrEqual(now)
      expect(decision.text.trim()).not.toBe('')
      expect(decision.text).not.toMatch(/\{\w+\}/)
      const { order } = decision
      if (!order) return
      expect(settings.hours?.days[0]).not.toBeNull()
      expect(order.status).toBe(settings.orders)
      for (const line of order.lines) {
        const product = given.goods.product(line.productId ?? '')
        expect(product).toMatchObject({ name: line.name, unitPrice: line.unitPrice })
        expect(product?.stock ?? Infinity).toBeGreaterThanOrEqual(line.quantity)
      }
      const total = order.lines.reduce(
        (sum, line) => sum + BigInt(line.quantity) * BigInt(line.unitPrice),
        0n,
      )
      expect(total <= BigInt(Number.MAX_SAFE_INTEGER)).toBe(true)
    }),
    { numRuns: 1_000 },
  )
})
