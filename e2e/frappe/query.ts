/** Lists as Frappe reads them: filters, or-filters, order and page, from JSON in the address. */
import { z } from 'zod'
import { Refusal } from './refusal'
import { rowsOf, type Doc, type SiteStore } from './store'

const json = <T>(shape: z.ZodType<T>) =>
  z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text)
      } catch {
        context.addIssue('not JSON')
        return undefined
      }
    })
    .pipe(shape)

const filter = z.union([
  z.tuple([z.string(), z.string(), z.unknown()]),
  /** With the doctype first: its own or a table's. */
  z.tuple([z.string(), z.string(), z.string(), z.unknown()]),
])
const filters = z.union([z.array(filter), z.record(z.string(), z.unknown())])
type Filters = z.infer<typeof filters>

export const listQuery = z.object({
  fields: json(z.array(z.string())).default(['name']),
  filters: json(filters).default([]),
  or_filters: json(filters).default([]),
  order_by: z.string().default('modified desc'),
  limit_start: z.coerce.number().int().min(0).default(0),
  limit_page_length: z.coerce.number().int().min(0).default(20),
  limit: z.coerce.number().int().min(0).optional(),
})

const triples = (given: Filters): z.infer<typeof filter>[] =>
  Array.isArray(given)
    ? given
    : Object.entries(given).map(([field, value]) => [field, '=', value] as [string, string, unknown])

const like = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('%', '[\\s\\S]*')}$`, 'i')

/** As the database compares it. */
const comparable = (value: unknown): string | number =>
  typeof value === 'string' || typeof value === 'number'
    ? value
    : value === null || value === undefined
      ? ''
      : JSON.stringify(value)

function holds(value: unknown, operator: string, wanted: unknown): boolean {
  const a = comparable(value)
  const b = comparable(wanted)
  const compared = typeof a === 'number' ? a - Number(b) : a < String(b) ? -1 : a > String(b) ? 1 : 0
  switch (operator.toLowerCase()) {
    case '=':
      return compared === 0
    case '!=':
      return compared !== 0
    case '>':
      return compared > 0
    case '>=':
      return compared >= 0
    case '<':
      return compared < 0
    case '<=':
      return compared <= 0
    case 'like':
      return like(String(b)).test(String(a))
    case 'in':
      return Array.isArray(wanted) && wanted.some((one) => comparable(one) === a)
    default:
      throw new Refusal('ValidationError', `Operator must be one of =, !=, >, <, …: ${operator}`)
  }
}

export function listDocs(
  store: SiteStore,
  doctype: string,
  query: z.infer<typeof listQuery>,
): Record<string, unknown>[] {
  const def = store.def(doctype)
  const known = store.fieldsOf(doctype)
  const permitted = (field: string): void => {
    if (!known.includes(field) && field !== '*')
      throw new Refusal('DataError', `Field not permitted in query: ${field}`)
  }
  for (const field of query.fields) permitted(field)
  const test = (one: z.infer<typeof filter>): ((doc: Doc) => boolean) => {
    if (one.length === 3) {
      permitted(one[0])
      return (doc) => holds(doc[one[0]], one[1], one[2])
    }
    const [of, field, operator, wanted] = one
    if (of === doctype) {
      permitted(field)
      return (doc) => holds(doc[field], operator, wanted)
    }
    const table = Object.entries(def.tables ?? {}).find(([, { doctype: child }]) => child === of)
    if (!table?.[1].fields.includes(field))
      throw new Refusal('DataError', `Field not permitted in query: ${field}`)
    return (doc) => rowsOf(doc[table[0]]).some((row) => holds(row[field], operator, wanted))
  }
  const all = triples(query.filters).map(test)
  const any = triples(query.or_filters).map(test)
  const order = query.order_by.split(',').map((part) => part.trim().split(/\s+/))
  const found = [...store.all(doctype).values()]
    .filter((doc) => all.every((one) => one(doc)) && (any.length === 0 || any.some((one) => one(doc))))
    .sort((a, b) => {
      for (const [field = 'name', way = 'asc'] of order) {
        const bare = field.replaceAll('`', '').split('.').at(-1) ?? field
        if (holds(a[bare], '=', b[bare])) continue
        return holds(a[bare], '<', b[bare]) === (way.toLowerCase() === 'asc') ? -1 : 1
      }
      return 0
    })
  // A length of 0 means all.
  const length = query.limit ?? query.limit_page_length
  const page = found.slice(query.limit_start, length === 0 ? undefined : query.limit_start + length)
  const tables = Object.keys(def.tables ?? {})
  return page.map((doc) =>
    Object.fromEntries(
      query.fields.includes('*')
        ? Object.entries(doc).filter(([field]) => !tables.includes(field))
        : query.fields.map((field) => [field, doc[field] ?? null]),
    ),
  )
}
