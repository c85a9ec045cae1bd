/** Notes and tasks of a contact that turned out to be another. Runs in the database thread. */
import { enqueue, entriesOf, isTold, syncState } from '../crm/change-store'
import { parseFields } from '../crm/fields'
import { builder, type Sql } from '../storage'

const TABLES = [
  ['note', 'notes'],
  ['task', 'tasks'],
] as const

/** Ids of notes and tasks. */
export interface Followups {
  note: string[]
  task: string[]
}

/** Those that hang on a person themselves, not on a lead or an order of theirs. */
export function followupsOf(sql: Sql, contactId: string): Followups {
  const of = (table: 'notes' | 'tasks'): string[] =>
    sql
      .all(
        builder
          .selectFrom(table)
          .select('id')
          .where('subject_kind', '=', 'contact')
          .where('subject_id', '=', contactId)
          .orderBy('id'),
      )
      .map(({ id }) => id)
  return { note: of('notes'), task: of('tasks') }
}

/**
 * Gives them all to `into`, and tells the CRM where it knows of them. What the CRM refused goes on waiting for the person, and names
 * the new contact. Runs inside the caller's transaction.
 * @returns whether the CRM is told, for which it must have that contact.
 */
export function moveFollowups(
  sql: Sql,
  { all, into, now }: { all: Followups; into: string; now: number },
): boolean {
  let told = false
  const subject = { kind: 'contact' as const, id: into }
  for (const [kind, table] of TABLES) {
    const ids = all[kind]
    if (ids.length === 0) continue
    sql.run(builder.updateTable(table).set({ subject_id: into }).where('id', 'in', ids))
    for (const recordId of ids) {
      const entries = entriesOf(sql, kind, recordId)
      for (const { id, state, fields } of entries) {
        const values = {
          depends_on: into,
          ...(state === 'refused' || state === 'conflict'
            ? { fields: JSON.stringify({ ...parseFields(fields), subject }) }
            : {}),
        }
        sql.run(builder.updateTable('change_log').set(values).where('id', '=', id))
      }
      const last = entries.at(-1)?.state
      if (last === 'refused' || last === 'conflict' || !isTold(syncState(sql, kind, recordId).state)) continue
      const depends = { dependsKind: subject.kind, dependsOn: into }
      enqueue(sql, { kind, recordId, ...depends, fields: { subject }, now })
      told = true
    }
  }
  return told
}
