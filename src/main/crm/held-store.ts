/**
 * Changes that were waiting when somebody else signed in at the same CRM: they keep waiting for whoever made them, until these are back
 * or a person who may decides over them. Runs in the database thread.
 */
import { crmReason } from '../../contract/entities/crm-reason'
import { builder, type Sql, type SyncKind } from '../storage'
import { entriesOf, setSync, syncRow, type ChangeEntry } from './change-store'
import { Touches, type Touched } from './touches-store'

/** Somebody of the CRM's. */
export interface CrmPerson {
  id: string
  name: string
}

interface Held {
  kind: SyncKind
  record_id: string
}

/** Says at each record why it waits, or that it waits as ever. */
function say(sql: Sql, records: readonly Held[], reason: string | null): void {
  for (const { kind, record_id: recordId } of records)
    if (syncRow(sql, kind, recordId)?.state === 'waiting') setSync(sql, kind, recordId, { reason })
}

/**
 * Somebody signs in: what was theirs before goes on.
 * @param former whose all else is that waits; null where it is nobody's, or of the same person.
 */
export function handOver(sql: Sql, former: CrmPerson | null, now: CrmPerson): void {
  if (former && former.id !== now.id) {
    const records = sql
      .statement(
        'UPDATE change_log SET of_user = ?, of_user_name = ? WHERE of_user IS NULL RETURNING kind, record_id',
      )
      .all(former.id, former.name) as Held[]
    say(sql, records, crmReason('of-other', former.name))
  }
  const back = sql
    .statement(
      'UPDATE change_log SET of_user = NULL, of_user_name = NULL WHERE of_user = ? RETURNING kind, record_id',
    )
    .all(now.id) as Held[]
  say(sql, back, null)
}

/** Whose an entry is, where it waits for them; null for none. */
export function heldFor(sql: Sql, entryId: number): string | null {
  const query = builder.selectFrom('change_log').select('of_user').where('id', '=', entryId)
  return sql.get(query)?.of_user ?? null
}

/** Whose change goes before this one of the same record and waits for them; null for none. */
export const heldBefore = (sql: Sql, { kind, record_id: recordId, id }: ChangeEntry): string | null =>
  entriesOf(sql, kind, recordId).find((one) => one.id < id && one.of_user !== null)?.of_user_name ?? null

/** What waits of a record goes out in the name of whoever is signed in, and what it is about before it. */
export function takeOver(sql: Sql, kind: SyncKind, recordId: string): Touched {
  const touches = new Touches()
  const take = (of: SyncKind, id: string): void => {
    const held = entriesOf(sql, of, id).filter(({ of_user }) => of_user !== null)
    if (held.length === 0) return
    const values = { of_user: null, of_user_name: null }
    for (const entry of held)
      sql.run(builder.updateTable('change_log').set(values).where('id', '=', entry.id))
    say(sql, [{ kind: of, record_id: id }], null)
    touches.add(of, id)
    for (const { depends_kind: first, depends_on: on } of held) if (first && on !== null) take(first, on)
  }
  take(kind, recordId)
  return touches.shown(sql)
}
