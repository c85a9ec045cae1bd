/**
 * Imports from earlier systems. What was imported carries the key of its source's row, so that a file read twice makes nothing twice; the
 * key goes with what it names.
 */
import type { Migration } from '../migrate'

export const imports: Migration = {
  number: 10,
  name: 'imports',
  sql: `
    CREATE TABLE imports (
      id TEXT PRIMARY KEY, account_id TEXT NOT NULL, file_name TEXT NOT NULL, size INTEGER NOT NULL, state TEXT NOT NULL,
      scanned TEXT, plan TEXT NOT NULL, owners TEXT NOT NULL, mark TEXT, report TEXT, problem TEXT,
      created_at INTEGER NOT NULL, finished_at INTEGER
    ) STRICT;
    CREATE TABLE imported_messages (
      key TEXT PRIMARY KEY, message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX imported_messages_by_message ON imported_messages (message_id);
    CREATE TABLE imported_order_lines (
      key TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX imported_order_lines_by_order ON imported_order_lines (order_id);
  `,
}
