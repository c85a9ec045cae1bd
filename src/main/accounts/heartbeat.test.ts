import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Heartbeat } from './heartbeat'

let alive: boolean
let takes: number
let probes: boolean[]
let answers: number[]
let deaths: number

function heartbeat(): Heartbeat {
  return new Heartbeat({
    probe: async (askServers) => {
      probes.push(askServers)
      if (takes > 0) await new Promise((resolve) => setTimeout(resolve, takes))
      return alive
    },
    answered: (ms) => answers.push(ms),
    dead: () => deaths++,
    elapsed: () => performance.now(),
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  alive = true
  takes = 0
  probes = []
  answers = []
  deaths = 0
})
afterEach(() => vi.useRealTimers())

it('probes after each minute in which nothing was heard, and tells how long the answer took', async () => {
  const subject = heartbeat()
  takes = 40
  await vi.advanceTimersByTimeAsync(59_000)
  subject.heard()
  await vi.advanceTimersByTimeAsync(59_000)
  expect(probes).toEqual([])
  await vi.advanceTimersByTimeAsync(1_040)
  expect([probes, answers]).toEqual([[false], [40]])
  await vi.advanceTimersByTimeAsync(60_040)
  expect(answers).toEqual([40, 40])
  subject.stop()
})

it('asks again soon where nobody answers, and calls it dead the third time', async () => {
  heartbeat()
  alive = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect([probes.length, deaths]).toEqual([1, 0])
  await vi.advanceTimersByTimeAsync(15_000)
  expect([probes.length, deaths]).toEqual([2, 0])
  await vi.advanceTimersByTimeAsync(15_000)
  expect([probes.length, deaths]).toEqual([3, 1])
  await vi.advanceTimersByTimeAsync(600_000)
  expect([probes.length, deaths]).toEqual([3, 1])
})

it('forgives a page that was busy for a while', async () => {
  const subject = heartbeat()
  alive = false
  await vi.advanceTimersByTimeAsync(75_000)
  alive = true
  await vi.advanceTimersByTimeAsync(15_000)
  alive = false
  await vi.advanceTimersByTimeAsync(75_000)
  expect([probes.length, deaths]).toEqual([5, 0])
  subject.stop()
})

it('asks the servers once, whatever was heard, when told that the machine was away', async () => {
  const subject = heartbeat()
  subject.heard()
  subject.askSoon(500)
  subject.askSoon(200)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(probes).toEqual([true])
  subject.stop()
  subject.askSoon(0)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(probes).toEqual([true])
})

it('tells nothing of a probe that ends after it', async () => {
  const subject = heartbeat()
  takes = 1_000
  await vi.advanceTimersByTimeAsync(60_000)
  subject.stop()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([answers, deaths]).toEqual([[], 0])
})

it.each([0, 300])(
  'asks the servers once more after a wake in the midst of a probe (in %i ms)',
  async (ms) => {
    const subject = heartbeat()
    takes = 2_000
    await vi.advanceTimersByTimeAsync(61_000)
    expect(probes).toEqual([false])
    subject.askSoon(ms)
    subject.askSoon(ms)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(probes).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(61_999)
    expect(probes).toEqual([false, true])
    await vi.advanceTimersByTimeAsync(1)
    expect(probes).toEqual([false, true, false])
    subject.stop()
  },
)
