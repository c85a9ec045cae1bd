/** How well accounts were: ms in each grade by local day, and the states each came into. */
import type { Migration } from '../migrate'

export const health: Migration = {
  number: 8,
  name: 'health',
  sql: `
    CREATE TABLE health_days (
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, day TEXT NOT NULL,
      healthy INTEGER NOT NULL DEFAULT 0, warning INTEGER NOT NULL DEFAULT 0, critical INTEGER NOT NULL DEFAULT 0,
      PRIMARY KEY (account_id, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE account_changes (
      id INTEGER PRIMARY KEY, account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      state TEXT NOT NULL, reason TEXT, grade TEXT, reasons TEXT NOT NULL
    ) STRICT;
    CREATE INDEX account_changes_by_account ON account_changes (account_id, id);
  `,
}
