/** What Leadline's Node process takes with one account, against a Node process with nothing but the library and the same session. */
import { interleave, resultOf, type Benchmark } from '../runner'
import { linked, type Side } from './fixture'
import { inMb, memoryOf } from './memory-of'

export const memory: Benchmark = {
  name: 'accounts-memory',
  async run(rounds) {
    const fixture = await linked(1)
    const heaps: Record<string, number> = {}
    const sizeOf = async (name: string, start: () => Promise<Side>): Promise<number> => {
      const side = await start()
      const { rss, heapUsed } = await memoryOf(side.child)
      heaps[name] = heapUsed
      await side.end()
      return rss
    }
    try {
      const { ours, bare } = await interleave(rounds, {
        ours: () => sizeOf('ours', fixture.ours),
        bare: () => sizeOf('bare', fixture.bare),
      })
      const heap = (name: string): string => inMb(heaps[name] ?? Number.NaN)
      return resultOf(
        {
          name: 'accounts-memory',
          against: 'the bare library with the same session',
          detail: `${inMb(ours)} resident against ${inMb(bare)}; of that ${heap('ours')} and ${heap('bare')} in the main thread's heap`,
        },
        ours / bare,
        { is: '<=', value: 1.5 },
      )
    } finally {
      await fixture.close()
    }
  },
}
