/** Orders, each change kept together with its entry in the change log. Runs in the database thread. */
import {
  AppError,
  mayEdit,
  mayMove,
  NO_TERMS,
  type Order,
  type OrderInput,
  type OrderLine,
  type OrderSums,
  type OrderTerms,
  LIMITS,
} from '../../contract'
import { enqueue, syncState } from '../crm/change-store'
import { oneLine, same, type Fields } from '../crm/fields'
import { needInCrm } from '../contacts/store'
import { IMPORTED_PRODUCT } from '../imports/products'
import { builder, type Sql } from '../storage'
import { mustBeChatWith } from './checks-store'
import { noteStep, SOMEBODY, type Actor } from './steps-store'
import { readTerms, remoteMoney } from './terms'
import { reckon } from './totals'

const find = (sql: Sql, id: string) => sql.get(builder.selectFrom('orders').selectAll().where('id', '=', id))
type OrderRow = NonNullable<ReturnType<typeof find>>

export function linesOf(sql: Sql, id: string): OrderLine[] {
  const rows = sql.all(
    builder.selectFrom('order_lines').selectAll().where('order_id', '=', id).orderBy('position'),
  )
  return rows.map((row) => ({
    productId: row.product_id,
    name: row.name,
    quantity: row.quantity,
    unitPrice: row.unit_price,
  }))
}

/** As they were reckoned when it was written. An imported order may come to less than its parts, never to less than nothing. */
function sumsOf(row: OrderRow): OrderSums {
  const { discount, shipping, tax, included_tax: includedTax, total } = row
  return {
    subtotal: Math.max(0, total - shipping - tax + discount),
    discount,
    shipping,
    tax,
    includedTax,
    total,
  }
}

function view(sql: Sql, row: OrderRow): Order {
  return {
    id: row.id,
    number: row.number,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    lines: linesOf(sql, row.id),
    currency: row.currency,
    terms: readTerms(row.terms, row),
    sums: sumsOf(row),
    total: row.total,
    note: row.note,
    address: row.address,
    status: row.status,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sync: syncState(sql, 'order', row.id),
  }
}

/** @throws {AppError} `not-found`. */
export function getOrder(sql: Sql, id: string): Order {
  const row = find(sql, id)
  if (!row) throw new AppError('not-found', 'There is no such order.')
  return view(sql, row)
}

/** Newest first. */
export function ordersOfContact(sql: Sql, contactId: string): Order[] {
  const rows = sql.all(
    builder
      .selectFrom('orders')
      .selectAll()
      .where('contact_id', '=', contactId)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc'),
  )
  return rows.map((row) => view(sql, row))
}

/** @throws {AppError} `invalid-input`. */
function checkedLines(lines: readonly OrderLine[]): OrderLine[] {
  if (lines.length === 0) throw new AppError('invalid-input', 'An order needs at least one line.')
  return lines.map(({ productId, quantity, unitPrice, ...line }) => {
    const name = oneLine(line.name).slice(0, LIMITS.name).trim()
    if (name === '') throw new AppError('invalid-input', 'Each line of an order needs a name.')
    // The CRM knows no product that came with an import: such a line stands for itself.
    const isImported = productId?.startsWith(IMPORTED_PRODUCT) === true
    return { productId: isImported ? null : productId, name, quantity, unitPrice }
  })
}

const checkedText = (text: string | null): string | null => (text?.trim() ? text.trim() : null)

export function putLines(sql: Sql, id: string, lines: readonly OrderLine[]): void {
  sql.run(builder.deleteFrom('order_lines').where('order_id', '=', id))
  lines.forEach((line, position) => {
    const { productId, name, quantity, unitPrice } = line
    const row = { order_id: id, position, product_id: productId, name, quantity, unit_price: unitPrice }
    sql.run(builder.insertInto('order_lines').values(row))
  })
}

/** The part of an order that the CRM is told, by the names of its contract. */
function crmFields(
  order: Pick<Order, 'status' | 'currency' | 'lines' | 'note' | 'address' | 'terms' | 'sums'>,
) {
  const { status, currency, lines, note, address, terms, sums } = order
  return { status, currency, lines, notes: note, deliveryAddress: address, ...remoteMoney(terms, sums) }
}

const changed = (before: Fields, after: Fields): Fields =>
  Object.fromEntries(Object.entries(after).filter(([key, value]) => !same(value, before[key])))

/** The columns that hold what it comes to. */
const moneyColumns = (terms: OrderTerms, sums: OrderSums) => ({
  discount: sums.discount,
  shipping: sums.shipping,
  tax: sums.tax,
  included_tax: sums.includedTax,
  total: sums.total,
  terms: JSON.stringify(terms),
})

export interface NewOrder extends OrderInput {
  id: string
  now: number
  actor?: Actor
}

/** Answers the order that has this id already, as it is. @throws {AppError} `not-found` or `invalid-input`. */
export function createOrder(sql: Sql, input: NewOrder): Order {
  return sql.transaction(() => {
    const before = find(sql, input.id)
    if (before) return view(sql, before)
    const { id, contactId, conversationId, currency, status, now, terms = NO_TERMS, actor = SOMEBODY } = input
    const lines = checkedLines(input.lines)
    const note = checkedText(input.note)
    const address = checkedText(input.address ?? null)
    const sums = reckon(lines, terms)
    mustBeChatWith(sql, contactId, conversationId)
    needInCrm(sql, contactId, now)
    sql.run(
      builder.insertInto('orders').values({
        ...{ id, number: null, contact_id: contactId, conversation_id: conversationId, currency },
        ...moneyColumns(terms, sums),
        ...{ note, address, status, created_at: now, updated_at: now },
      }),
    )
    putLines(sql, id, lines)
    // A draft of the assistant's is answered by the assistant.
    noteStep(sql, { orderId: id, status, at: now, actor, tell: actor.by === 'person' })
    const fields = { contactId, ...crmFields({ status, currency, lines, note, address, terms, sums }) }
    enqueue(sql, { kind: 'order', recordId: id, dependsOn: contactId, fields, now })
    return getOrder(sql, id)
  })
}

export type OrderChange = Partial<Pick<OrderInput, 'lines' | 'note' | 'status' | 'terms' | 'address'>> & {
  id: string
}

/** @throws {AppError} `wrong-state` where the table of moves does not have it, or the order is too far on to be written anew. */
function checkChange(before: Order, after: Pick<Order, 'status' | 'lines' | 'terms'>): void {
  if (after.status !== before.status && !mayMove(before.status, after.status))
    throw new AppError('wrong-state', `An order that is ${before.status} can't become ${after.status}.`)
  const isRewritten = !same(after.lines, before.lines) || !same(after.terms, before.terms)
  if (isRewritten && !mayEdit(before.status))
    throw new AppError('wrong-state', `What an order is made of stays once it is ${before.status}.`)
}

/**
 * Changes what is given; what stays the same is not sent.
 * @throws {AppError} `not-found`, `invalid-input` or `wrong-state`.
 */
export function updateOrder(sql: Sql, input: OrderChange & { now: number; actor?: Actor }): Order {
  return sql.transaction(() => {
    const { id, now, actor = SOMEBODY } = input
    const before = getOrder(sql, id)
    const lines = input.lines ? checkedLines(input.lines) : before.lines
    const terms = input.terms ?? before.terms
    const note = input.note === undefined ? before.note : checkedText(input.note)
    const address = input.address === undefined ? before.address : checkedText(input.address)
    const status = input.status ?? before.status
    checkChange(before, { status, lines, terms })
    const sums = same(lines, before.lines) && same(terms, before.terms) ? before.sums : reckon(lines, terms)
    const after = { status, currency: before.currency, lines, note, address, terms, sums }
    const fields = changed(crmFields(before), crmFields(after))
    if (Object.keys(fields).length === 0) return before
    const values = { ...moneyColumns(terms, sums), note, address, status, updated_at: now }
    sql.run(builder.updateTable('orders').set(values).where('id', '=', id))
    if ('lines' in fields) putLines(sql, id, lines)
    if (status !== before.status) noteStep(sql, { orderId: id, status, at: now, actor, tell: true })
    const { contactId } = before
    needInCrm(sql, contactId, now)
    const told = before.sync.state === 'local' ? { contactId, ...crmFields(after) } : fields
    enqueue(sql, { kind: 'order', recordId: id, dependsOn: contactId, fields: told, now })
    return getOrder(sql, id)
  })
}
