import { expect, it } from 'vitest'
import { isQuiet, minuteOfDay } from './quiet'

const at = (hour: number, minute = 0): number => hour * 60 + minute

it('is quiet from the first minute up to the last, over midnight too', () => {
  const noon = { from: at(12), to: at(13, 30) }
  expect([at(11, 59), at(12), at(13, 29), at(13, 30)].map((each) => isQuiet(noon, each))).toEqual([
    false,
    true,
    true,
    false,
  ])
  const night = { from: at(22), to: at(7) }
  expect([at(21, 59), at(22), 0, at(6, 59), at(7)].map((each) => isQuiet(night, each))).toEqual([
    false,
    true,
    true,
    true,
    false,
  ])
})

it('is never quiet without hours, or with the same twice', () => {
  expect(isQuiet(null, 0)).toBe(false)
  expect(isQuiet({ from: 60, to: 60 }, 60)).toBe(false)
})

it('goes by the clock on the wall when the clocks change', () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00. And 25 October: 03:00 becomes 02:00 again.
  const zone = 'Europe/Berlin'
  const until = { from: at(22), to: at(3) }
  const quiet = (iso: string): boolean => isQuiet(until, minuteOfDay(Date.parse(iso), zone))
  expect([quiet('2026-03-29T00:59:00Z'), quiet('2026-03-29T01:00:00Z')]).toEqual([true, false])
  expect(['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z', '2026-10-25T02:00:00Z'].map(quiet)).toEqual([
    true,
    true,
    false,
  ])
})

it('knows midnight and zones with half hours', () => {
  expect(minuteOfDay(Date.parse('2026-01-01T18:30:00Z'), 'Asia/Kolkata')).toBe(0)
  expect(minuteOfDay(Date.parse('2026-01-01T17:00:00Z'), 'Asia/Jakarta')).toBe(0)
})
