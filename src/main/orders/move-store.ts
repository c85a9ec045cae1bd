/** What belongs to a contact that turned out to be another: leads and orders, notes and tasks. Runs in the database thread. */
import { needInCrm } from '../contacts/store'
import { changeContact } from '../crm/change-store'
import { followupsOf, moveFollowups, type Followups } from '../followup/move-store'
import { builder, type Sql } from '../storage'

const TABLES = [
  ['lead', 'leads'],
  ['order', 'orders'],
] as const

/** Ids of what belongs to somebody. */
export interface Belongings extends Followups {
  lead: string[]
  order: string[]
}

/** All that belongs to somebody, by id. */
export function belongingsOf(sql: Sql, contactId: string): Belongings {
  const of = (table: 'leads' | 'orders'): string[] =>
    sql
      .all(builder.selectFrom(table).select('id').where('contact_id', '=', contactId).orderBy('id'))
      .map(({ id }) => id)
  return { lead: of('leads'), order: of('orders'), ...followupsOf(sql, contactId) }
}

/** Gives them all to `into`, and tells the CRM where it knows of them. Runs inside the caller's transaction. */
export function moveToContact(
  sql: Sql,
  { from, into, now }: { from: string; into: string; now: number },
): void {
  moveBelongings(sql, { all: belongingsOf(sql, from), into, now })
}

/** The same for some of them, whosever they are. */
export function moveBelongings(
  sql: Sql,
  { all, into, now }: { all: Belongings; into: string; now: number },
): void {
  let told = moveFollowups(sql, { all, into, now })
  for (const [kind, table] of TABLES)
    for (const id of all[kind]) {
      sql.run(builder.updateTable(table).set({ contact_id: into }).where('id', '=', id))
      told = changeContact(sql, { kind, recordId: id, contactId: into, now }) || told
    }
  if (told) needInCrm(sql, into, now)
}

/** The chat they were made in was joined into another. */
export function moveToConversation(sql: Sql, { from, into }: { from: string; into: string }): void {
  for (const [, table] of TABLES)
    sql.run(builder.updateTable(table).set({ conversation_id: into }).where('conversation_id', '=', from))
}
