import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenHours } from '../../contract'
import { openingAt } from './hours'

const MINUTE = 60_000
const MONDAY = Date.UTC(2026, 5, 1)
const at = (text: string): number => Date.parse(text)

const days = fc.array(
  fc.option(fc.record({ from: fc.integer({ min: 0, max: 1_440 }), to: fc.integer({ min: 0, max: 1_440 }) })),
  { minLength: 7, maxLength: 7 },
)

/** Minute by minute, as one would count by hand. */
function isOpenByHand(week: readonly (OpenHours | null)[], now: number): boolean {
  const minute = Math.floor((now - MONDAY) / MINUTE)
  return week.some((hours, weekday) => {
    if (!hours) return false
    const length = hours.to > hours.from ? hours.to - hours.from : hours.to - hours.from + 1_440
    return [-1, 0, 1].some((weeks) => {
      const from = (weekday + weeks * 7) * 1_440 + hours.from
      return minute >= from && minute < from + length
    })
  })
}

describe('working hours', () => {
  it('are what one would count by hand', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 7 * 1_440 - 1 }), (week, minute) => {
        const now = MONDAY + minute * MINUTE
        const opening = openingAt({ timeZone: 'UTC', days: week }, now)
        expect(opening.isOpen).toBe(isOpenByHand(week, now))
      }),
    )
  })

  it('name a closed stretch the same from its beginning to its end, and no two alike', () => {
    fc.assert(
      fc.property(days, (week) => {
        let before: string | null = null
        const names: string[] = []
        for (let minute = 0; minute < 7 * 1_440; minute += 15) {
          const opening = openingAt({ timeZone: 'UTC', days: week }, MONDAY + minute * MINUTE)
          const name = opening.isOpen ? null : opening.since
          if (name !== null && name !== before) names.push(name)
          before = name
        }
        expect(new Set(names).size).toBe(names.length)
      }),
      { numRuns: 30 },
    )
  })

  it('go by the clock on the shop’s wall, in summer time too', () => {
    const nine = { from: 9 * 60, to: 17 * 60 }
    const berlin = { timeZone: 'Europe/Berlin', days: Array.from({ length: 7 }, () => nine) }
    expect(openingAt(berlin, at('2026-01-15T08:30:00+01:00')).isOpen).toBe(false)
    expect(openingAt(berlin, at('2026-07-15T09:30:00+02:00')).isOpen).toBe(true)
    expect(openingAt(berlin, at('2026-07-15T08:30:00+02:00'))).toMatchObject({
      opens: { weekday: 2, minute: 540 },
    })
    const jakarta = { ...berlin, timeZone: 'Asia/Jakarta' }
    expect(openingAt(jakarta, at('2026-06-01T09:00:00+07:00')).isOpen).toBe(true)
  })

  it('may reach over midnight, or never come', () => {
    const night = { from: 18 * 60, to: 2 * 60 }
    const never: (OpenHours | null)[] = Array.from({ length: 7 }, () => null)
    const friday = { timeZone: 'UTC', days: never.with(4, night) }
    expect(openingAt(friday, at('2026-06-06T01:30:00Z')).isOpen).toBe(true)
    expect(openingAt(friday, at('2026-06-06T02:00:00Z')).isOpen).toBe(false)
    expect(openingAt({ timeZone: 'UTC', days: never }, MONDAY)).toEqual({
      isOpen: false,
      since: '0',
      opens: null,
    })
    expect(openingAt(null, MONDAY)).toEqual({ isOpen: true })
  })
})
