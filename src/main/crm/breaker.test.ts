import { describe, expect, it } from 'vitest'
import { Breaker } from './breaker'

const failure = { attempts: 1, unreachable: false, retryAfter: null }

describe('the breaker', () => {
  it('leaves the CRM alone after five failures in a row, and longer each time, until something is answered', () => {
    const breaker = new Breaker(() => 0)
    expect(breaker.isTrying).toBe(false)
    const alone = [1, 2, 3, 4].map((attempts) => breaker.failed({ ...failure, attempts }))
    expect(alone.map(({ all }) => all)).toEqual([false, false, false, false])
    expect(breaker.isTrying).toBe(true)
    const waits = [5, 6, 7].map(() => breaker.failed(failure))
    expect(waits.every(({ all }) => all)).toBe(true)
    expect(waits.map(({ wait }) => wait)).toEqual([500, 1000, 2000])
    breaker.worked()
    expect(breaker.isTrying).toBe(false)
    expect(breaker.failed(failure)).toEqual({ all: false, wait: 500 })
  })

  it('opens at once where there is no way to the CRM, for as long as it asks', () => {
    const breaker = new Breaker(() => 0)
    expect(breaker.failed({ ...failure, unreachable: true, retryAfter: 7000 })).toEqual({
      all: true,
      wait: 7000,
    })
  })

  it('counts none of the failures before something went well', () => {
    const breaker = new Breaker(() => 0)
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1) expect(breaker.failed(failure).all).toBe(false)
      breaker.worked()
    }
  })

  it('never waits the same on two machines', () => {
    const waits = [0, 0.5, 0.99].map((random) => new Breaker(() => random).failed(failure).wait)
    expect(new Set(waits).size).toBe(3)
  })
})
