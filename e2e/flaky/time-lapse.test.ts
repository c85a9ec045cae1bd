import { expect, it } from 'vitest'
import { TimeLapse } from './time-lapse'

const HOUR = 3_600_000

it('skips what lies before the next who waits, and calls back those who are due by then, once', async () => {
  const skips: number[] = []
  const clock = new TimeLapse(HOUR, (ahead) => skips.push(ahead))
  const began = clock.now()
  expect(began - Date.now()).toBeGreaterThan(HOUR - 1000)
  const called: string[] = []
  const idle = clock.idle()
  clock.timer(() => called.push('late'), 2 * HOUR)
  await idle
  clock.timer(() => called.push('soon'), HOUR)
  clock.timer(() => called.push('called off'), HOUR)()
  clock.timer(() => called.push('never'), Infinity)
  expect(clock.next - began).toBeLessThan(HOUR + 1000)
  clock.skipTo(clock.next)
  expect(called).toEqual(['soon'])
  expect(clock.now() - began).toBeGreaterThanOrEqual(HOUR)
  clock.skipTo(clock.next)
  expect(called).toEqual(['soon', 'late'])
  expect(clock.next).toBe(Infinity)
  expect(skips).toHaveLength(2)
})
