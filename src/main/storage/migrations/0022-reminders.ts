/**
 * Tasks that were rung for. `reminded_for` and `seen_for` are the due times for which the person was reminded, and for which they put the
 * reminder away: with another due time it rings again. Both indexes hold only what is still to come or still to be seen.
 */
import type { Migration } from '../migrate'

export const reminders: Migration = {
  number: 22,
  name: 'reminders',
  sql: `
    ALTER TABLE tasks ADD COLUMN reminded_for INTEGER;
    ALTER TABLE tasks ADD COLUMN seen_for INTEGER;
    CREATE INDEX tasks_to_ring ON tasks (due_at, id)
      WHERE done = 0 AND due_at IS NOT NULL AND reminded_for IS NOT due_at;
    CREATE INDEX tasks_unseen ON tasks (due_at, id)
      WHERE done = 0 AND due_at IS NOT NULL AND reminded_for IS due_at AND seen_for IS NOT due_at;
  `,
}
