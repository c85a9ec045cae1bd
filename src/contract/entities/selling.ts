/** Leads, orders and what they are made of. Money is integers in minor units, exact. */
import { z } from 'zod'
import { currency, id, instant, minorUnits } from './common'
import { syncState } from './contact'
import { LIMITS } from './limits'
import { WHOLE_RATE, type OrderSums, type OrderTerms } from './sums'

export const stage = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number().int(),
  /** `#rrggbb`. */
  color: z.string().nullable(),
  outcome: z.enum(['open', 'won', 'lost']),
  /** One of Leadline's own, for as long as no CRM was asked: screens name it in their language. */
  isOwn: z.literal(true).optional(),
})
export type Stage = z.infer<typeof stage>

export const lead = z.object({
  id,
  contactId: id,
  conversationId: id.nullable(),
  title: z.string(),
  stageId: z.string(),
  value: minorUnits.nonnegative().nullable(),
  currency: currency.nullable(),
  /** Where it came from, in a word or two. */
  source: z.string().nullable(),
  /** Why it was lost, where it was. */
  lostReason: z.string().nullable(),
  note: z.string().nullable(),
  /** The CRM's id of whose it is; null until the CRM has it. */
  ownerId: z.string().nullable(),
  /** The open task on it that is due first. */
  nextStep: z.object({ taskId: id, title: z.string(), dueAt: instant.nullable() }).nullable(),
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Lead = z.infer<typeof lead>

export const leadInput = lead
  .pick({ contactId: true, conversationId: true, stageId: true, value: true, currency: true })
  .extend({ title: z.string().min(1).max(LIMITS.title) })
/** What may be told of a lead besides; what is left out stays. */
export const leadDetails = z
  .object({
    source: z.string().max(LIMITS.leadSource).nullable(),
    lostReason: z.string().max(LIMITS.lostReason).nullable(),
    note: z.string().max(LIMITS.leadNote).nullable(),
    ownerId: lead.shape.ownerId,
  })
  .partial()
export type LeadDetails = z.infer<typeof leadDetails>
export type LeadInput = z.infer<typeof leadInput>

export const product = z.object({
  id: z.string(),
  name: z.string(),
  sku: z.string().nullable(),
  categoryId: z.string().nullable(),
  /** The category's name. */
  category: z.string().nullable(),
  unitPrice: minorUnits.nonnegative(),
  currency,
  stock: z.number().int().nullable(),
  unit: z.string().nullable(),
  /** False: not sold any more, and in no new order. */
  active: z.boolean(),
  /** Absolute address at the CRM, https or the CRM's own origin; `local:` and its SHA-256 for one that was set here. Null without picture. */
  picture: z.string().nullable(),
})
export type Product = z.infer<typeof product>

export const category = z.object({ id: z.string(), name: z.string() })
export type Category = z.infer<typeof category>

/** @property id of a new one; made by the caller. */
export const categoryInput = z.object({ id, name: z.string().trim().min(1).max(LIMITS.category) })
export type CategoryInput = z.infer<typeof categoryInput>

export const productInput = z.object({
  name: z.string().trim().min(1).max(LIMITS.name),
  sku: z.string().trim().min(1).max(LIMITS.sku).nullable(),
  categoryId: z.string().nullable(),
  unitPrice: minorUnits.nonnegative(),
  currency,
  /** Null: not counted. */
  stock: z.number().int().nonnegative().nullable(),
  unit: z.string().trim().min(1).max(LIMITS.unit).nullable(),
  active: z.boolean(),
})
export type ProductInput = z.infer<typeof productInput>

/** A product's picture in bytes, at most: what the CRM's contract takes. */
export const MOST_PICTURE_BYTES = 2 * 1024 * 1024

/** With its first picture: one that was uploaded, or null for none. Left out it stays. */
export const withPicture = { picture: z.object({ uploadId: z.string() }).nullable().optional() }

export const orderLine = z.object({
  productId: z.string().nullable(),
  name: z.string(),
  quantity: z.number().int(),
  unitPrice: minorUnits,
})
/** As a person may write it, and as it is taken from a CRM. */
export const orderLineInput = orderLine.extend({
  name: z.string().min(1).max(LIMITS.name),
  quantity: z.number().int().min(1).max(LIMITS.quantity),
  unitPrice: minorUnits.nonnegative(),
})
export const orderLinesInput = z.array(orderLineInput).min(1).max(LIMITS.lines)
export type OrderLine = z.infer<typeof orderLine>

export const orderStatus = z.enum([
  'draft',
  'placed',
  'confirmed',
  'packed',
  'shipped',
  'delivered',
  'cancelled',
])
export type OrderStatus = z.infer<typeof orderStatus>

const amountShare = z.object({ kind: z.literal('amount'), amount: minorUnits.nonnegative() })
const percentShare = z.object({
  kind: z.literal('percent'),
  /** Thousandths of a percent: 11 % is 11000. */
  rate: z.number().int().min(0).max(WHOLE_RATE),
})
const included = { included: z.boolean() }

/** What goes on and off the lines; see `orderSums` for how it is reckoned. */
export const orderTerms = z.object({
  discount: z.discriminatedUnion('kind', [amountShare, percentShare]).nullable(),
  tax: z.discriminatedUnion('kind', [amountShare.extend(included), percentShare.extend(included)]).nullable(),
  shipping: minorUnits.nonnegative(),
}) satisfies z.ZodType<OrderTerms>

export const orderSumsShape = z.object({
  subtotal: minorUnits.nonnegative(),
  discount: minorUnits.nonnegative(),
  shipping: minorUnits.nonnegative(),
  tax: minorUnits.nonnegative(),
  includedTax: minorUnits.nonnegative(),
  total: minorUnits.nonnegative(),
}) satisfies z.ZodType<OrderSums>

export const order = z.object({
  id,
  /** The CRM's number once it has one. */
  number: z.string().nullable(),
  contactId: id,
  conversationId: id.nullable(),
  lines: z.array(orderLine),
  currency,
  terms: orderTerms,
  /** Recomputed from lines and terms, checked by the server. */
  sums: orderSumsShape,
  /** `sums.total`. */
  total: minorUnits.nonnegative(),
  /** For the staff; customers are not shown it. */
  note: z.string().nullable(),
  /** Where it goes, in as many lines as are needed. */
  address: z.string().nullable(),
  status: orderStatus,
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Order = z.infer<typeof order>

export const orderInput = order
  .pick({
    contactId: true,
    conversationId: true,
    currency: true,
    status: true,
  })
  .extend({
    lines: orderLinesInput,
    terms: orderTerms.optional(),
    note: z.string().max(LIMITS.orderNote).nullable(),
    address: z.string().max(LIMITS.deliveryAddress).nullable().optional(),
  })
export type OrderInput = z.infer<typeof orderInput>

/** One step of an order, with who took it. */
export const orderStep = z.object({
  status: orderStatus,
  at: instant,
  by: z.enum(['person', 'crm', 'assistant']),
  /** Of the person, where somebody was signed in to the CRM. */
  name: z.string().nullable(),
  /** Whether the customer was told: null where it was not to be; `opted-out`: they asked not to be written to. */
  told: z.enum(['due', 'sent', 'failed', 'opted-out']).nullable(),
})
export type OrderStep = z.infer<typeof orderStep>

/** That an order was sent to its customer by hand. */
export const orderSending = z.object({
  at: instant,
  /** Of who sent it, where somebody was signed in to the CRM. */
  name: z.string().nullable(),
})
export type OrderSending = z.infer<typeof orderSending>
