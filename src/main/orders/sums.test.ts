/** `orderSums` against another way of reckoning: fractions of whole numbers, nothing rounded before the end. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_TERMS, orderSums, type OrderTerms, type Share } from '../../contract'
import { remoteMoney, termsOf } from './terms'

/** A fraction, its denominator above nothing. */
interface Ratio {
  n: bigint
  d: bigint
}
const whole = (n: number | bigint): Ratio => ({ n: BigInt(n), d: 1n })
const plus = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d + b.n * a.d, d: a.d * b.d })
const times = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.n, d: a.d * b.d })
const over = (a: Ratio, b: Ratio): Ratio => ({ n: a.n * b.d, d: a.d * b.n })
const minus = (a: Ratio, b: Ratio): Ratio => plus(a, { n: -b.n, d: b.d })
const isLess = (a: Ratio, b: Ratio): boolean => a.n * b.d < b.n * a.d

/** The whole number nearest to it, the greater of two that are as near: found by trying, not by the formula under test. */
function nearest(value: Ratio): bigint {
  const below = value.n / value.d
  const half = { n: 1n, d: 2n }
  return isLess(minus(value, whole(below)), half) ? below : below + 1n
}

const percent = (rate: number): Ratio => over(whole(rate), whole(100_000))

function recomputed(lines: readonly { quantity: number; unitPrice: number }[], terms: OrderTerms) {
  let subtotal = whole(0)
  for (const line of lines)
    for (const part of [line]) subtotal = plus(subtotal, times(whole(part.quantity), whole(part.unitPrice)))
  const share = (of: Share | null, base: Ratio): Ratio =>
    of === null
      ? whole(0)
      : of.kind === 'amount'
        ? whole(of.amount)
        : whole(nearest(times(base, percent(of.rate))))
  const discount = share(terms.discount, subtotal)
  const goods = minus(subtotal, discount)
  const { tax } = terms
  const held =
    tax?.included !== true
      ? whole(0)
      : tax.kind === 'amount'
        ? whole(tax.amount)
        : // goods = net + net * rate
          whole(nearest(minus(goods, over(goods, plus(whole(1), percent(tax.rate))))))
  const added = tax?.included === true ? whole(0) : share(tax, goods)
  const total = plus(plus(goods, whole(terms.shipping)), added)
  const value = ({ n, d }: Ratio): bigint => n / d
  return {
    subtotal: value(subtotal),
    discount: value(discount),
    tax: value(added),
    includedTax: value(held),
    total: value(total),
    goods: value(goods),
  }
}

const asNumbers = (sums: Record<string, bigint>): Record<string, number> =>
  Object.fromEntries(Object.entries(sums).map(([key, value]) => [key, Number(value)]))

const line = fc.record({
  quantity: fc.integer({ min: 1, max: 100_000 }),
  unitPrice: fc.oneof(fc.nat(100), fc.nat(10_000_000), fc.nat(10 ** 11)),
})
const rate = fc.oneof(
  fc.integer({ min: 0, max: 100_000 }),
  fc.constantFrom(11_000, 18_000, 33_333, 8_875, 50_000),
)
const share = (most: number): fc.Arbitrary<Share> =>
  fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), amount: fc.nat(most) }),
    fc.record({ kind: fc.constant('percent' as const), rate }),
  )
const terms: fc.Arbitrary<OrderTerms> = fc.record({
  discount: fc.option(share(1000)),
  tax: fc.option(fc.tuple(share(1000), fc.boolean()).map(([one, included]) => ({ ...one, included }))),
  shipping: fc.oneof(fc.constant(0), fc.nat(1_000_000)),
})
const lines = fc.array(line, { minLength: 1, maxLength: 8 })

describe('what an order comes to', () => {
  it('is what fractions of whole numbers say, to the last digit', () => {
    fc.assert(
      fc.property(lines, terms, (given, on) => {
        const sums = orderSums(given, on)
        const should = recomputed(given, on)
        if (should.goods < 0n) expect(sums).toBe('discount-too-large')
        else if (should.includedTax > should.goods) expect(sums).toBe('tax-too-large')
        else if (should.total > BigInt(Number.MAX_SAFE_INTEGER)) expect(sums).toBe('too-large')
        else if (typeof sums === 'string')
          expect(should.subtotal > BigInt(Number.MAX_SAFE_INTEGER)).toBe(true)
        else {
          const { goods, ...exact } = should
          expect(sums).toEqual({ ...asNumbers(exact), shipping: on.shipping })
          expect(sums.total).toBe(sums.subtotal - sums.discount + sums.shipping + sums.tax)
          expect(goods).toBe(BigInt(sums.subtotal - sums.discount))
        }
      }),
    )
  })

  it.each([
    // 3 x 33.35: a tenth is 10.005
    [
      { discount: { kind: 'percent', rate: 10_000 }, tax: null, shipping: 0 },
      { discount: 1001, total: 9004 },
    ],
    // a third of 100.05
    [
      { discount: { kind: 'percent', rate: 33_333 }, tax: null, shipping: 0 },
      { discount: 3335, total: 6670 },
    ],
    [
      { discount: null, tax: { kind: 'percent', rate: 11_000, included: true }, shipping: 7 },
      { includedTax: 991, tax: 0, total: 10_012 },
    ],
    [
      { discount: null, tax: { kind: 'percent', rate: 11_000, included: false }, shipping: 7 },
      { includedTax: 0, tax: 1101, total: 11_113 },
    ],
  ] satisfies [OrderTerms, object][])('example %#', (on, expected) => {
    expect(orderSums([{ quantity: 3, unitPrice: 3335 }], on)).toMatchObject(expected)
  })

  it('is the same after the way to the CRM and back', () => {
    fc.assert(
      fc.property(lines, terms, (given, on) => {
        const sums = orderSums(given, on)
        fc.pre(typeof sums !== 'string')
        if (typeof sums === 'string') return
        expect(orderSums(given, termsOf(given, remoteMoney(on, sums)))).toEqual(sums)
      }),
    )
  })

  it('goes by the CRM’s amounts where somebody changed one there without its rate', () => {
    const given = [{ quantity: 1, unitPrice: 1000 }]
    const rates = { discountRate: 10_000, taxRate: null, includedTax: null }
    const back = termsOf(given, { discount: 150, shipping: 0, tax: 0, terms: rates })
    expect(back).toEqual({ ...NO_TERMS, discount: { kind: 'amount', amount: 150 } })
  })
})
