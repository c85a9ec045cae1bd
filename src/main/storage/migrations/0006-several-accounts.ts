/** Several accounts: each has a name and a colour of the person's own. */
import type { Migration } from '../migrate'

export const severalAccounts: Migration = {
  number: 6,
  name: 'several-accounts',
  sql: `
    ALTER TABLE accounts ADD COLUMN label TEXT;
    ALTER TABLE accounts ADD COLUMN colour TEXT NOT NULL DEFAULT 'teal';
  `,
}
