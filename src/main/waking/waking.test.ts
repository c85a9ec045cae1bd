import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { WakeCause } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import { createWaking, type Waking } from '.'

let listeners: ((cause: WakeCause) => void)[]
let woken: number
let waking: Waking

beforeEach(() => {
  vi.useFakeTimers()
  listeners = []
  woken = 0
  waking = createWaking({
    source: {
      subscribe: (listener) => {
        listeners.push(listener)
        return () => void (listeners = [])
      },
    },
    wake: () => woken++,
    logger: silentLogger,
  })
  waking.start()
})
afterEach(() => {
  waking.stop()
  vi.useRealTimers()
})

const tell = (cause: WakeCause): void => {
  for (const listener of listeners) listener(cause)
}

it('wakes at once, and once for all that tell of it', () => {
  tell('machine')
  expect(woken).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(1)
  tell('network')
  expect(woken).toBe(2)
})

it('wakes once more where the network follows the machine, however many say so', () => {
  tell('machine')
  vi.advanceTimersByTime(2_000)
  tell('network')
  waking.tell('network')
  tell('machine')
  expect(woken).toBe(1)
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(2)
})

it('says nothing once it is stopped', () => {
  tell('machine')
  tell('network')
  waking.stop()
  expect(listeners).toEqual([])
  vi.advanceTimersByTime(60_000)
  expect(woken).toBe(1)
})
