import { z } from 'zod'
import { procedure } from '../base'
import { pageOf } from '../entities/common'
import { language } from '../entities/preferences'
import { category, product } from '../entities/selling'

/** What is sold, as it was read from the CRM. */
export const catalog = {
  categories: procedure.output(z.array(category)),
  /** In order of their names, by key; accents and case aside. */
  list: procedure
    .input(
      z.object({
        query: z.string().max(200),
        /** Null: of all. */
        categoryId: z.string().nullable(),
        /** Also what is not sold any more. */
        inactive: z.boolean(),
        cursor: z.string().nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(pageOf(product)),
  get: procedure.input(z.object({ id: z.string() })).output(product),
  /** The catalogue, or a part of it, as a message to a customer. Empty where there is nothing to tell. */
  text: procedure
    .input(
      z.object({
        language,
        categoryId: z.string().nullable(),
        /** These alone, in this order; null: all that is sold. */
        productIds: z.array(z.string()).max(100).nullable(),
      }),
    )
    .output(z.object({ text: z.string() })),
}
