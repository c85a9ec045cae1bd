/**
 * The CRM in step with everything that is kept of a person.
 *
 * - `notes` and `tasks` hang on a person, a lead or an order; a task may stand alone.
 * - `sync` and `change_log` know these kinds, records deleted in the CRM (`gone`) and changes that a person has to choose between
 *   (`conflict`, with both values and the one before them). SQLite changes no CHECK in place, so both tables are made anew.
 */
import type { Migration } from '../migrate'

export const crmInStep: Migration = {
  number: 15,
  name: 'crm-in-step',
  sql: `
    CREATE TABLE notes (
      id TEXT PRIMARY KEY, subject_kind TEXT NOT NULL CHECK (subject_kind IN ('contact', 'lead', 'order')),
      subject_id TEXT NOT NULL, body TEXT NOT NULL, owner_id TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX notes_by_subject ON notes (subject_kind, subject_id, created_at);

    CREATE TABLE tasks (
      id TEXT PRIMARY KEY, subject_kind TEXT CHECK (subject_kind IN ('contact', 'lead', 'order')), subject_id TEXT,
      title TEXT NOT NULL, body TEXT, due_at INTEGER, done INTEGER NOT NULL DEFAULT 0,
      priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high')), owner_id TEXT,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX tasks_by_subject ON tasks (subject_kind, subject_id, done) WHERE subject_id IS NOT NULL;
    CREATE INDEX tasks_by_due ON tasks (done, due_at, id);

    ALTER TABLE leads ADD COLUMN owner_id TEXT;
    ALTER TABLE leads ADD COLUMN source TEXT;
    ALTER TABLE leads ADD COLUMN lost_reason TEXT;
    ALTER TABLE leads ADD COLUMN notes TEXT;
    UPDATE leads SET (owner_id, source, lost_reason, notes) = (
      SELECT json_extract(base, '$.ownerId'), json_extract(base, '$.source'), json_extract(base, '$.lostReason'),
        json_extract(base, '$.notes')
      FROM sync WHERE kind = 'lead' AND record_id = leads.id);

    CREATE TABLE sync_now (
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task')), record_id TEXT NOT NULL,
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
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task')), record_id TEXT NOT NULL,
      depends_kind TEXT, depends_on TEXT, operation TEXT NOT NULL CHECK (operation IN ('create', 'update')),
      fields TEXT NOT NULL, base_version INTEGER, idempotency_key TEXT NOT NULL UNIQUE, request TEXT,
      created_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused', 'conflict')),
      attempts INTEGER NOT NULL DEFAULT 0, merges INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, tried_at INTEGER,
      last_error TEXT, conflict TEXT
    ) STRICT;
    INSERT INTO change_log_now
      SELECT id, kind, record_id, CASE WHEN depends_on IS NULL THEN NULL ELSE 'contact' END, depends_on, operation, fields,
        base_version, idempotency_key, request, created_at, state, attempts, merges, next_at, NULL, last_error, NULL
      FROM change_log;
    DROP TABLE change_log;
    ALTER TABLE change_log_now RENAME TO change_log;
    CREATE INDEX change_log_by_record ON change_log (kind, record_id, id);
    CREATE INDEX change_log_by_time ON change_log (state, next_at);
    CREATE INDEX change_log_by_state ON change_log (state, id);
    CREATE INDEX change_log_by_dependency ON change_log (depends_on) WHERE depends_on IS NOT NULL;
  `,
}
