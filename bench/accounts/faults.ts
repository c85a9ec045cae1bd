/** What Leadline's Node process takes after many faults, against what it took before them. */
import { drawn } from '../../e2e/faults/kinds'
import { openShops } from '../../e2e/faults/shop'
import { Stage } from '../../e2e/faults/stage'
import { suffer } from '../../e2e/faults/suffer'
import { seeded } from '../../e2e/kill/random'
import { resultOf, type Benchmark } from '../runner'
import { inMb, MEASURED, memoryOf } from './memory-of'

const FAULTS = Number(process.env['BENCH_FAULTS'] ?? 200)
/** The faults are shared out among these, to be through with them sooner. */
const ACCOUNTS = 4
const SEED = Number(process.env['FAULT_SEED'] ?? 20260)

export const faults: Benchmark = {
  name: 'accounts-faults',
  async run() {
    const stage = await Stage.open({ nodeArgs: MEASURED })
    try {
      const shops = await openShops(stage, ACCOUNTS)
      const { process: app } = await stage.running()
      const before = await memoryOf(app)
      await Promise.all(
        shops.map(async (shop) => {
          const plan = drawn(seeded(SEED + shop.number), Math.ceil(FAULTS / ACCOUNTS))
          for (const [number, kind] of plan.entries()) await suffer(shop, kind, number)
        }),
      )
      const after = await memoryOf(app)
      await stage.endApp()
      return resultOf(
        {
          name: 'accounts-faults',
          against: 'the same process before',
          detail: `${inMb(after.rss)} resident after ${FAULTS} faults against ${inMb(before.rss)}; the main thread's heap ${inMb(after.heapUsed)} against ${inMb(before.heapUsed)}`,
        },
        after.rss / before.rss,
        { is: '<=', value: 1.1 },
      )
    } finally {
      await stage.close()
    }
  },
}
