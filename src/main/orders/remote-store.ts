/** Orders as the CRM says them. Runs in the database thread. */
import { orderSums, type OrderLine, type OrderStatus } from '../../contract'
import { same } from '../crm/fields'
import { builder, type Sql } from '../storage'
import { linesOf, putLines } from './order-store'
import { noteStep, THE_CRM } from './steps-store'
import { termsOf, type RemoteMoney } from './terms'
import { orderTotal } from './totals'

export interface RemoteOrder extends RemoteMoney {
  number: string | null
  currency: string
  lines: OrderLine[]
  notes: string | null
  deliveryAddress: string | null
  status: OrderStatus
  /** Milliseconds since the epoch. */
  createdAt: number
  updatedAt: number
}

/**
 * What the CRM says of an order. Makes it where it is new here. A status that is another than it was here is the CRM's step, of which
 * the customer may be told; of an order that is new here there is nothing to tell.
 */
export function applyRemoteOrder(sql: Sql, id: string, contactId: string, remote: RemoteOrder): void {
  const { number, currency, lines, discount, shipping, tax, notes, status, createdAt, updatedAt } = remote
  const total = orderTotal(lines, remote)
  const terms = termsOf(lines, remote)
  const sums = orderSums(lines, terms)
  const values = {
    contact_id: contactId,
    ...{ number, currency, discount, shipping, tax, total, terms: JSON.stringify(terms) },
    included_tax: typeof sums === 'string' ? 0 : sums.includedTax,
    ...{ note: notes, address: remote.deliveryAddress, status, updated_at: updatedAt },
  }
  const before = sql.get(builder.selectFrom('orders').select('status').where('id', '=', id))
  const created = { id, conversation_id: null, created_at: createdAt }
  sql.run(
    builder
      .insertInto('orders')
      .values({ ...created, ...values })
      .onConflict((on) => on.column('id').doUpdateSet(values)),
  )
  if (!same(linesOf(sql, id), lines)) putLines(sql, id, lines)
  if (before?.status === status) return
  noteStep(sql, { orderId: id, status, at: updatedAt, actor: THE_CRM, tell: before !== undefined })
}

export function removeOrder(sql: Sql, id: string): void {
  sql.run(builder.deleteFrom('orders').where('id', '=', id))
}
