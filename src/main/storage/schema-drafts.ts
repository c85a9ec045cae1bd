/** A reply begun and not sent. */
export interface DraftsTable {
  conversation_id: string
  text: string
  quoted_id: number | null
}
