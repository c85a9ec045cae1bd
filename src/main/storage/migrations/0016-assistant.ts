/**
 * The assistant.
 *
 * - `assistants` is how it is set on each account; `settings` is JSON of what differs from what comes with Leadline.
 * - `assistant_tasks` is the messages it has yet to look at. One is written with its message and goes with the decision, in one transaction
 *   each: a message is looked at once.
 * - `automatic_messages` is which messages Leadline wrote by itself: the assistant's answers, and news of an order.
 * - `assistant_chats` is what it remembers of a chat. A person's writing there is read from the messages, as far as they are newer than
 *   `resumed_at`; `silent_until` is for typing alone.
 */
import type { Migration } from '../migrate'

export const assistant: Migration = {
  number: 16,
  name: 'assistant',
  sql: `
    CREATE TABLE assistants (
      account_id TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
      is_on INTEGER NOT NULL DEFAULT 0 CHECK (is_on IN (0, 1)), settings TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE assistant_tasks (
      message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE
    ) STRICT;
    CREATE TABLE automatic_messages (
      message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      by TEXT NOT NULL CHECK (by IN ('assistant', 'news'))
    ) STRICT;
    INSERT INTO automatic_messages (message_id, by)
      SELECT m.id, 'news' FROM order_tellings t JOIN messages m ON m.client_id = t.client_id;
    CREATE TABLE assistant_chats (
      conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
      muted INTEGER NOT NULL DEFAULT 0 CHECK (muted IN (0, 1)), silent_until INTEGER, resumed_at INTEGER NOT NULL DEFAULT 0,
      language TEXT, closed_told TEXT, pending TEXT
    ) STRICT, WITHOUT ROWID;
  `,
}
