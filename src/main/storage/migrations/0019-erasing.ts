/**
 * Erasing one person.
 *
 * - `erasures` is what was asked for until all of it is done (a crash in between is made up for at the next start), and then the
 *   certificate until somebody took it. `traces` names the person, so it goes before the rest is called done.
 * - `erased_marks` are keyed hashes of the addresses of people who were erased: the phone still knows them and must not bring them back.
 * - `erased_remotes` are the ids under which the CRM knows them, for the same.
 * - `conversation_search` forgets names like the other indexes do: with what it wrote of them overwritten.
 */
import type { Migration } from '../migrate'

export const erasing: Migration = {
  number: 19,
  name: 'erasing',
  sql: `
    CREATE TABLE erasures (
      id TEXT PRIMARY KEY, contact_id TEXT NOT NULL UNIQUE, reference TEXT NOT NULL, app_version TEXT NOT NULL,
      begun_at INTEGER NOT NULL, done_at INTEGER,
      stage TEXT NOT NULL CHECK (stage IN ('chats', 'traces', 'wiping', 'done')),
      traces TEXT, swept INTEGER, counts TEXT NOT NULL, crm TEXT NOT NULL
    ) STRICT;
    CREATE TABLE erased_marks (address_hash BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;
    CREATE TABLE erased_remotes (remote_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
    INSERT INTO conversation_search (conversation_search, rank) VALUES ('secure-delete', 1);
    INSERT INTO conversation_search (conversation_search) VALUES ('optimize');
  `,
}
