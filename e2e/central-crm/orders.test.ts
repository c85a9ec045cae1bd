import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedId } from './seed'
import { addContact, openBench, type Bench, type Person } from './testing/client'

const LAPTOP = seedId('product:LPT-GAM-01')
const CABLE = seedId('product:ACC-CBL-06')

let bench: Bench
let siti: Person
let contactId: string
beforeAll(async () => {
  bench = await openBench()
  siti = await bench.signIn('siti')
  contactId = await addContact(siti)
})
afterAll(() => bench.close())

/** Two gaming laptops and three cables: Rp 37.238.500,00. */
const order = (changes: object = {}) => ({
  contactId,
  currency: 'IDR',
  lines: [
    { productId: LAPTOP, name: 'Gaming Laptop', quantity: 2, unitPrice: 1_850_000_000 },
    { productId: CABLE, name: 'Kabel USB-C 2 m', quantity: 3, unitPrice: 7_950_000 },
  ],
  total: 3_723_850_000,
  ...changes,
})
const put = (body: object, id = randomUUID()) => siti.put(`/api/orders/${id}`, body)

describe('an order', () => {
  it('is kept with its sums and a number', async () => {
    const first = await put(order())
    expect(first.status).toBe(201)
    expect(first.body).toMatchObject({ subtotal: 3_723_850_000, total: 3_723_850_000, status: 'draft' })
    expect(first.body['lines']).toMatchObject([{ total: 3_700_000_000 }, { total: 23_850_000 }])
    const second = await put(order())
    const numbers = [first, second].map(({ body }) => Number(String(body['number']).slice(3)))
    expect(numbers[1]).toBe((numbers[0] ?? 0) + 1)
  })

  it('counts discount, shipping and tax', async () => {
    const sums = { discount: 100_000_000, shipping: 5_000_000, tax: 300_000_000 }
    expect((await put(order({ ...sums, total: 3_928_850_000 }))).status).toBe(201)
    expect((await put(order(sums))).status).toBe(422)
  })

  it('checks what rates come to, halves up, and tax that the prices hold', async () => {
    const lines = [{ name: 'X', quantity: 3, unitPrice: 3335 }]
    // 10005: 10 % is 1000.5 off, 11 % of the rest 990.44 on top, or 892.288 of it within.
    const top = { discount: 1001, tax: 990, terms: { discountRate: 10_000, taxRate: 11_000 } }
    expect((await put(order({ lines, ...top, total: 9994 }))).body).toMatchObject({ total: 9994 })
    expect((await put(order({ lines, ...top, discount: 1000, total: 9995 }))).status).toBe(422)
    const held = { discount: 1001, terms: { discountRate: 10_000, taxRate: 11_000, includedTax: 892 } }
    expect((await put(order({ lines, ...held, total: 9004 }))).body).toMatchObject({ terms: held.terms })
    const wrong = { ...held, terms: { ...held.terms, includedTax: 893 } }
    expect((await put(order({ lines, ...wrong, total: 9004 }))).status).toBe(422)
    expect((await put(order({ lines, ...held, tax: 1, total: 9005 }))).status).toBe(422)
  })

  it.each([
    ['total', () => order({ total: 3_723_850_001 }), '/total', 'wrong-total'],
    ['subtotal', () => order({ subtotal: 1 }), '/subtotal', 'wrong-total'],
    [
      'a discount above the lines',
      () => order({ discount: 4_000_000_000, total: 0 }),
      '/discount',
      'wrong-total',
    ],
    ['an unknown contact', () => order({ contactId: randomUUID() }), '/contactId', 'unknown-reference'],
    ['an unknown lead', () => order({ leadId: randomUUID() }), '/leadId', 'unknown-reference'],
    [
      'an unknown product',
      () => order({ lines: [{ productId: randomUUID(), name: 'X', quantity: 1, unitPrice: 1 }], total: 1 }),
      '/lines/0/productId',
      'unknown-reference',
    ],
    [
      'another currency than its products',
      () => order({ currency: 'INR' }),
      '/lines/0/productId',
      'validation',
    ],
    [
      'half a piece',
      () => order({ lines: [{ name: 'X', quantity: 0.5, unitPrice: 2 }], total: 1 }),
      '/lines/0/quantity',
      'validation',
    ],
    ['no lines', () => order({ lines: [], total: 0 }), '/lines', 'validation'],
  ])('is refused for %s', async (_what, body, pointer, type) => {
    const answer = await put(body())
    expect([answer.status, answer.body['type'], answer.body['errors']]).toMatchObject([
      422,
      `urn:leadline:problem:${type}`,
      [{ pointer }],
    ])
  })

  it('only moves forward, and an edit at the CRM is seen', async () => {
    const id = randomUUID()
    await put(order({ status: 'placed' }), id)
    await bench.control.edit('order', id, { status: 'shipped' })
    const { body } = await siti.get(`/api/orders/${id}`)
    expect(body).toMatchObject({ status: 'shipped', version: 2 })
    const back = await siti.put(`/api/orders/${id}`, order({ status: 'placed' }), { ifMatch: 2 })
    expect([back.status, back.body['errors']]).toMatchObject([422, [{ pointer: '/status' }]])
    const on = await siti.put(`/api/orders/${id}`, order({ status: 'delivered' }), { ifMatch: 2 })
    expect(on.body).toMatchObject({ status: 'delivered', version: 3, number: body['number'] })
  })
})
