/** Fills an empty server with a believable electronics shop in Indonesia and India. The same ids each time. */
import { createHash } from 'node:crypto'
import { productInput } from '../schemas/selling'
import type { User } from '../schemas/auth'
import { pipelineInput } from '../schemas/work'
import { keepPicture } from '../store/pictures'
import type { World } from '../world'
import { draw } from './pictures'
import {
  MINOR_DIGITS,
  SEED_CATEGORIES,
  SEED_PASSWORD,
  SEED_PIPELINE,
  SEED_PRODUCTS,
  SEED_USERS,
} from './shop'

/** A UUID that depends on the name alone. */
export function seedId(name: string): string {
  const hex = createHash('sha256').update(`leadline-seed:${name}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-9${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const stageId = (name: (typeof SEED_PIPELINE.stages)[number]['name']): string =>
  seedId(`stage:${name}`)

/** Whole units to minor ones. @throws where the currency's digits are not known here. */
export function toMinor(amount: number, currency: string): number {
  const digits = MINOR_DIGITS[currency]
  if (digits === undefined) throw new Error(`digits of ${currency} unknown`)
  return Math.round(amount * 10 ** digits)
}

/** @returns the seeded people, in the order of SEED_USERS. */
export async function seed(world: World): Promise<User[]> {
  const people: User[] = []
  for (const user of SEED_USERS)
    people.push(
      await world.accounts.create({ ...user, id: seedId(`user:${user.email}`), password: SEED_PASSWORD }),
    )
  world.db.transaction(() => {
    const stages = SEED_PIPELINE.stages.map((stage, order) => ({ ...stage, id: stageId(stage.name), order }))
    const pipeline = pipelineInput.parse({ name: SEED_PIPELINE.name, stages })
    world.records.save('pipeline', seedId('pipeline'), pipeline)
    SEED_CATEGORIES.forEach(({ name }, order) =>
      world.records.save('category', seedId(`category:${name}`), { name, order }),
    )
    SEED_PRODUCTS.forEach(({ category, price, ...rest }, index) => {
      const drawing = SEED_CATEGORIES.find(({ name }) => name === category)?.drawing ?? 'accessory'
      const product = productInput.parse({
        ...rest,
        categoryId: seedId(`category:${category}`),
        unitPrice: toMinor(price, rest.currency),
        unit: 'pcs',
        pictures: [keepPicture(world.db, draw(drawing, index), 'image/png')],
      })
      world.records.save('product', seedId(`product:${rest.sku}`), product)
    })
  })()
  return people
}
