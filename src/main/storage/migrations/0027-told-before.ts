/**
 * What the CRM may have been told of a new record by requests before this one, whose answers were lost: what it holds is compared with
 * that.
 */
import type { Migration } from '../migrate'

export const toldBefore: Migration = {
  number: 27,
  name: 'told-before',
  sql: 'ALTER TABLE change_log ADD COLUMN told TEXT;',
}
