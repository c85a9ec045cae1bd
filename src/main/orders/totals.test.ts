import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lineTotal, orderTotal } from './totals'

const price = fc.oneof(
  fc.integer({ min: 0, max: 10_000_000 }),
  fc.maxSafeInteger().map((value) => Math.abs(value)),
)
const line = fc.record({ quantity: fc.integer({ min: 1, max: 100_000 }), unitPrice: price })
const extras = fc.record({ discount: price, shipping: price, tax: price })
const MAX = BigInt(Number.MAX_SAFE_INTEGER)
const invalid: unknown = expect.objectContaining({ code: 'invalid-input' })

describe('an order’s total', () => {
  it('is exact, or refused where it could not be', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 200 }), (lines) => {
        const exactly = lines.reduce(
          (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice),
          0n,
        )
        if (exactly > MAX) expect(() => orderTotal(lines)).toThrow(invalid)
        else expect(BigInt(orderTotal(lines))).toBe(exactly)
      }),
    )
  })

  it('does not depend on the order of the lines', () => {
    const small = fc.record({ quantity: fc.integer({ min: 1, max: 1000 }), unitPrice: fc.nat(1_000_000) })
    fc.assert(
      fc.property(fc.array(small, { minLength: 1 }), (lines) => {
        expect(orderTotal(lines.toReversed())).toBe(orderTotal(lines))
      }),
    )
  })

  it('takes what the CRM adds and takes off, exactly or not at all', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 5 }), extras, (lines, more) => {
        const sub = lines.reduce(
          (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice),
          0n,
        )
        const exactly = sub - BigInt(more.discount) + BigInt(more.shipping) + BigInt(more.tax)
        if (sub > MAX || exactly > MAX || BigInt(more.discount) > sub)
          expect(() => orderTotal(lines, more)).toThrow(invalid)
        else expect(BigInt(orderTotal(lines, more))).toBe(exactly)
      }),
    )
  })

  it.each([
    { quantity: 0, unitPrice: 1 },
    { quantity: -1, unitPrice: 1 },
    { quantity: 1.5, unitPrice: 2 },
    { quantity: 1, unitPrice: 0.1 },
    { quantity: 1, unitPrice: -1 },
    { quantity: NaN, unitPrice: 1 },
    { quantity: 1, unitPrice: Infinity },
  ])('is not made of %j', (bad) => {
    expect(() => lineTotal(bad)).toThrow(invalid)
  })
})
