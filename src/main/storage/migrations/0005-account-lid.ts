/**
 * The account's LID beside its number: WhatsApp may tell the number late, and what waits for one account must not go out from another
 * meanwhile.
 */
import type { Migration } from '../migrate'

export const accountLid: Migration = {
  number: 5,
  name: 'account-lid',
  sql: 'ALTER TABLE accounts ADD COLUMN lid TEXT;',
}
