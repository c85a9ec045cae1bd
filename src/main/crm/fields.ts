/**
 * Records as fields by the names of the CRM's contract: what a change holds, and how two changes to one record are merged.
 * Pure functions.
 */
import { z } from 'zod'
import type { SyncKind } from '../storage'

export type Fields = Record<string, unknown>

const fieldsSchema = z.record(z.string(), z.unknown())

/** Reads fields kept as JSON. */
export function parseFields(json: string): Fields {
  return fieldsSchema.parse(JSON.parse(json))
}

/**
 * What may be written of each kind, with the value a new record gets where we set none. A write replaces the whole record, so what
 * was set in the CRM alone goes back as it came. Nothing else ever leaves this machine.
 */
const WRITABLE = {
  contact: { name: undefined, phones: [], email: null, company: null, address: null, tags: [], notes: null },
  lead: {
    title: undefined,
    contactId: undefined,
    stageId: undefined,
    value: null,
    currency: null,
    source: null,
    lostReason: null,
    notes: null,
    ownerId: undefined,
  },
  order: {
    contactId: undefined,
    leadId: null,
    status: 'draft',
    currency: undefined,
    lines: [],
    discount: 0,
    shipping: 0,
    tax: 0,
    terms: null,
    deliveryAddress: null,
    notes: null,
  },
  note: { subject: undefined, body: undefined },
  product: {
    sku: null,
    name: undefined,
    description: null,
    categoryId: null,
    unitPrice: undefined,
    currency: undefined,
    stock: null,
    unit: null,
    active: true,
    pictures: [],
  },
  category: { name: undefined, order: 0 },
  task: {
    subject: null,
    title: undefined,
    body: null,
    dueAt: null,
    done: false,
    priority: 'normal',
    ownerId: undefined,
  },
} as const satisfies Record<SyncKind, Fields>

/** What of each kind is ours to write. */
export const writableFields: Readonly<Record<SyncKind, readonly string[]>> = {
  contact: Object.keys(WRITABLE.contact),
  lead: Object.keys(WRITABLE.lead),
  order: Object.keys(WRITABLE.order),
  note: Object.keys(WRITABLE.note),
  task: Object.keys(WRITABLE.task),
  product: Object.keys(WRITABLE.product),
  category: Object.keys(WRITABLE.category),
}

/** Same value, whatever the order of keys; a key without a value is a key that is not there. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index]))
  const left = fieldsSchema.safeParse(a)
  const right = fieldsSchema.safeParse(b)
  if (!left.success || !right.success) return false
  const keys = new Set([...Object.keys(left.data), ...Object.keys(right.data)])
  return [...keys].every((key) => same(left.data[key], right.data[key]))
}

/** The writable part of a record as the CRM gave it, in the form in which we write it. */
export function writable(kind: SyncKind, record: Fields): Fields {
  const result: Fields = {}
  for (const [key, initial] of Object.entries<unknown>(WRITABLE[kind])) {
    const value = record[key] ?? initial
    if (value !== undefined) result[key] = key === 'lines' ? writableLines(value) : value
  }
  return result
}

const lineSchema = z.object({
  productId: z.string().nullable().default(null),
  name: z.string(),
  quantity: z.number(),
  unitPrice: z.number(),
})

/** Without the sums that the CRM adds. */
function writableLines(value: unknown): unknown {
  return z.array(lineSchema).parse(value)
}

/** The body of a write: what the CRM has, with our changes over it. */
export function bodyOf(kind: SyncKind, base: Fields | null, changes: Fields): Fields {
  return writable(kind, { ...base, ...changes })
}

/** The fields in which two states of a record differ. */
export function changedFields(kind: SyncKind, before: Fields | null, after: Fields): string[] {
  const a = before ? writable(kind, before) : {}
  const b = writable(kind, after)
  return Object.keys(WRITABLE[kind]).filter((key) => !same(a[key], b[key]))
}

/** Fields that mean something only together: a change of one is a change of all. */
export const TOGETHER: Record<SyncKind, readonly (readonly string[])[]> = {
  contact: [],
  lead: [['value', 'currency']],
  order: [['lines', 'currency', 'discount', 'tax', 'terms']],
  note: [],
  task: [],
  product: [['unitPrice', 'currency']],
  category: [],
}

/**
 * Compares our waiting changes with what changed in the CRM meanwhile.
 * @returns the fields both changed, to different values: empty where the changes can stand side by side.
 */
export function conflicts(kind: SyncKind, base: Fields | null, current: Fields, ours: Fields): string[] {
  const theirs = new Set(changedFields(kind, base, current))
  const now = writable(kind, current)
  const differs = (key: string): boolean => key in ours && !same(ours[key], now[key])
  const found = new Set(Object.keys(ours).filter((key) => theirs.has(key) && differs(key)))
  for (const group of TOGETHER[kind]) {
    if (group.some((key) => theirs.has(key)) && group.some(differs))
      for (const key of group) if (key in ours || theirs.has(key)) found.add(key)
  }
  return [...found]
}

/** One line as the CRM wants it: no control characters, no blanks at its ends. Empty where nothing is left. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}
