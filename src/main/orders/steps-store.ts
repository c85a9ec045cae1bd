/**
 * An order's way through its statuses: who took which step when, and whether the customer is to be told. Each step is written in the
 * transaction that changes the order. Runs in the database thread.
 */
import { randomUUID } from 'node:crypto'
import type { OrderStatus, OrderStep } from '../../contract'
import { builder, type Sql } from '../storage'

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
  const told = new Map(
    sql
      .all(builder.selectFrom('order_tellings').select(['status', 'state']).where('order_id', '=', orderId))
      .map(({ status, state }) => [status, state]),
  )
  return steps.map((step) => {
    const state = told.get(step.status)
    return { ...step, told: state === undefined || state === 'off' || state === 'old' ? null : state }
  })
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
  }: { orderId: string; status: OrderStatus; state: 'sent' | 'failed' | 'off' | 'old' },
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
