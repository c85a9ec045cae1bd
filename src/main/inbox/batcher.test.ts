import fc from 'fast-check'
import { expect, it } from 'vitest'
import { createBatcher } from './batcher'

it('hands on everything once, in order, in batches no larger than allowed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.boolean(), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      async (pauses, most) => {
        const seen: number[] = []
        const sizes: number[] = []
        const batcher = createBatcher<number>({
          wait: 0,
          most,
          handle: async (items) => {
            sizes.push(items.length)
            seen.push(...items)
            await Promise.resolve()
          },
        })
        for (const [index, pause] of pauses.entries()) {
          batcher.add(index)
          if (pause) await Promise.resolve()
        }
        await batcher.drain()
        expect(seen).toEqual(pauses.map((_, index) => index))
        expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(most)
      },
    ),
    { numRuns: 50 },
  )
})
