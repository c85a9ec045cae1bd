/** Who linked an account, so that others than its own person need a right to unlink it. Those from before are nobody's in particular. */
import type { Migration } from '../migrate'

export const linkedBy: Migration = {
  number: 11,
  name: 'linked-by',
  sql: `ALTER TABLE accounts ADD COLUMN linked_by TEXT;`,
}
