/** When an order was sent to its customer by hand, and by whom. Runs in the database thread. */
import type { OrderSending } from '../../contract'
import { builder, type Sql } from '../storage'

/** The latest that are told. */
const MOST = 20

export interface NewSending {
  orderId: string
  /** Of the message in the outbox: the same each time it is tried. */
  clientId: string
  at: number
  name: string | null
}

/** Noted before the message is written, once for each: see `sendingsOf`. */
export function noteSending(sql: Sql, { orderId, clientId, at, name }: NewSending): void {
  sql.run(
    builder
      .insertInto('order_sendings')
      .values({ order_id: orderId, client_id: clientId, at, name })
      .onConflict((on) => on.doNothing()),
  )
}

/** Oldest first. Only what is among the messages and did not fail was sent. */
export function sendingsOf(sql: Sql, orderId: string): OrderSending[] {
  const latest = sql.all(
    builder
      .selectFrom('order_sendings as s')
      .innerJoin('messages as m', 'm.client_id', 's.client_id')
      .select(['s.at', 's.name'])
      .where('s.order_id', '=', orderId)
      .where('m.state', '!=', 'failed')
      .orderBy('s.at', 'desc')
      .limit(MOST),
  )
  return latest.reverse()
}
