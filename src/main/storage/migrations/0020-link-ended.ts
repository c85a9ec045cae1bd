/** How an account's last link ended where nobody here ended it, so that a new start can still say so. */
import type { Migration } from '../migrate'

export const linkEnded: Migration = {
  number: 20,
  name: 'link-ended',
  sql: `ALTER TABLE accounts ADD COLUMN ended TEXT CHECK (ended IN ('logged-out'));`,
}
