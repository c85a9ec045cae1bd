import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBatcher } from './batcher'
import { Chain } from './chain'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** What a batch meets: taken or refused at first, and how many turns of the event loop its answer needs. */
const batchFate = fc.record({ fails: fc.boolean(), turns: fc.integer({ min: 0, max: 3 }) })

it('hands on everything once, in order, in batches no larger than allowed, though some fail at first', async () => {
  let mostAtOnce = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      fc.array(batchFate, { minLength: 1, maxLength: 20 }),
      async (pauses, most, fates) => {
        const seen: number[] = []
        const sizes: number[] = []
        const chain = new Chain()
        let name = 0
        let batches = 0
        let atOnce = 0
        let last = Promise.resolve()
        /** As the database thread does it: one call behind the other, each taking its time. */
        const call = (
          items: number[],
          turns: number,
          fails: boolean,
          under: string | null,
        ): Promise<void> => {
          atOnce++
          mostAtOnce = Math.max(mostAtOnce, atOnce)
          const done = last.then(async () => {
            for (let left = turns; left > 0; left--) await turn()
            chain.run(under, () => {
              if (fails) throw new Error('refused')
              seen.push(...items)
            })
          })
          last = done.catch(() => undefined)
          return done.finally(() => atOnce--)
        }
        const batcher = createBatcher<number>({
          wait: 0,
          most,
          attempt: (items) => {
            sizes.push(items.length)
            const { turns, fails } = fates[batches++ % fates.length]!
            return call(items, turns, fails, String(name)).then(
              () => true,
              () => false,
            )
          },
          insist: async (items) => {
            expect(atOnce).toBe(0)
            name++
            await call(items, 2, false, null)
          },
        })
        for (const [index, pause] of pauses.entries()) {
          batcher.add(index)
          if (pause) await turn()
        }
        await batcher.drain()
        expect(seen).toEqual(pauses.map((_, index) => index))
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(most)
      },
    ),
    { numRuns: 100 },
  )
  // The next batch is sent while one is being committed: its speed depends on it.
  expect(mostAtOnce).toBe(2)
})
