/** A status is not told to who asked not to be written to, and says so. SQLite changes no CHECK in place, so the table is made anew. */
import type { Migration } from '../migrate'

export const toldOptedOut: Migration = {
  number: 25,
  name: 'told-opted-out',
  sql: `
    CREATE TABLE order_tellings_now (
      order_id TEXT NOT NULL REFERENCES orders (id) ON DELETE CASCADE, status TEXT NOT NULL, client_id TEXT NOT NULL,
      at INTEGER NOT NULL, state TEXT NOT NULL CHECK (state IN ('due', 'sent', 'failed', 'off', 'old', 'opted-out')),
      PRIMARY KEY (order_id, status)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO order_tellings_now SELECT order_id, status, client_id, at, state FROM order_tellings;
    DROP TABLE order_tellings;
    ALTER TABLE order_tellings_now RENAME TO order_tellings;
    CREATE INDEX order_tellings_due ON order_tellings (at) WHERE state = 'due';
  `,
}
