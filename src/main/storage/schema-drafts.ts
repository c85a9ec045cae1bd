/** A reply begun and not sent. */
export interface DraftsTable {
  conversation_id: string
  text: string
  quoted_id: number | null
}

/** An order sent to its customer by hand. */
export interface OrderSendingsTable {
  /** Of the message in the outbox. */
  client_id: string
  order_id: string
  at: number
  /** Of who sent it; null where nobody was signed in to the CRM. */
  name: string | null
}
