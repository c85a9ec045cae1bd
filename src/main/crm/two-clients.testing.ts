/** Test support for two machines and a CRM: what may happen in a course, what somebody at the CRM does, and what of a record is compared. */
import fc from 'fast-check'
import type { Order as CrmOrder } from '../../../e2e/central-crm/schemas/selling'
import type { Order, WaitingEntry } from '../../contract'
import type { Shop } from './testing'

const side = fc.nat({ max: 1 })
const which = fc.nat({ max: 99 })
const officeKind = fc.constantFrom('lead', 'order', 'order', 'note', 'task', 'product')
const how = fc.nat({ max: 4 })
export const step = fc.oneof(
  {
    arbitrary: fc.record({ do: fc.constant('person' as const), side, phone: fc.nat({ max: 3 }) }),
    weight: 2,
  },
  { arbitrary: fc.record({ do: fc.constant('rename' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('lead' as const), side, which }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('lead-title' as const), side, which }), weight: 4 },
  { arbitrary: fc.record({ do: fc.constant('lead-value' as const), side, which }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('order' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('order-note' as const), side, which }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('order-lines' as const), side, which }), weight: 3 },
  { arbitrary: fc.record({ do: fc.constant('order-discount' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('order-tax' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('note' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('note-body' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('task' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('task-title' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('product' as const), side, which }), weight: 1 },
  { arbitrary: fc.record({ do: fc.constant('product-name' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('product-stock' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('product-price' as const), side, which }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constant('office' as const), which, kind: officeKind, how }), weight: 6 },
  {
    arbitrary: fc.record({ do: fc.constant('office-deletes' as const), which, kind: officeKind }),
    weight: 1,
  },
  { arbitrary: fc.record({ do: fc.constant('sync' as const), side }), weight: 6 },
  { arbitrary: fc.record({ do: fc.constant('restart' as const), side }), weight: 1 },
)
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
export type Kind = 'contact' | 'lead' | 'order' | 'note' | 'task' | 'product'

/** A change that the app took from a person. */
export interface Edit {
  side: number
  kind: Kind
  id: string
  field: string
  value: unknown
}

export const MAIN_FIELD = {
  lead: 'title',
  order: 'notes',
  note: 'body',
  task: 'title',
  product: 'name',
} as const

/** Of each kind of change which record and which field of the CRM's it is about. */
export const CHANGES = {
  rename: ['contact', 'name'],
  'lead-title': ['lead', 'title'],
  'lead-value': ['lead', 'value'],
  'order-note': ['order', 'notes'],
  'order-lines': ['order', 'lines'],
  'order-discount': ['order', 'discount'],
  'order-tax': ['order', 'tax'],
  'note-body': ['note', 'body'],
  'task-title': ['task', 'title'],
  'product-name': ['product', 'name'],
  'product-stock': ['product', 'stock'],
  'product-price': ['product', 'unitPrice'],
} as const satisfies Record<string, readonly [Kind, string]>
export type Change = keyof typeof CHANGES

/** Without the sums that the CRM adds to them. */
export const plainLines = (lines: Order['lines']) =>
  lines.map(({ name, quantity, unitPrice }) => ({ name, quantity, unitPrice }))

/** A value of a field as it is compared. */
export const plain = (field: string, value: unknown): unknown =>
  field === 'lines' ? plainLines(value as Order['lines']) : value

/** What of a record means something only together, as a screen shows it, by the names of the CRM's contract. */
export async function shownTogether(
  shop: Shop,
  { kind, recordId: id }: WaitingEntry,
): Promise<Record<string, unknown>> {
  if (kind === 'lead') {
    const { value, currency } = await shop.leads.get({ id })
    return { value, currency }
  }
  if (kind === 'product') {
    const { unitPrice, currency } = await shop.catalog.get({ id })
    return { unitPrice, currency }
  }
  if (kind !== 'order') return {}
  const { lines, currency, sums } = await shop.orders.get({ id })
  return { lines: plainLines(lines), currency, discount: sums.discount, tax: sums.tax }
}

/** What somebody at the CRM sets of an order, with its sums. */
export function officeOrder(order: CrmOrder, how: number, n: number): Record<string, unknown> {
  if (how === 0) return { notes: `Office ${n}` }
  if (how === 1) return { status: 'placed' }
  const lines = order.lines.map((line, at) =>
    how === 2 && at === 0 ? { ...line, quantity: n, total: n * line.unitPrice } : line,
  )
  const subtotal = lines.reduce((sum, { total }) => sum + total, 0)
  // Nearly all of it: with fewer lines it comes to no total.
  const discount = how === 3 ? subtotal - 1 : Math.min(order.discount, subtotal)
  const [tax, currency] = how === 4 ? [n, 'INR'] : [order.tax, order.currency]
  const total = subtotal - discount + order.shipping + tax
  return { lines, subtotal, discount, tax, currency, total }
}

/** Deleted there meanwhile. */
export function onlyWhereMissing(error: unknown): null {
  if (error instanceof Error && 'code' in error && error.code === 'not-found') return null
  throw error
}

/** The same of a record at the CRM and on a machine. */
export const SHOWN: Record<Exclude<Kind, 'contact'>, readonly (readonly [there: string, here: string])[]> = {
  lead: [
    ['title', 'title'],
    ['stageId', 'stageId'],
    ['value', 'value'],
    ['currency', 'currency'],
    ['notes', 'note'],
  ],
  order: [
    ['status', 'status'],
    ['total', 'total'],
    ['currency', 'currency'],
    ['lines', 'lines'],
    ['notes', 'note'],
    ['number', 'number'],
  ],
  note: [['body', 'body']],
  task: [
    ['title', 'title'],
    ['done', 'done'],
    ['priority', 'priority'],
  ],
  product: [
    ['name', 'name'],
    ['unitPrice', 'unitPrice'],
    ['currency', 'currency'],
    ['stock', 'stock'],
    ['active', 'active'],
  ],
}

const alone = { side: 0, which: 0 }
const made: Step[] = [
  { do: 'person', side: 0, phone: 0 },
  { do: 'order', ...alone },
  { do: 'sync', side: 0 },
]
/** Instead of a seed for failures: there are none. */
export const CALM = 0
/** Courses that are not left to chance: what one order comes to, changed on both sides in different fields. */
export const FIXED: [Step[], number][] = [
  [[...made, { do: 'office', which: 0, kind: 'order', how: 3 }, { do: 'order-lines', ...alone }], CALM],
  [[...made, { do: 'office', which: 0, kind: 'order', how: 2 }, { do: 'order-tax', ...alone }], CALM],
]
