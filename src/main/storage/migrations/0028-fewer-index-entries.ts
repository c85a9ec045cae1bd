/**
 * Fewer entries in indexes, each of which costs a first reading a page of the log for every few records.
 *
 * - Nearly every record has one id here and at the CRM: `sync_by_remote` holds the others only. Triggers keep what it kept as a whole
 *   index: one record here for each of the CRM's.
 * - Few leads and orders were made in a chat: only those are found by it.
 */
import type { Migration } from '../migrate'

const TWICE = `EXISTS (SELECT 1 FROM sync WHERE kind = NEW.kind AND remote_id = NEW.remote_id AND remote_id <> record_id
      AND record_id <> NEW.record_id)
    OR NEW.remote_id <> NEW.record_id
      AND EXISTS (SELECT 1 FROM sync WHERE kind = NEW.kind AND record_id = NEW.remote_id AND remote_id = record_id)`
const refuse = `BEGIN SELECT RAISE(ABORT, 'another record here is this one of the CRM''s'); END;`

/** One record here for each of the CRM's: for whichever migration makes `sync` anew. */
export const BOUND_ONCE = `
    CREATE UNIQUE INDEX sync_by_remote ON sync (kind, remote_id) WHERE remote_id <> record_id;
    CREATE TRIGGER sync_bound_once BEFORE INSERT ON sync WHEN ${TWICE} ${refuse}
    CREATE TRIGGER sync_bound_once_more BEFORE UPDATE OF remote_id ON sync
      WHEN NEW.remote_id <> OLD.remote_id AND (${TWICE}) ${refuse}
`

export const fewerIndexEntries: Migration = {
  number: 28,
  name: 'fewer-index-entries',
  sql: `
    DROP INDEX sync_by_remote;
    ${BOUND_ONCE}
    DROP INDEX leads_by_conversation;
    CREATE INDEX leads_by_conversation ON leads (conversation_id) WHERE conversation_id IS NOT NULL;
    DROP INDEX orders_by_conversation;
    CREATE INDEX orders_by_conversation ON orders (conversation_id) WHERE conversation_id IS NOT NULL;
  `,
}
