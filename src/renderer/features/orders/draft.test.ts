import { describe, expect, it } from 'vitest'
import { NO_TERMS } from '../../../contract/entities/sums'
import type { Product } from '../../../contract'
import { changesOf } from '../../lib/changes'
import * as draft from './draft'
import {
  draftTerms,
  EMPTY_TERMS,
  parseRate,
  termsIn,
  termsMeant,
  withDiscountKind,
  withTaxKind,
} from './terms'

const product = (over: Partial<Product>): Product => ({
  ...{
    id: 'p1',
    name: 'Gaming Laptop',
    sku: null,
    category: null,
    unitPrice: 1_850_000_000,
    currency: 'IDR',
  },
  ...{ categoryId: null, stock: 3, unit: null, active: true, picture: null },
  ...over,
})
const laptop = product({})
const mouse = product({ id: 'p2', name: 'Mouse', unitPrice: 15_000_000 })
const cable = product({ id: 'p3', name: 'Cable', unitPrice: 25_000, currency: 'INR' })
const empty = draft.newDraft({
  id: 'o1',
  contactId: 'c1',
  conversationId: null,
  currency: 'INR',
  address: null,
})

describe('an order being written', () => {
  it('takes its currency from the first product and refuses another', () => {
    const one = draft.addProduct(empty, laptop, 'a')
    expect(one.currency).toBe('IDR')
    expect(draft.takesProduct(one, cable)).toBe(false)
    expect(draft.addProduct(one, cable, 'b')).toBe(one)
  })

  it('counts the same product up instead of naming it twice', () => {
    const two = draft.addProduct(draft.addProduct(empty, laptop, 'a'), laptop, 'b')
    expect(two.lines).toMatchObject([{ key: 'a', quantity: 2 }])
    expect(draft.totalOf(two)).toBe(3_700_000_000)
  })

  it('keeps a product whose price was changed apart from one at list price', () => {
    const cheaper = draft.changeLine(draft.addProduct(empty, laptop, 'a'), 'a', { price: 1_800_000_000 })
    expect(draft.addProduct(cheaper, laptop, 'b').lines).toHaveLength(2)
  })

  it('keeps what is written when the currency changes', () => {
    const priced = draft.changeLine(draft.addFreeLine(empty, 'a'), 'a', { name: 'Repair', price: 50_000 })
    expect(draft.withCurrency(priced, 'JPY').lines[0]?.price).toBe(500)
    expect(draft.withCurrency(priced, 'KWD').lines[0]?.price).toBe(500_000)
    expect(
      draft.withCurrency(draft.changeLine(priced, 'a', { price: 50_050 }), 'JPY').lines[0]?.price,
    ).toBeNull()
  })

  it('never steps below one or above the most', () => {
    const one = draft.addProduct(empty, laptop, 'a')
    expect(draft.step(one, 'a', -1).lines[0]?.quantity).toBe(1)
    expect(draft.step(one, 'a', 1e9).lines[0]?.quantity).toBe(draft.MOST_QUANTITY)
  })

  it('hints at more than is left, over all lines of a product, and still takes it', () => {
    const three = draft.step(draft.addProduct(empty, laptop, 'a'), 'a', 2)
    expect(three.lines[0]).toMatchObject({ stock: 3, quantity: 3 })
    expect(draft.isOverStock(three, three.lines[0]!)).toBe(false)
    const cheaper = draft.changeLine(three, 'a', { price: 1 })
    const four = draft.addProduct(cheaper, laptop, 'b')
    expect(four.lines.map((line) => draft.isOverStock(four, line))).toEqual([true, true])
    expect(draft.check(four).input).not.toBeNull()
    const uncounted = draft.addProduct(empty, product({ stock: null }), 'a')
    expect(draft.isOverStock(uncounted, uncounted.lines[0]!)).toBe(false)
  })

  it('places no quantity below one', () => {
    const none = draft.changeLine(draft.addProduct(empty, laptop, 'a'), 'a', { quantity: 0 })
    expect(draft.check({ ...none, status: 'placed' })).toMatchObject({
      lines: { a: 'quantity' },
      input: null,
    })
  })

  it('says what is missing, line by line', () => {
    expect(draft.check(empty)).toEqual({ lines: {}, terms: [], order: 'no-lines', input: null })
    const free = draft.addFreeLine(empty, 'a')
    expect(draft.check(free).lines).toEqual({ a: 'name' })
    const named = draft.changeLine(free, 'a', { name: ' Repair ' })
    expect(draft.check(named).lines).toEqual({ a: 'price' })
    expect(draft.check(draft.changeLine(named, 'a', { price: 'unreadable' })).lines).toEqual({ a: 'price' })
    expect(draft.check(draft.changeLine(named, 'a', { price: 1, quantity: null })).lines).toEqual({
      a: 'quantity',
    })
    expect(draft.check(draft.changeLine(named, 'a', { price: 1, quantity: 1.5 })).lines).toEqual({
      a: 'quantity',
    })
    expect(draft.check(draft.changeLine(named, 'a', { price: 5, quantity: 2 })).input).toEqual({
      ...{ id: 'o1', contactId: 'c1', conversationId: null, currency: 'INR', status: 'draft', note: null },
      ...{ address: null, terms: NO_TERMS },
      lines: [{ productId: null, name: 'Repair', quantity: 2, unitPrice: 5 }],
    })
  })

  it('refuses a total that would not be exact', () => {
    const huge = draft.changeLine(draft.addProduct(empty, mouse, 'a'), 'a', {
      price: Number.MAX_SAFE_INTEGER,
      quantity: 2,
    })
    expect(draft.check(huge)).toMatchObject({ order: 'too-large', input: null })
  })

  it('reckons discount, tax and shipping as they are written', () => {
    const one = draft.addProduct(empty, mouse, 'a')
    const terms = { ...EMPTY_TERMS, discountKind: 'percent' as const, discount: 33_333, shipping: 500 }
    expect(draft.sumsOf({ ...one, terms })).toMatchObject({ discount: 4_999_950, total: 10_000_550 })
    const amount = withDiscountKind(terms, 'amount')
    expect(amount.discount).toBeNull()
    expect(draft.check({ ...one, terms: { ...amount, discount: 15_000_001 } })).toMatchObject({
      order: 'discount-too-large',
      input: null,
    })
    expect(draft.check({ ...one, terms: { ...terms, tax: 'unreadable' } })).toMatchObject({
      terms: ['tax'],
      input: null,
    })
    const held = withTaxKind({ ...terms, taxKind: 'percent', tax: 11_000 }, 'percent-in')
    expect(draft.check({ ...one, terms: held }).input?.terms).toEqual({
      discount: { kind: 'percent', rate: 33_333 },
      tax: { kind: 'percent', rate: 11_000, included: true },
      shipping: 500,
    })
    expect(draftTerms(termsMeant(held))).toEqual(held)
    expect(termsIn(held, 'IDR', 'KWD')).toMatchObject({ discount: 33_333, tax: 11_000, shipping: 5_000 })
  })

  it.each([
    ['11', 11_000],
    ['8,875', 8_875],
    ['33.3 %', 33_300],
    ['१८', 18_000],
    ['100', 100_000],
    ['100.001', null],
    ['1.0005', null],
    ['', null],
    ['-1', null],
    ['eleven', null],
  ])('reads the rate %s', (text, rate) => {
    expect(parseRate(text)).toBe(rate)
  })

  describe('of an order that exists', () => {
    const line = { productId: 'p2', name: 'Mouse', quantity: 2, unitPrice: 15_000_000 }
    const again = draft.draftOf({
      ...{
        id: 'o1',
        number: '#7',
        contactId: 'c1',
        conversationId: null,
        currency: 'IDR',
        total: 30_000_000,
        terms: NO_TERMS,
        sums: { subtotal: 30_000_000, discount: 0, shipping: 0, tax: 0, includedTax: 0, total: 30_000_000 },
        address: null,
      },
      lines: [line],
      ...{ note: null, status: 'draft', createdAt: 0, updatedAt: 0, sync: { state: 'synced', reason: null } },
    })
    const changes = (now: draft.OrderDraft) =>
      again.opened && changesOf(again.opened, draft.check({ ...now, status: 'draft' }).input ?? again.opened)

    it('is taken up again as it is', () => {
      expect(draft.currencyIsFixed(again)).toBe(true)
      expect(draft.totalOf(again)).toBe(30_000_000)
      expect(changes(again)).toBeNull()
    })

    it('changes what was changed in the form alone', () => {
      expect(changes({ ...again, note: ' Call first ' })).toEqual({ note: 'Call first' })
      const fewer = draft.changeLine(again, '0', { quantity: 1 })
      expect(changes(fewer)).toEqual({ lines: [{ ...line, quantity: 1 }] })
    })
  })
})
