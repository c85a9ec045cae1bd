/**
 * Orders with rates, an address and a way.
 *
 * - `orders.terms` is JSON of the contract's `orderTerms`; null for orders from before, whose amounts are all there is.
 * - `order_steps` is who took which step when.
 * - `order_tellings` is what customers are to be told, once for each status of an order: its key is what makes it once, and `client_id`
 *   is the message's id in the outbox, so that telling again after a crash is the same message.
 */
import type { Migration } from '../migrate'

export const orders: Migration = {
  number: 12,
  name: 'orders',
  sql: `
    ALTER TABLE orders ADD COLUMN terms TEXT;
    ALTER TABLE orders ADD COLUMN included_tax INTEGER NOT NULL DEFAULT 0 CHECK (included_tax >= 0);
    ALTER TABLE orders ADD COLUMN address TEXT;

    CREATE TABLE order_steps (
      id INTEGER PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, status TEXT NOT NULL,
      at INTEGER NOT NULL, by TEXT NOT NULL CHECK (by IN ('person', 'crm', 'assistant')), name TEXT
    ) STRICT;
    CREATE INDEX order_steps_by_order ON order_steps (order_id, id);

    CREATE TABLE order_tellings (
      order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, status TEXT NOT NULL, client_id TEXT NOT NULL,
      at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'failed', 'off', 'old')),
      PRIMARY KEY (order_id, status)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX products_by_name ON products (folded, id);
    CREATE INDEX products_by_category ON products (category_id, folded, id);
    CREATE INDEX order_tellings_due ON order_tellings (at) WHERE state = 'due';
  `,
}
