/** Whose a change is that waits for the CRM, where somebody else has signed in since: the CRM's id, and the name. */
import type { Migration } from '../migrate'

export const ofUser: Migration = {
  number: 32,
  name: 'of-user',
  sql: `
    ALTER TABLE change_log ADD COLUMN of_user TEXT;
    ALTER TABLE change_log ADD COLUMN of_user_name TEXT;
  `,
}
