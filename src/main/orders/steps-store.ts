/**
 * An order's way through its statuses: who took which step when, and whether the customer is to be told. Each step is written in the
 * transaction that changes the order. Runs in the database thread.
 */
import { randomUUID } from 'node:crypto'
import type { OrderStatus, OrderStep } from '../../contract'
import { builder, type OrderTellingsTable, type Sql } from '../storage'

/** Who changes an order. */
export interface Actor {
  by: OrderStep['by']
  /** Null where nobody is signed in to the CRM. */
  name: string | null
}

export const THE_CRM: Actor = { by: 'crm', name: null }
/** Somebody at this machine who is not signed in. */
export const SOMEBODY: Actor = { by: 'person', name: null }

/**
 * Notes that an order now has this status.
 * @param step.tell a customer may be told of it, each status of an order once; whether they are is decided when that is looked at.
 */
export function noteStep(
  sql: Sql,
  step: { orderId: string; status: OrderStatus; at: number; actor: Actor; tell: boolean },
): void {
  const { orderId, status, at, actor } = step
  sql.run(builder.insertInto('order_steps').values({ order_id: orderId, status, at, ...actor }))
  if (!step.tell || status === 'draft') return
  const telling = { order_id: orderId, status, client_id: randomUUID(), at, state: 'due' as const }
  sql.run(
    builder
      .insertInto('order_tellings')
      .values(telling)
      .onConflict((on) => on.columns(['order_id', 'status']).doNothing()),
  )
}

/** Oldest first. What was told of a status stands at the last step that led to it. */
export function stepsOf(sql: Sql, orderId: string): OrderStep[] {
  const steps = sql.all(
    builder
      .selectFrom('order_steps')
      .select(['status', 'at', 'by', 'name'])
      .where('order_id', '=', orderId)
      .orderBy('id'),
  )
  const told = toldOf(sql, orderId)
  return steps.map((step) => ({ ...step, told: told.get(step.status) ?? null }))
}

/** What was put into the outbox and then did not go was not told. */
function toldOf(sql: Sql, orderId: string): Map<OrderStatus, OrderStep['told']> {
  const tellings = sql.all(
    builder
      .selectFrom('order_tellings as t')
      .leftJoin('messages as m', 'm.client_id', 't.client_id')
      .select(['t.status', 't.state', 'm.state as message', 'm.failure'])
      .where('t.order_id', '=', orderId),
  )
  return new Map(
    tellings.map(({ status, state, message, failure }) => {
      if (state === 'off' || state === 'old') return [status, null]
      if (message !== 'failed') return [status, state]
      return [status, failure === 'opted-out' ? failure : 'failed']
    }),
  )
}

export interface Telling {
  orderId: string
  status: OrderStatus
  /** The message's id in the outbox: the same each time it is tried. */
  clientId: string
  /** Of the change, ms. */
  at: number
}

/** What customers may have to be told, oldest first. */
export function dueTellings(sql: Sql, limit: number): Telling[] {
  return sql.all(
    builder
      .selectFrom('order_tellings')
      .select(['order_id as orderId', 'status', 'client_id as clientId', 'at'])
      .where('state', '=', 'due')
      .orderBy('at')
      .limit(limit),
  )
}

export function settleTelling(
  sql: Sql,
  {
    orderId,
    status,
    state,
  }: { orderId: string; status: OrderStatus; state: Exclude<OrderTellingsTable['state'], 'due'> },
): void {
  sql.run(
    builder
      .updateTable('order_tellings')
      .set({ state })
      .where('order_id', '=', orderId)
      .where('status', '=', status),
  )
}

/** Where the customer of an order is told: the chat it was made in, else the one of theirs that was last used. */
export function chatOfOrder(sql: Sql, orderId: string): string | null {
  const order = builder.selectFrom('orders').where('id', '=', orderId)
  const ofPeople = builder.selectFrom('conversations').select('id').where('kind', '=', 'person')
  const own = sql.get(ofPeople.where('id', '=', order.select('conversation_id')))
  const last = ofPeople.where('contact_id', '=', order.select('contact_id')).orderBy('at', 'desc').limit(1)
  return (own ?? sql.get(last))?.id ?? null
}
