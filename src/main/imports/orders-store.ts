/** Orders of an earlier system and their lines. They stay here: the CRM is told of one when a person changes it. Runs in the database thread. */
import { LIMITS } from '../../contract'
import { contactIdByPhone } from '../contacts/store'
import { builder, type Sql } from '../storage'
import type { OrderItem, OrderLineItem } from './items'
import { findChat, isErased, isKnownPerson, type Outcome, type World } from './world-store'

/** Where the line stands that an order has until its own come; no order may be without any. */
const PLACEHOLDER = 1_000_000

const exists = (sql: Sql, id: string): boolean =>
  sql.statement('SELECT 1 FROM orders WHERE id = ?').get(id) !== undefined

/** Null where the sum can't be kept exactly. Never below nothing. */
function totalOf(
  sum: number,
  { discount, shipping, tax }: Pick<OrderItem, 'discount' | 'shipping' | 'tax'>,
): number | null {
  const total = Math.max(0, sum - discount + shipping + tax)
  return [sum, total].every(Number.isSafeInteger) ? total : null
}

export function takeOrder(world: World, item: OrderItem): Outcome {
  const { sql, scratch, now } = world
  if (exists(sql, item.id)) return 'matched'
  if (!isKnownPerson(world, item.phone))
    return { reason: isErased(world, item.phone) ? 'erased' : 'stranger' }
  const { discount, shipping, tax } = item
  // The one line comes to what the order came to.
  const sum = item.total === null ? 0 : item.total + discount - shipping - tax
  const extras = sum < 0 ? { discount: 0, shipping: 0, tax: 0 } : { discount, shipping, tax }
  const price = sum < 0 ? (item.total ?? 0) : sum
  const total = totalOf(price, extras)
  if (total === null) return { reason: 'bad-money' }
  if (scratch) return scratch.add(`order ${item.id}`) ? 'made' : 'matched'
  const contactId = contactIdByPhone(sql, item.phone)
  if (contactId === null) return { reason: 'stranger' }
  const at = item.at ?? now
  const order = {
    id: item.id,
    number: item.number,
    contact_id: contactId,
    conversation_id: findChat(world, item.phone),
  }
  const sums = { currency: item.currency, ...extras, total }
  const rest = { note: item.note, status: item.status, created_at: at, updated_at: at }
  sql.run(builder.insertInto('orders').values({ ...order, ...sums, ...rest }))
  const name = item.number === null ? 'Order' : `Order ${item.number}`
  const line = {
    order_id: item.id,
    position: PLACEHOLDER,
    product_id: null,
    name,
    quantity: 1,
    unit_price: price,
  }
  sql.run(builder.insertInto('order_lines').values(line))
  return 'made'
}

export function takeOrderLine({ sql, scratch }: World, item: OrderLineItem): Outcome {
  const isHere = exists(sql, item.orderId)
  if (!isHere && !(scratch?.has(`order ${item.orderId}`) ?? false)) return { reason: 'no-such-row' }
  if (sql.statement('SELECT 1 FROM imported_order_lines WHERE key = ?').get(item.key) !== undefined)
    return 'matched'
  if (scratch) return scratch.add(`line ${item.key}`) ? 'made' : 'matched'
  const before = sql
    .statement(
      `SELECT count(*) AS lines, coalesce(max(position), -1) AS position, coalesce(sum(quantity * unit_price), 0) AS sum
        FROM order_lines WHERE order_id = ? AND position < ?`,
    )
    .get(item.orderId, PLACEHOLDER) as { lines: number; position: number; sum: number }
  if (before.lines >= LIMITS.lines) return { reason: 'too-many-lines' }
  const order = sql.get(
    builder.selectFrom('orders').select(['discount', 'shipping', 'tax']).where('id', '=', item.orderId),
  )
  const total = order && totalOf(before.sum + item.quantity * item.unitPrice, order)
  if (total === undefined || total === null) return { reason: 'bad-money' }
  sql.run(
    builder
      .deleteFrom('order_lines')
      .where('order_id', '=', item.orderId)
      .where('position', '=', PLACEHOLDER),
  )
  const { orderId, name, quantity, unitPrice, key } = item
  const place = { order_id: orderId, position: before.position + 1, product_id: null }
  sql.run(builder.insertInto('order_lines').values({ ...place, name, quantity, unit_price: unitPrice }))
  sql.run(builder.updateTable('orders').set({ total }).where('id', '=', orderId))
  sql.run(builder.insertInto('imported_order_lines').values({ key, order_id: orderId }))
  return 'made'
}
