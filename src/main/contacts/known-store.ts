/** Who is more than the name on a chat. Runs in the database thread. */
import type { Sql } from '../storage'

/**
 * What makes somebody more than a chat: what is sold to them, what hangs on them, what somebody noted of them or the CRM knows. Each asks
 * of one person, `:id`. A number, a name and what waits for the CRM of them make none.
 */
const MORE = [
  'SELECT 1 FROM leads WHERE contact_id = :id',
  'SELECT 1 FROM orders WHERE contact_id = :id',
  "SELECT 1 FROM notes WHERE subject_kind = 'contact' AND subject_id = :id",
  "SELECT 1 FROM tasks WHERE subject_kind = 'contact' AND subject_id = :id",
  'SELECT 1 FROM contact_tags WHERE contact_id = :id',
  'SELECT 1 FROM contact_fields WHERE contact_id = :id',
  'SELECT 1 FROM contact_emails WHERE contact_id = :id',
  // Before they were made one with another of the CRM's, that one was known to it too.
  'SELECT 1 FROM merged_remotes WHERE contact_id = :id',
  // Who does not want to be written to must not be forgotten, or is written to when they come again.
  `SELECT 1 FROM contacts WHERE id = :id
    AND (consent <> 'unknown' OR email IS NOT NULL OR company IS NOT NULL OR address IS NOT NULL OR note IS NOT NULL)`,
  "SELECT 1 FROM sync WHERE kind = 'contact' AND record_id = :id AND version IS NOT NULL",
].map((query) => `EXISTS (${query})`)

/** Whether there is anything of a person beside their chats: then they stay when those go. */
export const isMoreThanAChat = (sql: Sql, contactId: string): boolean =>
  sql
    .statement(`SELECT ${MORE.join(' OR ')}`)
    .pluck()
    .get({ id: contactId }) === 1
