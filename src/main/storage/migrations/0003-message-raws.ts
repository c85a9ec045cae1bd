/**
 * The library's own data of a message move out of its row. They are several times as long as everything else in it and read by nobody
 * who shows a thread: with them inside, a page of a long thread read one page of the file per message.
 */
import type { Migration } from '../migrate'

export const messageRaws: Migration = {
  number: 3,
  name: 'message-raws',
  sql: `
    CREATE TABLE message_raws (
      message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, raw TEXT NOT NULL
    ) STRICT;
    INSERT INTO message_raws (message_id, raw) SELECT id, raw FROM messages WHERE raw IS NOT NULL;
    ALTER TABLE messages DROP COLUMN raw;
  `,
}
