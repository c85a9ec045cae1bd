/** What a person asked for when they had an account unlinked, until all of it is done: a crash in between must not leave half of it. */
import type { Migration } from '../migrate'

export const leaving: Migration = {
  number: 7,
  name: 'leaving',
  sql: `ALTER TABLE accounts ADD COLUMN leaving TEXT CHECK (leaving IN ('unlink', 'erase', 'remove'));`,
}
