/** Replies begun and not sent, one of each chat. They go with the chat; a message they quote may go without them. */
import type { Migration } from '../migrate'

export const drafts: Migration = {
  number: 29,
  name: 'drafts',
  sql: `
    CREATE TABLE drafts (
      conversation_id TEXT PRIMARY KEY REFERENCES conversations (id) ON DELETE CASCADE,
      text TEXT NOT NULL, quoted_id INTEGER REFERENCES messages (id) ON DELETE SET NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX drafts_quoted ON drafts (quoted_id) WHERE quoted_id IS NOT NULL;
  `,
}
