/**
 * Several accounts, each through faults of its own drawn by a seed, all at once, with messages in both directions all the while; now and
 * then the app itself is killed in the midst of them. `FAULT_ACCOUNTS`, `FAULTS` (of each account) and `FAULT_SEED` make it longer or
 * another one (npm run soak).
 */
import { expect, test } from '@playwright/test'
import { seeded } from '../kill/random'
import { judgeIncoming, judgeOutgoing, summaryOf } from './judge'
import { drawn } from './kinds'
import { openShops, type Shop } from './shop'
import { Stage } from './stage'
import { strike, suffer } from './suffer'

const ACCOUNTS = Number(process.env['FAULT_ACCOUNTS'] ?? 3)
const FAULTS = Number(process.env['FAULTS'] ?? 15)
const SEED = Number(process.env['FAULT_SEED'] ?? 20260)
/** One in so many is the end of the app itself, which strikes all accounts at once. */
const APP_KILLED_EVERY = 5

const step = <T>(name: string, act: () => Promise<T>): Promise<T> => test.step(name, act)
const known = (shop: Shop): Promise<unknown> =>
  shop.shows('connected or with a cause', ({ state, reason }) => state === 'connected' || reason !== null)

test(`${ACCOUNTS} accounts come out of ${FAULTS} faults each (seed ${SEED})`, async () => {
  test.setTimeout(120_000 + FAULTS * ACCOUNTS * 15_000)
  test.skip(process.platform === 'win32', 'what is left over is found with ps')
  const stage = await Stage.open()
  try {
    const shops = await openShops(stage, ACCOUNTS)
    const plans = new Map(shops.map((shop) => [shop, drawn(seeded(SEED + shop.number), FAULTS)]))

    // From one end of the app to the next, every account for itself.
    for (let done = 0; done < FAULTS; done += APP_KILLED_EVERY) {
      const isLast = done + APP_KILLED_EVERY >= FAULTS
      const results = await Promise.allSettled(
        shops.map(async (shop) => {
          const plan = plans.get(shop)!.slice(done, done + APP_KILLED_EVERY - 1)
          for (const [index, kind] of plan.slice(0, -1).entries())
            await suffer(shop, kind, done + index, step)
          const last = plan.at(-1)
          return last && strike(shop, last, done + plan.length - 1, step)
        }),
      )
      for (const result of results) if (result.status === 'rejected') throw result.reason
      console.log(`${Math.min(done + APP_KILLED_EVERY, FAULTS)} of ${FAULTS} faults each`)
      // The app is killed with all of them struck, and comes up into a world where nothing is mended yet.
      await test.step('the app is killed', () => stage.killApp())
      await Promise.all(
        shops.map(async (shop, index) => {
          const result = results[index]
          if (result?.status === 'fulfilled') await result.value?.mend?.(shop)
          await shop.write()
          if (isLast) await test.step(`account ${shop.number}, unaided`, () => known(shop))
          await shop.settle()
        }),
      )
    }

    await Promise.all(shops.map((shop) => shop.phone.clearFaults({})))
    await Promise.all(shops.flatMap((shop) => [judgeIncoming(shop), judgeOutgoing(shop)]))
    for (const shop of shops) console.log(await summaryOf(shop))
    await stage.endApp()
    expect(stage.words()).not.toMatch(/unhandled|uncaught|illegal-transition/i)
  } catch (error) {
    await test.info().attach('app', { body: stage.words(), contentType: 'text/plain' })
    throw error
  } finally {
    await stage.close()
  }
})
