/**
 * When each address was erased: what WhatsApp has from before is not shown again. Whoever was erased before this version was so by now.
 */
import type { Migration } from '../migrate'

export const erasedWhen: Migration = {
  number: 26,
  name: 'erased-when',
  sql: `
    ALTER TABLE erased_marks ADD COLUMN erased_at INTEGER NOT NULL DEFAULT 0;
    UPDATE erased_marks SET erased_at = unixepoch() * 1000;
  `,
}
