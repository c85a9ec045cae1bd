/** From the start until ten accounts are connected again, against ten bare clients of the library on the same sessions. */
import { interleave, resultOf, type Benchmark } from '../runner'
import { linked, type Side } from './fixture'

const ACCOUNTS = Number(process.env['BENCH_ACCOUNTS'] ?? 10)

export const start: Benchmark = {
  name: 'accounts-start',
  async run(rounds) {
    const fixture = await linked(ACCOUNTS)
    const timeOf = async (start: () => Promise<Side>): Promise<number> => {
      const side = await start()
      await side.end()
      return side.took
    }
    try {
      const { ours, bare } = await interleave(rounds, {
        ours: () => timeOf(fixture.ours),
        bare: () => timeOf(fixture.bare),
      })
      const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
      return resultOf(
        {
          name: 'accounts-start',
          against: `${ACCOUNTS} bare clients of the library, started two at a time`,
          detail: `all ${ACCOUNTS} connected after ${seconds(ours)} against ${seconds(bare)}`,
        },
        ours / bare,
        { is: '<=', value: 1.3 },
      )
    } finally {
      await fixture.close()
    }
  },
}
