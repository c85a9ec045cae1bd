/** Leads, orders and what they are made of. Money is integers in minor units, exact. */
import { z } from 'zod'
import { currency, id, instant, minorUnits } from './common'
import { syncState } from './contact'

export const stage = z.object({
  id: z.string(),
  name: z.string(),
  order: z.number().int(),
  /** `#rrggbb`. */
  color: z.string().nullable(),
  outcome: z.enum(['open', 'won', 'lost']),
})
export type Stage = z.infer<typeof stage>

export const lead = z.object({
  id,
  contactId: id,
  conversationId: id.nullable(),
  title: z.string().min(1).max(200),
  stageId: z.string(),
  value: minorUnits.nonnegative().nullable(),
  currency: currency.nullable(),
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Lead = z.infer<typeof lead>

export const leadInput = lead.pick({
  contactId: true,
  conversationId: true,
  title: true,
  stageId: true,
  value: true,
  currency: true,
})
export type LeadInput = z.infer<typeof leadInput>

export const product = z.object({
  id: z.string(),
  name: z.string(),
  sku: z.string().nullable(),
  category: z.string().nullable(),
  unitPrice: minorUnits.nonnegative(),
  currency,
  stock: z.number().int().nullable(),
  unit: z.string().nullable(),
  /** Absolute address at the CRM, https or the CRM's own origin; null without picture. */
  picture: z.string().nullable(),
})
export type Product = z.infer<typeof product>

export const orderLine = z.object({
  productId: z.string().nullable(),
  name: z.string().min(1).max(200),
  quantity: z.number().int().min(1).max(100_000),
  unitPrice: minorUnits.nonnegative(),
})
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

export const order = z.object({
  id,
  /** The CRM's number once it has one. */
  number: z.string().nullable(),
  contactId: id,
  conversationId: id.nullable(),
  lines: z.array(orderLine).min(1).max(200),
  currency,
  /** Sum of the lines, checked by the server. */
  total: minorUnits.nonnegative(),
  note: z.string().max(2000).nullable(),
  status: orderStatus,
  createdAt: instant,
  updatedAt: instant,
  sync: syncState,
})
export type Order = z.infer<typeof order>

export const orderInput = order.pick({
  contactId: true,
  conversationId: true,
  lines: true,
  currency: true,
  note: true,
  status: true,
})
export type OrderInput = z.infer<typeof orderInput>
