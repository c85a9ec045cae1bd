/** Leads and orders of a contact that turned out to be another. Runs in the database thread. */
import { needInCrm } from '../contacts/store'
import { changeContact } from '../crm/change-store'
import { moveFollowups } from '../followup/move-store'
import { builder, type Sql } from '../storage'

const TABLES = [
  ['lead', 'leads'],
  ['order', 'orders'],
] as const

/** Gives them all to `into`, with its notes and tasks, and tells the CRM where it knows of them. Runs inside the caller's transaction. */
export function moveToContact(
  sql: Sql,
  { from, into, now }: { from: string; into: string; now: number },
): void {
  let told = moveFollowups(sql, { from, into, now })
  for (const [kind, table] of TABLES) {
    const rows = sql.all(builder.selectFrom(table).select('id').where('contact_id', '=', from))
    sql.run(builder.updateTable(table).set({ contact_id: into }).where('contact_id', '=', from))
    for (const { id } of rows) told = changeContact(sql, { kind, recordId: id, contactId: into, now }) || told
  }
  if (told) needInCrm(sql, into, now)
}

/** The chat they were made in was joined into another. */
export function moveToConversation(sql: Sql, { from, into }: { from: string; into: string }): void {
  for (const [, table] of TABLES)
    sql.run(builder.updateTable(table).set({ conversation_id: into }).where('conversation_id', '=', from))
}
