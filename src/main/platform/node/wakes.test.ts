import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WakeCause } from '../ports'
import { addressesOf, cameBack, createNodeWakes, slept, type Clocks } from './wakes'

const DAY = 86_400_000
type Interfaces = ReturnType<Exclude<Parameters<typeof createNodeWakes>[0], undefined>['interfaces'] & {}>
const one = (address: string, internal = false): Interfaces =>
  ({ eth0: [{ address, internal }] }) as unknown as Interfaces

describe('the clocks', () => {
  const before: Clocks = { wall: 1_000_000, elapsed: 5_000 }
  const after = (wall: number, elapsed: number): Clocks => ({
    wall: before.wall + wall,
    elapsed: before.elapsed + elapsed,
  })
  it.each([
    ['a look in time', after(5_000, 5_000), false],
    ['a busy machine', after(12_000, 12_000), false],
    ['sleep where the second clock stands still', after(3_600_000, 5_000), true],
    ['sleep where it goes on', after(3_600_000, 3_600_000), true],
    ['a clock set back by a day', after(5_000 - DAY, 5_000), false],
    ['sleep, with the clock set back by a day', after(60_000 - DAY, 60_000), true],
  ])('%s', (_, now, expected) => expect(slept(before, now, 5_000)).toBe(expected))
})

describe('the addresses', () => {
  it('are those that lead somewhere', () => {
    expect([...addressesOf(one('192.168.1.7'))]).toEqual(['eth0 192.168.1.7'])
    for (const nowhere of [one('127.0.0.1', true), one('169.254.3.4'), one('fe80::1')])
      expect(addressesOf(nowhere).size).toBe(0)
  })
  it('came back where there is a new one', () => {
    expect(cameBack(new Set(), new Set(['eth0 a']))).toBe(true)
    expect(cameBack(new Set(['eth0 a']), new Set(['wlan0 b']))).toBe(true)
    expect(cameBack(new Set(['eth0 a', 'wlan0 b']), new Set(['eth0 a']))).toBe(false)
  })
})

describe('a machine', () => {
  let wall: number
  let interfaces: Interfaces
  let told: WakeCause[]
  let leave: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    wall = 0
    interfaces = one('192.168.1.7')
    told = []
    leave = createNodeWakes({
      clocks: () => ({ wall: Date.now() + wall, elapsed: performance.now() }),
      interfaces: () => interfaces,
    }).subscribe((cause) => told.push(cause))
  })
  afterEach(() => {
    leave()
    vi.useRealTimers()
  })

  it('tells once that it slept', () => {
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
    wall += 3_600_000
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual(['machine'])
  })

  it('tells when its network is back, not when it goes', () => {
    interfaces = one('127.0.0.1', true)
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
    interfaces = one('192.168.1.7')
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual(['network'])
  })

  it('goes on where the clock is set back', () => {
    wall -= DAY
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
    wall += 3_600_000
    vi.advanceTimersByTime(5_000)
    expect(told).toEqual(['machine'])
  })

  it('looks no more once nobody listens', () => {
    leave()
    wall += DAY
    vi.advanceTimersByTime(60_000)
    expect(told).toEqual([])
  })
})
