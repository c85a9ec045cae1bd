/**
 * Products are changed here too: `sync` and `change_log` know their kind. SQLite changes no CHECK in place, so both tables are made anew. The
 * catalogue is read again from its beginning, since a change goes on top of what the CRM said last of the whole product.
 */
import type { Migration } from '../migrate'

export const productsInStep: Migration = {
  number: 23,
  name: 'products-in-step',
  sql: `
    CREATE TABLE sync_now (
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task', 'product')), record_id TEXT NOT NULL,
      remote_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('local', 'waiting', 'synced', 'refused', 'conflict', 'gone')), reason TEXT,
      version INTEGER, base TEXT, newer_version INTEGER, synced_at INTEGER,
      PRIMARY KEY (kind, record_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO sync_now
      SELECT kind, record_id, remote_id, state, reason, version, base, newer_version, synced_at FROM sync;
    DROP TABLE sync;
    ALTER TABLE sync_now RENAME TO sync;
    CREATE UNIQUE INDEX sync_by_remote ON sync (kind, remote_id);
    CREATE INDEX sync_newer ON sync (kind) WHERE newer_version IS NOT NULL;

    CREATE TABLE change_log_now (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task', 'product')), record_id TEXT NOT NULL,
      depends_kind TEXT, depends_on TEXT, operation TEXT NOT NULL CHECK (operation IN ('create', 'update')),
      fields TEXT NOT NULL, base_version INTEGER, idempotency_key TEXT NOT NULL UNIQUE, request TEXT,
      created_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused', 'conflict')),
      attempts INTEGER NOT NULL DEFAULT 0, merges INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, tried_at INTEGER,
      last_error TEXT, conflict TEXT
    ) STRICT;
    INSERT INTO change_log_now
      SELECT id, kind, record_id, depends_kind, depends_on, operation, fields, base_version, idempotency_key, request, created_at,
        state, attempts, merges, next_at, tried_at, last_error, conflict
      FROM change_log;
    DROP TABLE change_log;
    ALTER TABLE change_log_now RENAME TO change_log;
    CREATE INDEX change_log_by_record ON change_log (kind, record_id, id);
    CREATE INDEX change_log_by_time ON change_log (state, next_at);
    CREATE INDEX change_log_by_state ON change_log (state, id);
    CREATE INDEX change_log_by_dependency ON change_log (depends_on) WHERE depends_on IS NOT NULL;

    DELETE FROM settings WHERE key IN ('crm.cursor.product', 'crm.cursor.first.product');
  `,
}
