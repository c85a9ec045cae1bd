import fc from 'fast-check'
import { expect, it } from 'vitest'
import { backoff, wakeDelays } from './backoff'

it('doubles up to 30 s and gets patient after a quarter of an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map((failures) => backoff(failures, 0, 0) / 1000)).toEqual([
    0, 1, 2, 4, 8, 16, 30, 30,
  ])
  expect(backoff(3, 16 * 60_000, 0)).toBe(300_000)
  expect(backoff(6, 0, 1)).toBe(36_000)
})

it('lets accounts that are woken together knock one after the other, the first at once', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1 })),
      (count, draws) => {
        const delays = wakeDelays(count, () => draws.next().value as number).sort((a, b) => a - b)
        expect(delays).toHaveLength(count)
        expect(delays[0]).toBe(0)
        for (const [index, delay] of delays.entries())
          if (index > 0) expect(delay - delays[index - 1]!).toBeGreaterThan(50)
        expect(delays.at(-1)).toBeLessThan(count * 300)
      },
    ),
  )
})
