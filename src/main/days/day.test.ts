import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { dayBefore, localDay, startOfDay, startOfNextDay } from './day'
import { watchDays } from './watch'

/** Clocks that are changed at night, at midnight itself, by half an hour, and one that left out a whole day. */
const ZONES = [
  'Asia/Kolkata',
  'Asia/Jakarta',
  'Europe/Berlin',
  'America/Sao_Paulo',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Pacific/Apia',
  'America/St_Johns',
]

const before = process.env['TZ']
function inZone(zone: string): void {
  process.env['TZ'] = zone
}
afterEach(() => {
  vi.useRealTimers()
  if (before === undefined) delete process.env['TZ']
  else process.env['TZ'] = before
})

const moments = fc.integer({ min: Date.UTC(2009, 0), max: Date.UTC(2032, 0) })

describe.each(ZONES)('days in %s', (zone) => {
  it('lie side by side, without a gap and without an overlap', () => {
    inZone(zone)
    fc.assert(
      fc.property(moments, (at) => {
        const [start, next] = [startOfDay(at), startOfNextDay(at)]
        const day = localDay(at)
        expect(start <= at && at < next).toBe(true)
        expect([localDay(start), localDay(next - 1)]).toEqual([day, day])
        expect(localDay(start - 1) < day).toBe(true)
        expect(localDay(next) > day).toBe(true)
        expect(startOfDay(next)).toBe(next)
        expect(next - start).toBeLessThanOrEqual(26 * 3_600_000)
      }),
    )
  })

  it('are counted back by the calendar', () => {
    inZone(zone)
    fc.assert(
      fc.property(moments, fc.integer({ min: 1, max: 60 }), (at, days) => {
        expect(dayBefore(at, 0)).toBe(localDay(at))
        expect(dayBefore(at, days) <= dayBefore(at, days - 1)).toBe(true)
        expect(dayBefore(at, days + 1) < localDay(at)).toBe(true)
      }),
    )
  })
})

it('takes the day that Samoa left out for the one after it', () => {
  inZone('Pacific/Apia')
  const eve = new Date(2011, 11, 29, 15).getTime()
  expect(localDay(startOfNextDay(eve))).toBe('2011-12-31')
})

function watched(start: Date): string[] {
  vi.useFakeTimers({ now: start })
  const days: string[] = []
  watchDays((day) => days.push(day))
  return days
}

describe('a new day is told', () => {
  it('once, soon after midnight', () => {
    const days = watched(new Date(2026, 2, 1, 23, 59, 30))
    vi.advanceTimersByTime(25_000)
    expect(days).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(days).toEqual(['2026-03-02'])
  })

  it('after weeks asleep, and when the clock is set back', () => {
    const days = watched(new Date(2026, 2, 1, 12))
    vi.setSystemTime(new Date(2026, 3, 9, 8))
    vi.advanceTimersByTime(10_000)
    vi.setSystemTime(new Date(2026, 3, 8, 8))
    vi.advanceTimersByTime(30_000)
    expect(days).toEqual(['2026-04-09', '2026-04-08'])
  })

  it('when the machine comes into another zone', () => {
    inZone('Asia/Jakarta')
    const days = watched(new Date(Date.UTC(2026, 2, 1, 18)))
    inZone('America/Sao_Paulo')
    vi.advanceTimersByTime(10_000)
    expect(days).toEqual(['2026-03-01'])
  })
})
