/** When the CRM is looked at, by a clock that people set. */
import { expect, it, vi } from 'vitest'
import { silentLogger } from '../storage/test-storage'
import type { Pull } from './pull'
import type { Push } from './push'
import { Worker } from './worker'

const DAY = 86_400_000
const INTERVAL = 30_000

it('a clock that is set back puts off neither reading nor sending', async () => {
  let now = 10 * DAY
  let due: { at: number; go: () => void } | null = null
  let onSleep: () => void = () => undefined
  const asleep = () => new Promise<void>((resolve) => (onSleep = resolve))
  const all = vi.fn(() => Promise.resolve('done' as const))
  const onClockBack = vi.fn(() => Promise.resolve())
  const nothing = () => Promise.resolve()
  const worker = new Worker({
    push: { next: () => Promise.resolve('nothing'), finish: nothing } as unknown as Push,
    pull: { stagesFirst: nothing, all } as unknown as Pull,
    ...{
      logger: silentLogger,
      clock: () => now,
      signedIn: () => true,
      nextTime: () => Promise.resolve(null),
    },
    ...{ recover: nothing, onSent: () => undefined, onStep: nothing, onPulled: nothing, onClockBack },
    interval: INTERVAL,
    timer: (go, ms) => {
      due = { at: now + ms, go }
      onSleep()
      return () => undefined
    },
  })
  const wake = async (): Promise<void> => {
    const again = asleep()
    due?.go()
    await again
  }
  const first = asleep()
  worker.start()
  await first
  expect(all).toHaveBeenCalledTimes(1)
  now += INTERVAL
  await wake()
  expect(all).toHaveBeenCalledTimes(2)
  expect(onClockBack).not.toHaveBeenCalled()
  now -= DAY
  await wake()
  expect(all).toHaveBeenCalledTimes(3)
  expect(onClockBack).toHaveBeenCalledTimes(1)
  expect((due as { at: number } | null)?.at).toBe(now + INTERVAL)
  await worker.stop()
})
