/**
 * Categories are changed here too: `sync` and `change_log` know their kind. SQLite changes no CHECK in place, so both tables are made anew. The
 * categories are read again from their beginning, since a change goes on top of what the CRM said last of the whole category.
 */
import type { Migration } from '../migrate'
import { BOUND_ONCE } from './0028-fewer-index-entries'

export const categoriesInStep: Migration = {
  number: 31,
  name: 'categories-in-step',
  sql: `
    CREATE TABLE sync_now (
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task', 'product', 'category')),
      record_id TEXT NOT NULL, remote_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('local', 'waiting', 'synced', 'refused', 'conflict', 'gone')), reason TEXT,
      version INTEGER, base TEXT, newer_version INTEGER, synced_at INTEGER,
      PRIMARY KEY (kind, record_id)
    ) STRICT;
    INSERT INTO sync_now
      SELECT kind, record_id, remote_id, state, reason, version, base, newer_version, synced_at FROM sync ORDER BY rowid;
    DROP TABLE sync;
    ALTER TABLE sync_now RENAME TO sync;
    ${BOUND_ONCE}
    CREATE INDEX sync_newer ON sync (kind) WHERE newer_version IS NOT NULL;

    CREATE TABLE change_log_now (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task', 'product', 'category')),
      record_id TEXT NOT NULL,
      depends_kind TEXT, depends_on TEXT, operation TEXT NOT NULL CHECK (operation IN ('create', 'update')),
      fields TEXT NOT NULL, base_version INTEGER, idempotency_key TEXT NOT NULL UNIQUE, request TEXT,
      created_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused', 'conflict')),
      attempts INTEGER NOT NULL DEFAULT 0, merges INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, tried_at INTEGER,
      last_error TEXT, conflict TEXT, told TEXT
    ) STRICT;
    INSERT INTO change_log_now
      SELECT id, kind, record_id, depends_kind, depends_on, operation, fields, base_version, idempotency_key, request, created_at,
        state, attempts, merges, next_at, tried_at, last_error, conflict, told
      FROM change_log;
    DROP TABLE change_log;
    ALTER TABLE change_log_now RENAME TO change_log;
    CREATE INDEX change_log_by_record ON change_log (kind, record_id, id);
    CREATE INDEX change_log_by_time ON change_log (state, next_at);
    CREATE INDEX change_log_by_state ON change_log (state, id);
    CREATE INDEX change_log_by_turn ON change_log (state, attempts, id);
    CREATE INDEX change_log_by_dependency ON change_log (depends_on) WHERE depends_on IS NOT NULL;

    DELETE FROM settings WHERE key IN ('crm.cursor.category', 'crm.cursor.first.category');
  `,
}
