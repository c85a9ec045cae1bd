/**
 * Accounts, people, conversations, messages, search and the outbox.
 *
 * - `messages.id` is chronological, so that the thread's page key, the order of search results and the primary key are one.
 * - Text search keeps Devanagari vowel signs inside words (categories Mc and Mn) and ignores Latin diacritics.
 * - The name index is a trigram one: it answers parts of names and numbers.
 */
import type { Migration } from '../migrate'

export const inbox: Migration = {
  number: 1,
  name: 'inbox',
  sql: `
    CREATE TABLE accounts (
      id TEXT PRIMARY KEY, name TEXT, phone TEXT, linked INTEGER NOT NULL DEFAULT 0, paused INTEGER NOT NULL DEFAULT 0,
      created_at INTEGER NOT NULL, last_connected_at INTEGER
    ) STRICT;

    CREATE TABLE daily_counts (
      account_id TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE, day TEXT NOT NULL,
      sent INTEGER NOT NULL DEFAULT 0, received INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (account_id, day)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE contacts (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT, note TEXT, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE contact_phones (
      phone TEXT PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contacts (id) ON DELETE CASCADE
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX contact_phones_by_contact ON contact_phones (contact_id);

    CREATE TABLE conversations (
      seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account_id TEXT NOT NULL REFERENCES accounts (id),
      kind TEXT NOT NULL CHECK (kind IN ('person', 'group')), contact_id TEXT REFERENCES contacts (id) ON DELETE SET NULL,
      address TEXT NOT NULL, phone TEXT, lid TEXT, title TEXT, saved_name TEXT, push_name TEXT,
      is_business INTEGER NOT NULL DEFAULT 0, is_blocked INTEGER NOT NULL DEFAULT 0, archived INTEGER NOT NULL DEFAULT 0,
      unread INTEGER NOT NULL DEFAULT 0 CHECK (unread >= 0), at INTEGER NOT NULL, last_message_id INTEGER,
      history_at INTEGER
    ) STRICT;
    CREATE UNIQUE INDEX conversations_by_phone ON conversations (account_id, phone) WHERE phone IS NOT NULL;
    CREATE UNIQUE INDEX conversations_by_lid ON conversations (account_id, lid) WHERE lid IS NOT NULL;
    CREATE INDEX conversations_by_contact ON conversations (contact_id);
    CREATE INDEX conversations_by_activity ON conversations (archived, at DESC, id DESC);
    CREATE INDEX conversations_by_activity_of_account ON conversations (account_id, archived, at DESC, id DESC);
    CREATE INDEX conversations_unread ON conversations (at DESC, id DESC) WHERE unread > 0;
    CREATE VIRTUAL TABLE conversation_search USING fts5 (text, tokenize = 'trigram remove_diacritics 1');

    CREATE TABLE addresses (
      account_id TEXT NOT NULL, address TEXT NOT NULL,
      conversation_id TEXT NOT NULL REFERENCES conversations (id) ON DELETE CASCADE, PRIMARY KEY (account_id, address)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX addresses_by_conversation ON addresses (conversation_id);

    CREATE TABLE not_work (
      account_id TEXT NOT NULL, address_hash BLOB NOT NULL, PRIMARY KEY (account_id, address_hash)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE messages (
      id INTEGER PRIMARY KEY, conversation_id TEXT NOT NULL REFERENCES conversations (id),
      key TEXT, serialized_id TEXT, client_id TEXT,
      direction TEXT NOT NULL CHECK (direction IN ('in', 'out')), type TEXT NOT NULL, body TEXT, at INTEGER NOT NULL,
      state TEXT, failure TEXT, ack INTEGER NOT NULL DEFAULT 0,
      sent_at INTEGER, delivered_at INTEGER, read_at INTEGER, played_at INTEGER,
      author TEXT, quoted_key TEXT, quoted_body TEXT, quoted_type TEXT, quoted_from_me INTEGER,
      media_state TEXT, media_mime TEXT, media_size INTEGER, media_name TEXT, media_width INTEGER, media_height INTEGER,
      media_duration INTEGER, media_file TEXT, media_attempts INTEGER NOT NULL DEFAULT 0, media_next_at INTEGER,
      extra TEXT, starred INTEGER NOT NULL DEFAULT 0, forwarded INTEGER NOT NULL DEFAULT 0,
      edited_at INTEGER, revoked_at INTEGER, raw TEXT
    ) STRICT;
    CREATE INDEX messages_by_conversation ON messages (conversation_id, id);
    CREATE UNIQUE INDEX messages_by_key ON messages (conversation_id, key) WHERE key IS NOT NULL;
    CREATE UNIQUE INDEX messages_by_client_id ON messages (client_id) WHERE client_id IS NOT NULL;
    CREATE INDEX messages_media_waiting ON messages (media_next_at) WHERE media_state IN ('waiting', 'downloading');
    CREATE INDEX messages_starred ON messages (id) WHERE starred = 1;
    CREATE VIRTUAL TABLE message_search USING fts5 (
      body, content = 'messages', content_rowid = 'id',
      tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'"
    );
    INSERT INTO message_search (message_search, rank) VALUES ('secure-delete', 1);

    CREATE TABLE edits (
      message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE, at INTEGER NOT NULL, body TEXT,
      PRIMARY KEY (message_id, at)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE reactions (
      message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE, sender TEXT NOT NULL, emoji TEXT NOT NULL,
      from_me INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (message_id, sender)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE poll_votes (
      message_id INTEGER NOT NULL REFERENCES messages (id) ON DELETE CASCADE, voter TEXT NOT NULL, options TEXT NOT NULL,
      at INTEGER NOT NULL, PRIMARY KEY (message_id, voter)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE outbox (
      message_id INTEGER PRIMARY KEY REFERENCES messages (id) ON DELETE CASCADE,
      account_id TEXT NOT NULL, conversation_id TEXT NOT NULL, key TEXT,
      state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'unknown')), attachment_as TEXT,
      queued_at INTEGER NOT NULL, confirmed_at INTEGER, sending_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0,
      next_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX outbox_by_account ON outbox (account_id, next_at);
    CREATE INDEX outbox_by_conversation ON outbox (conversation_id, message_id);

    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
}
