/**
 * Rows become items, one entity after the other: contacts before conversations, both before messages. What later rows refer to by the
 * source's own ids is remembered here: phones and names, no texts.
 */
import { LIMITS, type SkipReason } from '../../../contract'
import type { ImportItem, Taken } from '../items'
import type { SourceRow } from '../reading'
import { keyOf, uuidOf } from './keys'
import { messageOf } from './message'
import { must, optionalTime, personOf, Refused, type Known, type Person } from './known'
import { inlineLines, lineOf, orderOf } from './order'
import { personItem } from './person'
import { cleaned, RowView, type Get } from './row'
import { readCount, readCurrency, readFlag, readMoney } from './values'

export type Understood = { items: ImportItem[] } | { reason: SkipReason }

function checkOwner(get: Get, { plan }: Known): void {
  const owner = get('owner')
  if (plan.owner !== null && owner !== null && owner !== plan.owner) throw new Refused('other-owner')
}

const CLOSED = /^(?:closed|archived|resolved|inactive)$/i

function conversation(get: Get, known: Known): ImportItem[] {
  const archived = readFlag(get('archived') ?? '') ?? CLOSED.test(get('state') ?? '')
  return [
    { entity: 'conversations', phone: personOf(get, known), archived, at: optionalTime(get, known.plan) },
  ]
}

function product(get: Get, known: Known): ImportItem[] {
  const name = cleaned(get('name'), LIMITS.name)
  if (name === null) throw new Refused('no-name')
  const currency = readCurrency(get('currency') ?? '') ?? known.plan.currency
  const unitPrice = must(readMoney(get('price') ?? '', currency))
  const sku = cleaned(get('sku'), LIMITS.sku)
  const stock = readCount(get('stock') ?? '')
  const item = {
    key: keyOf('products', sku ?? name, currency),
    name,
    sku,
    unitPrice,
    currency,
    stock: 'value' in stock ? stock.value : null,
    unit: cleaned(get('unit'), LIMITS.unit),
    active: readFlag(get('active') ?? '') ?? true,
  }
  const id = get('id')
  if (id !== null) known.products.set(id, { name, unitPrice, currency })
  return [{ entity: 'products', ...item }]
}

function order(get: Get, known: Known): ImportItem[] {
  const id = get('id')
  if (id === null) throw new Refused('empty')
  const item = orderOf(get, known, (phone, at) => uuidOf('orders', id, phone, at))
  known.orders.set(id, { id: item.id, currency: item.currency })
  return [item, ...inlineLines(get('lines'), known.orders.get(id), known)]
}

const UNDERSTAND: Readonly<Record<Taken, (get: Get, known: Known) => ImportItem[]>> = {
  contacts: (get, known) => [personItem(get, known)],
  conversations: conversation,
  products: product,
  orders: order,
  orderLines: (get, known) => [lineOf(get, known)],
  messages: (get, known) => [messageOf(get, known)],
}

/** Whom later rows mean by this row's id. */
function remember(entity: Taken, get: Get, known: Known, person: Person): void {
  const id = get('id')
  if (id === null) return
  if (entity === 'contacts') known.contacts.set(id, person)
  if (entity === 'conversations') known.conversations.set(id, person)
}

/** One entity's rows of one source. */
export function understanding(entity: Taken, known: Known): (row: SourceRow) => Understood {
  const source = known.plan.sources[entity]
  const view = new RowView(source ?? { table: '', fields: {} })
  return (row) => {
    const get = view.of(row)
    try {
      checkOwner(get, known)
      const items = UNDERSTAND[entity](get, known)
      const [first] = items
      if (first && 'phone' in first) {
        const { phone } = first
        remember(entity, get, known, phone === null ? { reason: 'no-phone' } : { value: phone })
      }
      return { items }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      remember(entity, get, known, { reason: error.reason })
      return { reason: error.reason }
    }
  }
}
