/** Orders sent to their customers by hand: which message it was, when and by whom. Written before the message is, and told once it is there. */
import type { Migration } from '../migrate'

export const orderSendings: Migration = {
  number: 30,
  name: 'order-sendings',
  sql: `
    CREATE TABLE order_sendings (
      client_id TEXT PRIMARY KEY, order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, at INTEGER NOT NULL, name TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX order_sendings_by_order ON order_sendings (order_id, at);
  `,
}
