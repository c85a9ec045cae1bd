/**
 * People with everything known of them: other names and e-mails, company, address, tags, fields of the person's own, consent; how they
 * are found; and what happened to them, merges included.
 *
 * - `seq` is the rowid in the search index; null: not indexed yet. Existing people are indexed by the app, which knows how to fold.
 * - `twin` is a number as those write it who leave out a digit that came later (Brazil's 9, Mexico's 1, Argentina's 9): two forms of one
 *   number have the same twin.
 * - `messages_told` answers what is counted of messages (how many, on which days, how soon answered) without reading them.
 */
import type { Migration } from '../migrate'

export const people: Migration = {
  number: 13,
  name: 'people',
  sql: `
    ALTER TABLE contacts ADD COLUMN seq INTEGER;
    ALTER TABLE contacts ADD COLUMN folded TEXT NOT NULL DEFAULT '';
    ALTER TABLE contacts ADD COLUMN company TEXT;
    ALTER TABLE contacts ADD COLUMN address TEXT;
    ALTER TABLE contacts ADD COLUMN consent TEXT NOT NULL DEFAULT 'unknown' CHECK (consent IN ('unknown', 'in', 'out'));
    ALTER TABLE contacts ADD COLUMN consent_at INTEGER;
    ALTER TABLE contacts ADD COLUMN consent_how TEXT;
    UPDATE contacts SET folded = lower(name);
    CREATE UNIQUE INDEX contacts_by_seq ON contacts (seq) WHERE seq IS NOT NULL;
    CREATE INDEX contacts_unindexed ON contacts (id) WHERE seq IS NULL;
    CREATE INDEX contacts_by_name ON contacts (folded, id);
    CREATE INDEX contacts_by_email ON contacts (lower(email)) WHERE email IS NOT NULL;

    CREATE TABLE contact_emails (
      contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, email TEXT NOT NULL, PRIMARY KEY (contact_id, email)
    ) STRICT;
    CREATE INDEX contact_emails_by_email ON contact_emails (email);
    CREATE TABLE contact_aliases (
      contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, name TEXT NOT NULL, folded TEXT NOT NULL,
      PRIMARY KEY (contact_id, folded)
    ) STRICT;
    CREATE TABLE contact_tags (
      contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, tag TEXT NOT NULL, folded TEXT NOT NULL,
      PRIMARY KEY (contact_id, folded)
    ) STRICT;
    CREATE INDEX contact_tags_by_tag ON contact_tags (folded, contact_id, tag);
    CREATE TABLE contact_fields (
      contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, position INTEGER NOT NULL, name TEXT NOT NULL,
      value TEXT NOT NULL, PRIMARY KEY (contact_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE contact_events (
      id INTEGER PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, at INTEGER NOT NULL,
      kind TEXT NOT NULL, data TEXT NOT NULL
    ) STRICT;
    CREATE INDEX contact_events_by_contact ON contact_events (contact_id, at, id);

    ALTER TABLE contact_phones ADD COLUMN twin TEXT GENERATED ALWAYS AS (
      CASE
        WHEN phone GLOB '+521??????????' THEN '+52' || substr(phone, 5)
        WHEN phone GLOB '+549??????????' THEN '+54' || substr(phone, 5)
        WHEN phone GLOB '+55??9????????' THEN '+55' || substr(phone, 4, 2) || substr(phone, 7)
        ELSE phone
      END
    ) VIRTUAL;
    CREATE INDEX contact_phones_by_twin ON contact_phones (twin);

    CREATE TABLE merges (
      id TEXT PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, gone_id TEXT NOT NULL,
      at INTEGER NOT NULL, before TEXT NOT NULL
    ) STRICT;
    CREATE INDEX merges_by_contact ON merges (contact_id, at);
    CREATE INDEX merges_by_time ON merges (at);
    CREATE TABLE merged_remotes (
      remote_id TEXT PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX merged_remotes_by_contact ON merged_remotes (contact_id);
    CREATE TABLE not_same (
      one TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE, other TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE,
      PRIMARY KEY (one, other)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX not_same_by_other ON not_same (other);

    CREATE INDEX messages_told ON messages (conversation_id, direction, id) WHERE type NOT IN ('system', 'call');

    CREATE VIRTUAL TABLE contact_search USING fts5 (text, tokenize = 'trigram remove_diacritics 1');
    INSERT INTO contact_search (contact_search, rank) VALUES ('secure-delete', 1);
    CREATE TRIGGER contact_unindexed AFTER DELETE ON contacts WHEN OLD.seq IS NOT NULL BEGIN
      DELETE FROM contact_search WHERE rowid = OLD.seq;
    END;
  `,
}
