/**
 * Leads, orders, the CRM's catalogue, and where each record stands between this machine and the CRM.
 *
 * - `sync` holds what the CRM said last of a record (`base`), so that a change can be compared field by field.
 * - `change_log` is the queue towards the CRM. `request` is frozen when it is first sent: as long as nobody knows whether it
 *   arrived, exactly the same goes out again under the same key. Attempts and times live here, so a crash resets nothing.
 * - `products.folded` is name and sku without accents and case, made by the app.
 */
import type { Migration } from '../migrate'

export const selling: Migration = {
  number: 2,
  name: 'selling',
  sql: `
    CREATE TABLE stages (
      id TEXT PRIMARY KEY, pipeline_id TEXT NOT NULL, name TEXT NOT NULL, position INTEGER NOT NULL, color TEXT,
      outcome TEXT NOT NULL CHECK (outcome IN ('open', 'won', 'lost'))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX stages_by_pipeline ON stages (pipeline_id);

    CREATE TABLE categories (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE products (
      id TEXT PRIMARY KEY, name TEXT NOT NULL, sku TEXT, category_id TEXT,
      unit_price INTEGER NOT NULL CHECK (unit_price >= 0), currency TEXT NOT NULL, stock INTEGER, unit TEXT, picture TEXT,
      active INTEGER NOT NULL DEFAULT 1, folded TEXT NOT NULL
    ) STRICT;
    CREATE INDEX products_by_folded ON products (folded) WHERE active = 1;

    CREATE TABLE leads (
      id TEXT PRIMARY KEY, contact_id TEXT NOT NULL REFERENCES contacts (id),
      conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
      title TEXT NOT NULL, stage_id TEXT NOT NULL, value INTEGER CHECK (value >= 0), currency TEXT,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX leads_by_contact ON leads (contact_id, created_at);
    CREATE INDEX leads_by_conversation ON leads (conversation_id);

    CREATE TABLE orders (
      id TEXT PRIMARY KEY, number TEXT, contact_id TEXT NOT NULL REFERENCES contacts (id),
      conversation_id TEXT REFERENCES conversations (id) ON DELETE SET NULL,
      currency TEXT NOT NULL, discount INTEGER NOT NULL DEFAULT 0, shipping INTEGER NOT NULL DEFAULT 0,
      tax INTEGER NOT NULL DEFAULT 0, total INTEGER NOT NULL CHECK (total >= 0), note TEXT, status TEXT NOT NULL,
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX orders_by_contact ON orders (contact_id, created_at);
    CREATE INDEX orders_by_conversation ON orders (conversation_id);
    CREATE TABLE order_lines (
      order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, position INTEGER NOT NULL, product_id TEXT,
      name TEXT NOT NULL, quantity INTEGER NOT NULL CHECK (quantity > 0), unit_price INTEGER NOT NULL CHECK (unit_price >= 0),
      PRIMARY KEY (order_id, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE sync (
      kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order')), record_id TEXT NOT NULL, remote_id TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('local', 'waiting', 'synced', 'refused')), reason TEXT,
      version INTEGER, base TEXT, newer_version INTEGER, synced_at INTEGER,
      PRIMARY KEY (kind, record_id)
    ) STRICT, WITHOUT ROWID;
    CREATE UNIQUE INDEX sync_by_remote ON sync (kind, remote_id);
    CREATE INDEX sync_newer ON sync (kind) WHERE newer_version IS NOT NULL;

    CREATE TABLE change_log (
      id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('contact', 'lead', 'order')),
      record_id TEXT NOT NULL, depends_on TEXT, operation TEXT NOT NULL CHECK (operation IN ('create', 'update')),
      fields TEXT NOT NULL, base_version INTEGER, idempotency_key TEXT NOT NULL UNIQUE, request TEXT,
      created_at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'refused')),
      attempts INTEGER NOT NULL DEFAULT 0, merges INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL, last_error TEXT
    ) STRICT;
    CREATE INDEX change_log_by_record ON change_log (kind, record_id, id);
    CREATE INDEX change_log_by_time ON change_log (state, next_at);
    CREATE INDEX change_log_by_dependency ON change_log (depends_on) WHERE depends_on IS NOT NULL;
  `,
}
