/**
 * The ids of people who were deleted in the CRM: what there is still about them goes to whom they are there now, and what is about
 * somebody who could not be read does not. Of those deleted before this version, what hangs on them tells.
 */
import type { Migration } from '../migrate'

const goneBy = (table: 'leads' | 'orders', kind: 'lead' | 'order'): string => `
    INSERT OR IGNORE INTO merged_remotes (remote_id, contact_id, gone)
      SELECT json_extract(s.base, '$.contactId'), t.contact_id, 1
      FROM sync s JOIN ${table} t ON t.id = s.record_id
      JOIN sync p ON p.kind = 'contact' AND p.record_id = t.contact_id AND p.state = 'gone'
      WHERE s.kind = '${kind}' AND json_extract(s.base, '$.contactId') IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM sync o WHERE o.kind = 'contact' AND o.record_id = json_extract(s.base, '$.contactId')
          AND o.remote_id = o.record_id)
        AND NOT EXISTS (SELECT 1 FROM sync o WHERE o.kind = 'contact' AND o.remote_id = json_extract(s.base, '$.contactId')
          AND o.remote_id <> o.record_id);`

export const goneRemotes: Migration = {
  number: 33,
  name: 'gone-remotes',
  sql: `
    ALTER TABLE merged_remotes ADD COLUMN gone INTEGER NOT NULL DEFAULT 0 CHECK (gone IN (0, 1));
    ${goneBy('leads', 'lead')}
    ${goneBy('orders', 'order')}
  `,
}
