import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyOf, changedFields, conflicts, oneLine, same, writable, type Fields } from './fields'

const lead: Fields = {
  id: 'l',
  version: 3,
  updatedAt: '2026-01-01T00:00:00Z',
  title: 'Sofa',
  contactId: 'c',
  stageId: 's1',
  value: 100,
  currency: 'IDR',
  source: 'Walk-in',
  lostReason: null,
  notes: 'call back',
}

describe('the body of a write', () => {
  it('sends back what was set in the CRM alone, and nothing that the CRM computes', () => {
    expect(bodyOf('lead', lead, { title: 'Two sofas' })).toEqual({
      title: 'Two sofas',
      contactId: 'c',
      stageId: 's1',
      value: 100,
      currency: 'IDR',
      source: 'Walk-in',
      lostReason: null,
      notes: 'call back',
    })
  })

  it('lets a value be taken away', () => {
    expect(bodyOf('lead', lead, { value: null, currency: null })).toMatchObject({
      value: null,
      currency: null,
    })
  })

  it('holds no field that is not the contract’s', () => {
    const body = bodyOf('contact', null, { name: 'Siti', phones: [], conversation: 'hello', lids: ['1@lid'] })
    expect(Object.keys(body).sort()).toEqual([
      'address',
      'company',
      'email',
      'name',
      'notes',
      'phones',
      'tags',
    ])
  })

  it('has lines without the sums', () => {
    const line = { productId: null, name: 'Lamp', quantity: 1, unitPrice: 5 }
    expect(writable('order', { lines: [{ ...line, total: 5 }] })['lines']).toEqual([line])
  })
})

describe('merging', () => {
  const keys = ['title', 'stageId', 'notes', 'source', 'lostReason'] as const
  const some = fc.dictionary(fc.constantFrom(...keys), fc.constantFrom('a', 'b', 'c'))

  it('keeps both sides’ changes, or says which fields they both changed', () => {
    fc.assert(
      fc.property(some, some, (ours, theirs) => {
        const current = { ...lead, ...theirs }
        const clash = conflicts('lead', lead, current, ours)
        const expected = keys.filter(
          (key) => key in ours && !same(theirs[key] ?? lead[key], lead[key]) && ours[key] !== theirs[key],
        )
        expect(clash.sort()).toEqual([...expected].sort())
        if (clash.length > 0) return
        const merged = bodyOf('lead', current, ours)
        for (const key of keys) expect(merged[key]).toEqual(ours[key] ?? theirs[key] ?? lead[key])
      }),
    )
  })

  it('takes value and currency as one', () => {
    const clash = conflicts('lead', lead, { ...lead, currency: 'INR' }, { value: 5, currency: 'IDR' })
    expect(clash.sort()).toEqual(['currency', 'value'])
    expect(conflicts('lead', lead, { ...lead, value: 5 }, { value: 5, currency: 'IDR' })).toEqual([])
  })

  it('sees a change to lines whatever the order of their keys', () => {
    const order = { currency: 'IDR', lines: [{ productId: null, name: 'Lamp', quantity: 1, unitPrice: 5 }] }
    const turned = { currency: 'IDR', lines: [{ unitPrice: 5, quantity: 1, name: 'Lamp', total: 5 }] }
    expect(changedFields('order', order, turned)).toEqual([])
    const more = [{ ...order.lines[0], quantity: 2 }]
    expect(changedFields('order', order, { ...order, lines: more })).toEqual(['lines'])
  })
})

it.each([
  ['  a\n\tb  ', 'a b'],
  ['\u2028x\u0000y', 'x y'],
  ['आशा  देवी', 'आशा देवी'],
  ['\n', ''],
])('one line of %j', (text, expected) => {
  expect(oneLine(text)).toBe(expected)
})
