/** What must hold before a lead or an order is kept. Runs in the database thread. */
import { AppError } from '../../contract'
import { builder, type Sql } from '../storage'

/** @throws {AppError} `not-found`. */
function personOf(sql: Sql, conversationId: string): string | null {
  const query = builder.selectFrom('conversations').select('contact_id').where('id', '=', conversationId)
  const chat = sql.get(query)
  if (!chat) throw new AppError('not-found', 'There is no such conversation.')
  return chat.contact_id
}

const refuse = (): never => {
  throw new AppError('invalid-input', 'This chat is with somebody else than the customer.')
}

/**
 * A lead or an order is made in a chat with its own customer, or with nobody in particular. Null names no chat.
 * @throws {AppError} `not-found`, or `invalid-input` for somebody else's chat.
 */
export function mustBeChatWith(sql: Sql, contactId: string, conversationId: string | null): void {
  const person = conversationId === null ? null : personOf(sql, conversationId)
  if (person !== null && person !== contactId) refuse()
}

/**
 * What somebody ordered is nobody else's to read: an order is sent into a chat with its customer, or into the one it was made in.
 * @throws {AppError} `not-found`, or `invalid-input` for another chat.
 */
export function mustBeChatOfOrder(
  sql: Sql,
  { orderId, conversationId }: { orderId: string; conversationId: string },
): void {
  const query = builder.selectFrom('orders').select(['contact_id', 'conversation_id'])
  const order = sql.get(query.where('id', '=', orderId))
  if (!order) throw new AppError('not-found', 'There is no such order.')
  const person = personOf(sql, conversationId)
  if (person === null ? conversationId !== order.conversation_id : person !== order.contact_id) refuse()
}
