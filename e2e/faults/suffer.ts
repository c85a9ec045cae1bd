/** One fault of one account, with messages in both directions before it, in the midst and afterwards. */
import { kinds, type Fault, type Kind } from './kinds'
import type { Shop } from './shop'

/** How what is done is named to whoever follows the run. */
export type Step = <T>(name: string, act: () => Promise<T>) => Promise<T>

const silently: Step = (_name, act) => act()

/** Answers with the fault, not mended yet. `number`: how many the account had before it. */
export async function strike(shop: Shop, kind: Kind, number: number, step: Step = silently): Promise<Fault> {
  const fault: Fault = kinds[kind]
  await shop.write()
  if (number % 2 === 0) await shop.order()
  await step(`account ${shop.number}: ${kind}`, () => fault.strike(shop))
  await shop.write()
  return fault
}

/** Strikes, mends, and waits until the account works again. */
export async function suffer(shop: Shop, kind: Kind, number: number, step: Step = silently): Promise<void> {
  const fault = await strike(shop, kind, number, step)
  await fault.mend?.(shop)
  await shop.write()
  await step(`account ${shop.number} recovers from: ${kind}`, () => shop.settle())
}
