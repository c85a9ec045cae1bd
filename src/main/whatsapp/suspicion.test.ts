/** "WhatsApp has changed" is proven, never guessed. */
import { beforeEach, expect, it } from 'vitest'
import type { Missing } from './modules'
import { testLogger } from './session.testing'
import { Suspicion } from './suspicion'

let answers: (Missing | Error)[]
let done: string[]

beforeEach(() => {
  done = []
})

/** Raises as often as told, each time until that is weighed. `given` are the page's answers, the last one for ever. */
async function weigh(
  stage: 'inject' | 'attach',
  times: number,
  ...given: (Missing | Error)[]
): Promise<string[]> {
  answers = given
  const suspicion = new Suspicion({
    settle: 1_000,
    missing: () => {
      const answer = answers.length > 1 ? answers.shift() : answers[0]
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer ?? [])
    },
    reload: () => done.push('reload'),
    inject: () => done.push('inject'),
    broken: () => done.push('broken'),
    changed: (detail) => done.push(`changed ${detail}`),
    wait: () => Promise.resolve(),
    logger: testLogger([]),
  })
  for (let time = 0; time < times; time++) {
    suspicion.raise(stage, 'some cause')
    await new Promise((resolve) => setImmediate(resolve))
  }
  return done
}

it('reloads once for missing modules, and calls it changed the second time', async () => {
  expect(await weigh('inject', 2, ['WAWebCmd'])).toEqual(['reload', 'changed missing WAWebCmd'])
})

it('needs more of pages that have no modules at all', async () => {
  expect(await weigh('inject', 4, 'none')).toEqual([
    'reload',
    'reload',
    'reload',
    'changed the page has no modules',
  ])
})

it('waits for a page that has not loaded', async () => {
  expect(await weigh('inject', 5, 'loading')).toEqual(['inject', 'inject', 'inject', 'inject', 'inject'])
})

it('lets modules come late', async () => {
  expect(await weigh('inject', 1, ['WAWebCmd'], [])).toEqual(['inject'])
})

it('reloads where listeners may be attached by half', async () => {
  expect(await weigh('attach', 1, [])).toEqual(['reload'])
})

it('tries again, then in new documents, and at last in a new browser', async () => {
  expect(await weigh('inject', 7, [])).toEqual([
    'inject',
    'reload',
    'inject',
    'reload',
    'inject',
    'reload',
    'broken',
  ])
})

it('does nothing about a document that went away', async () => {
  expect(await weigh('inject', 1, new Error('Execution context was destroyed'))).toEqual([])
})
