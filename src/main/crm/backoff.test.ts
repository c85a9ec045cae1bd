import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoff, parseRetryAfter } from './backoff'

describe('backoff', () => {
  it('doubles from one second to five minutes, half of it at random', () => {
    const longest = [1, 2, 3, 4, 9, 10, 50].map((attempts) => backoff(attempts, null, 0.999999))
    expect(longest).toEqual([1000, 2000, 4000, 8000, 256_000, 300_000, 300_000])
    expect(backoff(3, null, 0)).toBe(2000)
  })

  it('never ends, never is under half a second, and keeps to what the server asked for, up to an hour', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    const asked = fc.option(fc.integer({ min: 0, max: 1e9 }))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), asked, random, (attempts, retryAfter, chance) => {
        const wait = backoff(attempts, retryAfter, chance)
        expect(Number.isSafeInteger(wait)).toBe(true)
        expect(wait).toBeGreaterThanOrEqual(Math.max(500, Math.min(retryAfter ?? 0, 3_600_000)))
        expect(wait).toBeLessThanOrEqual(3_600_000)
      }),
    )
  })
})

describe('Retry-After', () => {
  const now = Date.UTC(2026, 0, 1)
  it.each([
    ['120', 120_000],
    ['0', 0],
    [' 7 ', 7000],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['soon', null],
    ['-5', null],
    ['1.5', null],
    ['', null],
    [undefined, null],
    [['1'], null],
  ])('%j', (header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected)
  })
})
