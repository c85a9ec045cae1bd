/**
 * What the CRM said last of a record is half a kilobyte. Kept in the order of its random key, each of thousands of records dirtied a page
 * of its own in a first reading, which was half of the work: `sync` keeps its rows in the order in which they came, and its keys beside
 * them. What waits for the CRM is found in the order of its turn, however much waits.
 */
import type { Migration } from '../migrate'

export const syncInOrderOfArrival: Migration = {
  number: 24,
  name: 'sync-in-order-of-arrival',
  sql: `
    CREATE TABLE sync_now (
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order', 'note', 'task', 'product')), record_id TEXT NOT NULL,
      remote_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('local', 'waiting', 'synced', 'refused', 'conflict', 'gone')), reason TEXT,
      version INTEGER, base TEXT, newer_version INTEGER, synced_at INTEGER,
      PRIMARY KEY (kind, record_id)
    ) STRICT;
    INSERT INTO sync_now
      SELECT kind, record_id, remote_id, state, reason, version, base, newer_version, synced_at FROM sync;
    DROP TABLE sync;
    ALTER TABLE sync_now RENAME TO sync;
    CREATE UNIQUE INDEX sync_by_remote ON sync (kind, remote_id);
    CREATE INDEX sync_newer ON sync (kind) WHERE newer_version IS NOT NULL;

    CREATE INDEX change_log_by_turn ON change_log (state, attempts, id);
  `,
}
