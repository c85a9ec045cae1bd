import { expect, it } from 'vitest'
import { afterCrash, NO_CRASHES } from './revival'

function waits(times: number[], reason = 'crashed'): (number | null)[] {
  let crashes = NO_CRASHES
  return times.map((now) => {
    const next = afterCrash(crashes, reason, now)
    crashes = next.crashes
    return next.waitMs
  })
}

it('loads again at once, then waits longer each time, but never more than a minute', () => {
  const now = 1_763_712_000_000
  const soon = Array.from({ length: 10 }, (_, index) => now + index * 60_000)
  expect(waits(soon)).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000])
})

it('forgets crashes of long ago, and does not trust a clock that was set back', () => {
  const now = 1_763_712_000_000
  expect(waits([now, now + 1, now + 301_002, now + 301_003])).toEqual([0, 1_000, 0, 1_000])
  expect(waits([now, now - 1_000])).toEqual([0, 0])
})

it('lets rest what ended by itself', () => {
  expect(waits([1, 2], 'clean-exit')).toEqual([null, null])
})
