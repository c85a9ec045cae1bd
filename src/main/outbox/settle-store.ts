/** What ends a job of the outbox. Called by the way in, inside its transaction, whenever WhatsApp says how far a message is. */
import type { Sql } from '../storage'
import type { WaAck } from '../whatsapp/types'

/** From ack 1 on it was sent, -1 says that it never will be: either way there is nothing left to do. 0 leaves the job as it is. */
export function settleByAck(sql: Sql, messageId: number, ack: WaAck): void {
  if (ack !== 0) sql.statement('DELETE FROM outbox WHERE message_id = ?').run(messageId)
}
