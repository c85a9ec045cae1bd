import { expect, it } from 'vitest'
import { silentLogger } from '../../storage/test-storage'
import type { Logger } from '../ports'
import { createQuitter, drain, type Timer } from './drain'

function fakeTimer() {
  const time = { pass: (): void => undefined, isCancelled: false }
  const timer: Timer = (_ms, passed) => {
    time.pass = passed
    return { cancel: () => (time.isCancelled = true) }
  }
  return { time, timer }
}

const logged: string[] = []
const logger: Logger = { ...silentLogger, error: (event) => void logged.push(event) }

it('goes through the steps in order, one after the other, over those that fail', async () => {
  const order: string[] = []
  const step = (name: string, fails = false) => ({
    name,
    run: async () => {
      order.push(`${name} begins`)
      await Promise.resolve()
      if (fails) throw new Error(name)
      order.push(`${name} ends`)
    },
  })
  const { time, timer } = fakeTimer()
  const steps = [step('port'), step('app', true), step('session')]
  const throwing = { name: 'log', run: () => JSON.parse('{') as never }
  const result = await drain([...steps, throwing], { limitMs: 5_000, logger, timer })
  expect(order).toEqual(['port begins', 'port ends', 'app begins', 'session begins', 'session ends'])
  expect(result).toEqual({ done: ['port', 'session'], failed: ['app', 'log'], late: [] })
  expect(logged).toEqual(['drain-failed', 'drain-failed'])
  expect(time.isCancelled).toBe(true)
})

it('waits no longer than the limit, and begins nothing after it', async () => {
  const { time, timer } = fakeTimer()
  const begun: string[] = []
  const steps = ['port', 'app', 'session'].map((name) => ({
    name,
    run: () => {
      begun.push(name)
      if (name !== 'app') return Promise.resolve()
      time.pass()
      return new Promise<never>(() => undefined)
    },
  }))
  const result = await drain(steps, { limitMs: 5_000, logger: silentLogger, timer })
  expect(begun).toEqual(['port', 'app'])
  expect(result).toEqual({ done: ['port'], failed: [], late: ['app', 'session'] })
})

function makeQuitter() {
  const done: string[] = []
  const { promise, resolve } = Promise.withResolvers<null>()
  const quitter = createQuitter({
    drain: () => {
      done.push('drain')
      return promise
    },
    exit: (code) => void done.push(`exit ${code}`),
  })
  const ask = (): boolean => {
    let held = false
    quitter.beforeQuit({ preventDefault: () => (held = true) })
    return held
  }
  return { quitter, done, ask, finish: () => resolve(null), drained: promise }
}

it('holds the end back until it is drained, however often it is asked', async () => {
  const { quitter, done, ask, finish, drained } = makeQuitter()
  expect(quitter.isQuitting()).toBe(false)
  expect([ask(), ask(), ask()]).toEqual([true, true, true])
  expect(quitter.isQuitting()).toBe(true)
  expect(done).toEqual(['drain'])
  finish()
  await drained
  await Promise.resolve()
  expect(done).toEqual(['drain', 'exit 0'])
  expect(ask()).toBe(false)
})

it('ends with an error after a fault, also one that comes while it quits', async () => {
  const { quitter, done, ask, finish, drained } = makeQuitter()
  ask()
  quitter.fail()
  finish()
  await drained
  await Promise.resolve()
  expect(done).toEqual(['drain', 'exit 1'])
})

it('lets the windows go for an update, and still drains before the end', () => {
  const { quitter, done, ask } = makeQuitter()
  quitter.letGo()
  expect([quitter.isQuitting(), done]).toEqual([true, []])
  expect(ask()).toBe(true)
  expect(done).toEqual(['drain'])
})
