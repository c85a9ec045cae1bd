/** What a row becomes once it is understood: everything checked, in Leadline's own units, and named by phone instead of by foreign ids. */
import type { ImportEntity, MessageType, OrderStatus, SkipReason } from '../../contract'
import type { PersonDetails } from '../contacts'

export interface ContactItem extends PersonDetails {
  entity: 'contacts'
  /** E.164; null for somebody who is known by e-mail alone. */
  phone: string | null
  otherPhones: string[]
  /** Milliseconds; null where the source does not say. */
  at: number | null
}

export interface ConversationItem {
  entity: 'conversations'
  phone: string
  archived: boolean
  at: number | null
}

export interface ProductItem {
  entity: 'products'
  /** Of the source's row: see `keyOf`. */
  key: string
  name: string
  sku: string | null
  /** Minor units of `currency`. */
  unitPrice: number
  currency: string
  stock: number | null
  unit: string | null
  active: boolean
}

export interface OrderItem {
  entity: 'orders'
  /** Made of the source's key, so that the same row is the same order. */
  id: string
  phone: string
  number: string | null
  currency: string
  status: OrderStatus
  /** What the source says the order comes to; minor units. Null: what its lines come to. */
  total: number | null
  discount: number
  shipping: number
  tax: number
  note: string | null
  at: number | null
}

export interface OrderLineItem {
  entity: 'orderLines'
  key: string
  orderId: string
  name: string
  quantity: number
  unitPrice: number
}

export interface MessageItem {
  entity: 'messages'
  key: string
  phone: string
  /** WhatsApp's inner id and its long form; null where the source has none. */
  waKey: string | null
  waId: string | null
  direction: 'in' | 'out'
  type: MessageType
  body: string | null
  /** Milliseconds. */
  at: number
  /** How far an outgoing one got: 1 sent, 2 delivered, 3 read, 4 played. 0 of incoming ones. */
  ack: 0 | 1 | 2 | 3 | 4
  mediaMime: string | null
  mediaName: string | null
  /** Bytes. */
  mediaSize: number | null
  starred: boolean
}

export type ImportItem =
  ContactItem | ConversationItem | ProductItem | OrderItem | OrderLineItem | MessageItem

/** An item with the line of the file it comes from. */
export interface Located {
  line: number
  item: ImportItem
}

export interface Skipped {
  reason: SkipReason
  line: number
}

/** Entities whose rows are taken over, each before what refers to it. */
export const TAKEN = ['contacts', 'conversations', 'products', 'orders', 'orderLines', 'messages'] as const
export type Taken = (typeof TAKEN)[number] & ImportEntity

/** How far a run is: everything before this row of this entity is done. */
export interface Mark {
  entity: Taken
  rows: number
}

/** What goes to the database at once, with the mark that holds once it is there. */
export interface Batch {
  entity: Taken
  /** Rows read for it. */
  rows: number
  located: Located[]
  skipped: Skipped[]
  mark: Mark
}
