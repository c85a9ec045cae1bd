/**
 * A message in doubt is looked for, and sent again, where it was handed to WhatsApp: a conversation's own address may be another one by
 * then. What is under way now was handed to the address of now, as far as anybody knows.
 */
import type { Migration } from '../migrate'

export const outboxAddress: Migration = {
  number: 4,
  name: 'outbox-address',
  sql: `
    ALTER TABLE outbox ADD COLUMN address TEXT;
    UPDATE outbox SET address = (SELECT address FROM conversations WHERE id = outbox.conversation_id) WHERE key IS NOT NULL;
  `,
}
