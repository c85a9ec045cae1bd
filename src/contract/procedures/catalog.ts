import { z } from 'zod'
import { procedure } from '../base'
import { id, pageOf } from '../entities/common'
import { despiteOptOut, message } from '../entities/message'
import { language } from '../entities/preferences'
import { category, categoryInput, product, productInput, withPicture } from '../entities/selling'

/** What is sold, as it was read from the CRM. */
export const catalog = {
  categories: procedure.output(z.array(category)),
  /** The id is made by the caller, so that a repeated call is one category. Told to the CRM before any product in it. */
  createCategory: procedure.input(categoryInput).output(category),
  renameCategory: procedure.input(categoryInput.extend({ id: z.string() })).output(category),
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
  /** The id is made by the caller, so that a repeated call is one product. The CRM is told as soon as it can be. */
  create: procedure.input(productInput.extend({ id, ...withPicture })).output(product),
  update: procedure.input(productInput.partial().extend({ id: z.string(), ...withPicture })).output(product),
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
  /**
   * Sends the catalogue, a category, or one product with its picture into a chat. `clientId` is the message's id in the outbox, made by the
   * caller, so that a repeated call is one message.
   */
  send: procedure
    .input(
      z.object({
        conversationId: id,
        language,
        clientId: id,
        despiteOptOut,
        what: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('all') }),
          z.object({ kind: z.literal('category'), categoryId: z.string() }),
          z.object({ kind: z.literal('product'), productId: z.string() }),
        ]),
      }),
    )
    .output(message),
}
