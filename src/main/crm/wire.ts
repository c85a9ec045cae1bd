/** What the CRM's contract says, as far as Leadline reads it. Keys it does not know are kept in `base`, never relied upon. */
import { z } from 'zod'
import {
  amountTerms,
  currency,
  LIMITS,
  minorUnits,
  orderLineInput,
  orderStatus,
  orderSums,
  phone,
  WHOLE_RATE,
} from '../../contract'
import { crmReason } from '../../contract/entities/crm-reason'
import type { SyncKind } from '../storage'

/** RFC 3339 on the wire, milliseconds here. */
export const instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text))
const money = minorUnits.nonnegative()
/** More than that is none of ours: shown cut, the next change here would cut it there. */
const text = (max: number) => z.string().max(max)
const line = (max: number) => text(max).min(1)
const stamps = {
  /** A UUID in the reference contract; a name at other CRMs. */
  id: z.string().min(1).max(200),
  version: z.int().min(1),
  deleted: z.literal(false).optional(),
  createdAt: instant,
  updatedAt: instant,
}

export const contactRecord = z.object({
  ...stamps,
  name: text(LIMITS.name),
  /** In E.164; anything else stays in the CRM. */
  phones: z.array(z.string()).transform((all) => all.filter((one) => phone.safeParse(one).success)),
  /** What is left out of these says nothing. */
  email: z.string().nullable().optional(),
  notes: z.string().nullable().optional(),
  company: z.string().nullable().optional(),
  address: z.string().nullable().optional(),
  tags: z.array(z.string()).optional(),
})

export const leadRecord = z.object({
  ...stamps,
  title: line(LIMITS.title),
  contactId: z.string().min(1),
  stageId: z.string(),
  value: money.nullable(),
  currency: currency.nullable(),
  source: text(LIMITS.leadSource).nullable().optional(),
  lostReason: text(LIMITS.lostReason).nullable().optional(),
  notes: text(LIMITS.leadNote).nullable().optional(),
  ownerId: z.string().nullable().optional(),
})

const orderLine = orderLineInput.extend({ productId: z.string().nullable().default(null) })

/** The rates behind an order's amounts, in thousandths of a percent. */
const terms = z.object({
  discountRate: z.int().min(0).max(WHOLE_RATE).nullable().default(null),
  taxRate: z.int().min(0).max(WHOLE_RATE).nullable().default(null),
  /** Tax that the prices hold already; null: the tax is on top. */
  includedTax: money.nullable().default(null),
})

const orderShape = z.object({
  ...stamps,
  number: z.string().nullable().default(null),
  contactId: z.string().min(1),
  status: orderStatus,
  currency,
  lines: z.array(orderLine).min(1).max(LIMITS.lines),
  discount: money.default(0),
  shipping: money.default(0),
  tax: money.default(0),
  terms: terms.nullable().default(null),
  total: money,
  deliveryAddress: text(LIMITS.deliveryAddress).nullable().default(null),
  notes: text(LIMITS.orderNote).nullable().default(null),
})

/** What an order's total is reckoned from. */
export const pricedOrder = orderShape.pick({ lines: true, discount: true, shipping: true, tax: true })

/** Amounts that come to no total (a discount above the lines) are nothing that could be shown. */
export const orderRecord = orderShape.refine(
  (order) => typeof orderSums(order.lines, amountTerms(order)) !== 'string',
)

const subject = z.object({ kind: z.enum(['contact', 'lead', 'order']), id: z.string() })

export const noteRecord = z.object({
  ...stamps,
  subject,
  body: line(LIMITS.note),
  ownerId: z.string().nullable().default(null),
})

export const taskRecord = z.object({
  ...stamps,
  subject: subject.nullable().default(null),
  title: line(LIMITS.title),
  body: text(LIMITS.taskBody).nullable().default(null),
  dueAt: instant.nullable().default(null),
  done: z.boolean().default(false),
  priority: z.enum(['low', 'normal', 'high']).default('normal'),
  ownerId: z.string().nullable().default(null),
})

export const productRecord = z.object({
  id: z.string(),
  name: z.string().min(1),
  sku: z.string().nullable().default(null),
  categoryId: z.string().nullable().default(null),
  unitPrice: money,
  currency,
  stock: z.int().nullable().default(null),
  unit: z.string().nullable().default(null),
  active: z.boolean().default(true),
  pictures: z.array(z.object({ url: z.string() })).default([]),
})

/** `order` and whatever else a CRM says of it is kept as it came. */
export const categoryRecord = z.object({
  id: z.string(),
  name: text(LIMITS.category).pipe(z.string().min(1)),
})

const recordSchemas = {
  contact: contactRecord,
  lead: leadRecord,
  order: orderRecord,
  note: noteRecord,
  task: taskRecord,
  product: productRecord,
  category: categoryRecord,
} satisfies Record<SyncKind, z.ZodType>

/** A record as it came, unchanged. */
export type AnyRecord = Record<string, unknown> & { id: string; version: number }

/** A record as it came, and what we read of it. */
export type Said = {
  [K in SyncKind]: { kind: K; record: AnyRecord; said: z.infer<(typeof recordSchemas)[K]> }
}[SyncKind]

/** Null where it is not a record of its kind. Checked once: what is read of it goes with it. */
export function readSaid(kind: SyncKind, body: unknown): Said | null {
  const { data } = recordSchemas[kind].safeParse(body)
  // The schema found its id and version, and read what belongs to the kind.
  return data === undefined ? null : ({ kind, record: body, said: data } as Said)
}

/** A record as it came, checked for its kind but unchanged. Null where it is not one. */
export const readRecord = (kind: SyncKind, body: unknown): AnyRecord | null =>
  readSaid(kind, body)?.record ?? null

export const tombstone = z.object({ id: z.string(), version: z.int(), deleted: z.literal(true) })

/** In the order of the operations; each stands alone. */
export const batchAnswer = z.object({
  results: z.array(
    z.object({
      idempotencyKey: z.string(),
      status: z.int(),
      body: z.record(z.string(), z.unknown()),
    }),
  ),
})

/** Items are checked one by one: a record we can't read must not hold up the others. */
export const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string(), more: z.boolean() })

const stage = z.object({
  id: z.string().min(1),
  name: z.string().min(1),
  order: z.int(),
  color: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .nullable()
    .catch(null),
  outcome: z.enum(['open', 'won', 'lost']),
})
export const pipelineRecord = z.object({ id: z.string(), stages: z.array(stage) })

/** Who is signed in, as the CRM tells it. */
export const user = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(['owner', 'admin', 'manager', 'employee', 'customer']),
})

/** The answer to signing in and to a refresh. */
export const tokenAnswer = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  /** Seconds. */
  expiresIn: z.number().min(0),
  user,
})
export type TokenAnswer = z.infer<typeof tokenAnswer>

/** An RFC 9457 problem document. */
export const problem = z.looseObject({
  type: z.string().default('about:blank'),
  title: z.string().default(''),
  detail: z.string().default(''),
  errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).default([]),
  current: z.record(z.string(), z.unknown()).nullable().optional(),
})
export type Problem = z.infer<typeof problem>

/** The server's reason in one line, for the person. */
export function reasonOf(found: Problem, status: number): string {
  const text = found.detail || found.errors[0]?.detail || found.title || crmReason('answered', status)
  return text.length > 500 ? `${text.slice(0, 499)}…` : text
}
