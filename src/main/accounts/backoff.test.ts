import { expect, it } from 'vitest'
import { backoff } from './backoff'

it('doubles up to 30 s and gets patient after a quarter of an hour', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 20].map((failures) => backoff(failures, 0, 0) / 1000)).toEqual([
    0, 1, 2, 4, 8, 16, 30, 30,
  ])
  expect(backoff(3, 16 * 60_000, 0)).toBe(300_000)
  expect(backoff(6, 0, 1)).toBe(36_000)
})
