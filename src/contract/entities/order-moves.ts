/** How an order may move on: one table, for the screens and for what keeps orders. Without schemas, so that it costs the screens nothing. */
import type { OrderStatus } from './selling'

/**
 * What may follow. Steps may be left out (a small shop packs nothing), none goes back, and what is delivered or cancelled stays so: the
 * CRM refuses the same.
 */
export const ORDER_MOVES: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  draft: ['placed', 'confirmed', 'cancelled'],
  placed: ['confirmed', 'packed', 'shipped', 'delivered', 'cancelled'],
  confirmed: ['packed', 'shipped', 'delivered', 'cancelled'],
  packed: ['shipped', 'delivered', 'cancelled'],
  shipped: ['delivered', 'cancelled'],
  delivered: [],
  cancelled: [],
}

export const mayMove = (from: OrderStatus, to: OrderStatus): boolean => ORDER_MOVES[from].includes(to)

/** The usual next step; null at the end. */
export const nextStatus = (from: OrderStatus): OrderStatus | null => ORDER_MOVES[from][0] ?? null

/** Lines and terms may still be changed: nobody has promised anything yet. */
export const mayEdit = (status: OrderStatus): boolean => status === 'draft' || status === 'placed'
