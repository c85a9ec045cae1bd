/** When each message of the last hour was handed to WhatsApp, or came back: that is not when it was written. */
import type { Migration } from '../migrate'

export const sendTries: Migration = {
  number: 14,
  name: 'send-tries',
  sql: `
    CREATE TABLE send_tries (
      message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE, account_id TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX send_tries_by_account ON send_tries (account_id, at);
    CREATE INDEX send_tries_by_time ON send_tries (at);
  `,
}
