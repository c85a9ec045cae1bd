import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { Retries } from './retries'

let clockSet: number
let began: number
/** Seconds since the beginning at which it tried. */
let tries: number[]
let act: () => void

const retries = (): Retries => {
  return new Retries({
    now: () => Date.now() + clockSet,
    elapsed: () => performance.now(),
    random: () => 0,
    act: () => {
      tries.push((performance.now() - began) / 1000)
      act()
    },
  })
}

beforeEach(() => {
  vi.useFakeTimers()
  clockSet = 0
  began = performance.now()
  tries = []
  act = () => undefined
})
afterEach(() => vi.useRealTimers())

it('tries at once, then after 1, 2, 4, 8, 16, 30, 30 s, and after a quarter of an hour every 5 minutes', () => {
  const subject = retries()
  act = () => subject.failed()
  subject.failed()
  vi.advanceTimersByTime(125_000)
  expect(tries).toEqual([0, 1, 3, 7, 15, 31, 61, 91, 121])
  vi.advanceTimersByTime(60 * 60_000)
  const late = tries.filter((at) => at > 16 * 60)
  expect(new Set(late.slice(1).map((at, index) => at - late[index]!))).toEqual(new Set([300]))
})

it('counts what failed, and not what is still under way', () => {
  const subject = retries()
  act = () => subject.pending()
  subject.failed()
  expect(subject.failures).toBe(0)
  vi.advanceTimersByTime(0)
  expect([tries.length, subject.failures]).toEqual([1, 0])
  vi.advanceTimersByTime(15_000)
  expect([tries.length, subject.failures]).toEqual([5, 4])
  vi.advanceTimersByTime(16_000)
  expect(subject.failures).toBe(5)
  subject.succeeded()
  expect([subject.failures, subject.nextAt]).toEqual([0, null])
  vi.advanceTimersByTime(600_000)
  expect(tries).toHaveLength(6)
})

it('tries at once when the way may be clear again, once, and then begins with short waits anew', () => {
  const subject = retries()
  act = () => subject.failed()
  subject.failed()
  vi.advanceTimersByTime(20 * 60_000)
  const before = tries.length
  const { failures } = subject
  subject.hasten(200)
  subject.hasten(100)
  vi.advanceTimersByTime(100)
  expect(tries).toHaveLength(before + 1)
  vi.advanceTimersByTime(7_000)
  expect(tries).toHaveLength(before + 4)
  expect(subject.failures).toBe(failures + 4)
})

it('has nothing to hasten where nothing is lost', () => {
  const subject = retries()
  subject.hasten(0)
  vi.advanceTimersByTime(60_000)
  expect(tries).toEqual([])
})

it('keeps its pace where the clock is set back or forward by a day', () => {
  for (const day of [-86_400_000, 86_400_000]) {
    tries = []
    began = performance.now()
    const subject = retries()
    act = () => subject.failed()
    subject.failed()
    vi.advanceTimersByTime(3_000)
    clockSet += day
    vi.advanceTimersByTime(12_000)
    expect(tries).toEqual([0, 1, 3, 7, 15])
    expect(subject.nextAt! - (Date.now() + clockSet)).toBe(16_000)
    subject.cancel()
  }
})
