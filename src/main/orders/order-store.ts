/** Orders, each change kept together with its entry in the change log. Runs in the database thread. */
import { AppError, type Order, type OrderInput, type OrderLine, type OrderStatus } from '../../contract'
import { orderStatus } from '../../contract'
import { enqueue, syncRow, syncState } from '../crm/change-store'
import { oneLine, parseFields, same, type Fields } from '../crm/fields'
import { needInCrm } from '../contacts/store'
import { IMPORTED_PRODUCT } from '../imports/products'
import { builder, type Sql } from '../storage'
import { mustHaveConversation } from './checks-store'
import { orderTotal } from './totals'

const find = (sql: Sql, id: string) => sql.get(builder.selectFrom('orders').selectAll().where('id', '=', id))
type OrderRow = NonNullable<ReturnType<typeof find>>

function linesOf(sql: Sql, id: string): OrderLine[] {
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

function view(sql: Sql, row: OrderRow): Order {
  return {
    id: row.id,
    number: row.number,
    contactId: row.contact_id,
    conversationId: row.conversation_id,
    lines: linesOf(sql, row.id),
    currency: row.currency,
    total: row.total,
    note: row.note,
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
    const name = oneLine(line.name).slice(0, 200).trim()
    if (name === '') throw new AppError('invalid-input', 'Each line of an order needs a name.')
    // The CRM knows no product that came with an import: such a line stands for itself.
    const isImported = productId?.startsWith(IMPORTED_PRODUCT) === true
    return { productId: isImported ? null : productId, name, quantity, unitPrice }
  })
}

const checkedNote = (note: string | null): string | null => (note?.trim() ? note.trim() : null)

function putLines(sql: Sql, id: string, lines: readonly OrderLine[]): void {
  sql.run(builder.deleteFrom('order_lines').where('order_id', '=', id))
  lines.forEach((line, position) => {
    const { productId, name, quantity, unitPrice } = line
    const row = { order_id: id, position, product_id: productId, name, quantity, unit_price: unitPrice }
    sql.run(builder.insertInto('order_lines').values(row))
  })
}

/** Answers the order that has this id already, as it is. @throws {AppError} `not-found` or `invalid-input`. */
export function createOrder(sql: Sql, input: OrderInput & { id: string; now: number }): Order {
  return sql.transaction(() => {
    const before = find(sql, input.id)
    if (before) return view(sql, before)
    const { id, contactId, conversationId, currency, status, now } = input
    const lines = checkedLines(input.lines)
    const note = checkedNote(input.note)
    mustHaveConversation(sql, conversationId)
    needInCrm(sql, contactId, now)
    sql.run(
      builder.insertInto('orders').values({
        id,
        number: null,
        contact_id: contactId,
        conversation_id: conversationId,
        currency,
        discount: 0,
        shipping: 0,
        tax: 0,
        total: orderTotal(lines),
        note,
        status,
        created_at: now,
        updated_at: now,
      }),
    )
    putLines(sql, id, lines)
    const fields = { contactId, status, currency, lines, notes: note }
    enqueue(sql, { kind: 'order', recordId: id, dependsOn: contactId, fields, now })
    return getOrder(sql, id)
  })
}

/** What the CRM has as the order's status; null where it has no such order yet. */
function statusInCrm(sql: Sql, id: string): OrderStatus | null {
  const base = syncRow(sql, 'order', id)?.base
  return base ? (orderStatus.safeParse(parseFields(base)['status']).data ?? null) : null
}

/** An order only moves forward from where the CRM has it; what is delivered or cancelled stays so. @throws {AppError} `wrong-state`. */
function checkStep(from: OrderStatus | null, to: OrderStatus): void {
  if (from === null || from === to) return
  const steps = orderStatus.options
  if (from === 'delivered' || from === 'cancelled' || steps.indexOf(to) < steps.indexOf(from))
    throw new AppError('wrong-state', `An order that is ${from} can't become ${to}.`)
}

/**
 * Changes what is given; what stays the same is not sent.
 * @throws {AppError} `not-found`, `invalid-input` or `wrong-state`.
 */
export function updateOrder(
  sql: Sql,
  input: Partial<Pick<OrderInput, 'lines' | 'note' | 'status'>> & { id: string; now: number },
): Order {
  return sql.transaction(() => {
    const before = getOrder(sql, input.id)
    const lines = input.lines ? checkedLines(input.lines) : before.lines
    const note = input.note === undefined ? before.note : checkedNote(input.note)
    const status = input.status ?? before.status
    const fields: Fields = {}
    if (!same(lines, before.lines)) fields['lines'] = lines
    if (note !== before.note) fields['notes'] = note
    if (status !== before.status) {
      checkStep(statusInCrm(sql, input.id), status)
      fields['status'] = status
    }
    if (Object.keys(fields).length === 0) return before
    const row = find(sql, input.id)
    const values = { note, status, total: orderTotal(lines, row), updated_at: input.now }
    sql.run(builder.updateTable('orders').set(values).where('id', '=', input.id))
    if ('lines' in fields) putLines(sql, input.id, lines)
    const { contactId, currency } = before
    needInCrm(sql, contactId, input.now)
    const whole = before.sync.state === 'local' ? { contactId, status, currency, lines, notes: note } : fields
    enqueue(sql, { kind: 'order', recordId: input.id, dependsOn: contactId, fields: whole, now: input.now })
    return getOrder(sql, input.id)
  })
}

export interface RemoteOrder {
  number: string | null
  currency: string
  lines: OrderLine[]
  discount: number
  shipping: number
  tax: number
  notes: string | null
  status: OrderStatus
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

/** What the CRM says of an order. Makes it where it is new here. */
export function applyRemoteOrder(sql: Sql, id: string, contactId: string, remote: RemoteOrder): void {
  const { number, currency, lines, discount, shipping, tax, notes, status, createdAt, updatedAt } = remote
  const total = orderTotal(lines, remote)
  const values = {
    number,
    currency,
    discount,
    shipping,
    tax,
    total,
    note: notes,
    status,
    updated_at: updatedAt,
  }
  const created = { id, contact_id: contactId, conversation_id: null, created_at: createdAt }
  sql.run(
    builder
      .insertInto('orders')
      .values({ ...created, ...values })
      .onConflict((on) => on.column('id').doUpdateSet(values)),
  )
  if (!same(linesOf(sql, id), lines)) putLines(sql, id, lines)
}

export function removeOrder(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('orders').where('id', '=', id))
}
