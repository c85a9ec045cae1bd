/** The catalogue and the orders made from it. */
import { z } from 'zod'
import { currency, line, money, stamps, text, uuid } from './common'

export const categoryInput = z.strictObject({ name: line(80), order: z.int().min(0).default(0) })
export const category = z.object({ ...categoryInput.shape, ...stamps })

/** `url` is relative to the server, public and never changes its content: its last part is the content's SHA-256. */
export const picture = z.strictObject({
  url: z.string().regex(/^\/api\/pictures\/[0-9a-f]{64}$/),
  contentType: z.enum(['image/png', 'image/jpeg', 'image/webp']),
})

export const productInput = z.strictObject({
  sku: line(60).nullable().default(null),
  name: line(200),
  description: text(2000).nullable().default(null),
  categoryId: uuid.nullable().default(null),
  unitPrice: money,
  currency,
  /** Null: not counted. */
  stock: z.int().min(0).nullable().default(null),
  unit: line(20).nullable().default(null),
  /** False: kept for old orders, refused in new ones. */
  active: z.boolean().default(true),
  pictures: z.array(picture).max(8).default([]),
})
export const product = z.object({ ...productInput.shape, ...stamps })
export type Product = z.infer<typeof product>

export const orderStatus = z.enum([
  'draft',
  'placed',
  'confirmed',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
])

export const orderLineInput = z.strictObject({
  /** Null for something that is not in the catalogue. */
  productId: uuid.nullable().default(null),
  name: line(200),
  quantity: z.int().min(1).max(100_000),
  unitPrice: money,
  /** If given, it must be quantity times unit price. */
  total: money.optional(),
})

/** In thousandths of a percent: 11 % is 11000. */
const rate = z.int().min(0).max(100_000)

/** The rates behind an order's amounts. A rate that is given is checked: its amount is that share, rounded to the nearest, halves up. */
export const orderTerms = z.strictObject({
  /** Of the subtotal. */
  discountRate: rate.nullable().default(null),
  /** Of subtotal less discount. */
  taxRate: rate.nullable().default(null),
  /** Tax that the prices hold already, said but not added; `tax` is 0 then. Null: the tax is on top. */
  includedTax: money.nullable().default(null),
})

export const orderInput = z.strictObject({
  contactId: uuid,
  leadId: uuid.nullable().default(null),
  status: orderStatus.default('draft'),
  currency,
  lines: z.array(orderLineInput).min(1).max(200),
  /** If given, it must be the sum of the lines. */
  subtotal: money.optional(),
  discount: money.default(0),
  shipping: money.default(0),
  tax: money.default(0),
  /** Null: the amounts are all there is. */
  terms: orderTerms.nullable().default(null),
  /** subtotal - discount + shipping + tax; recomputed by the server, and refused where it differs. */
  total: money,
  deliveryAddress: text(1000).nullable().default(null),
  notes: text(2000).nullable().default(null),
  ownerId: uuid.optional(),
})
export const order = z.object({
  ...orderInput.shape,
  ...stamps,
  /** For people; given by the server. */
  number: z.string(),
  lines: z.array(z.object({ ...orderLineInput.shape, total: money })),
  subtotal: money,
  ownerId: uuid,
})
export type Order = z.infer<typeof order>
