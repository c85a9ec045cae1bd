/** What notes and tasks hang on. Runs in the database thread. */
import { AppError, type Subject } from '../../contract'
import { needInCrm } from '../contacts/store'
import { isTold, syncState } from '../crm/change-store'
import { builder, type Sql } from '../storage'

const TABLES = { contact: 'contacts', lead: 'leads', order: 'orders' } as const

/** @throws {AppError} `not-found`. */
export function mustHaveSubject(sql: Sql, { kind, id }: Subject): void {
  if (!sql.get(builder.selectFrom(TABLES[kind]).select('id').where('id', '=', id)))
    throw new AppError('not-found', `There is no such ${kind}.`)
}

/** The person behind a subject; null where it is not here (any more). */
export function contactBehind(sql: Sql, { kind, id }: Subject): string | null {
  if (kind === 'contact')
    return sql.get(builder.selectFrom('contacts').select('id').where('id', '=', id))?.id ?? null
  return (
    sql.get(builder.selectFrom(TABLES[kind]).select('contact_id').where('id', '=', id))?.contact_id ?? null
  )
}

/**
 * The CRM must have the subject before what hangs on it: a person is put on their way, as by a lead.
 * @returns false where the subject stays on this machine, and what hangs on it with it.
 */
export function needSubject(sql: Sql, { kind, id }: Subject, now: number): boolean {
  if (kind !== 'contact') return isTold(syncState(sql, kind, id).state)
  needInCrm(sql, id, now)
  return true
}

/** Whatever of `notes` or `tasks` hangs on a person, their leads and their orders. The person's id is bound three times. */
export const OF_CONTACT = `(
  (subject_kind = 'contact' AND subject_id = ?)
  OR (subject_kind = 'lead' AND subject_id IN (SELECT id FROM leads WHERE contact_id = ?))
  OR (subject_kind = 'order' AND subject_id IN (SELECT id FROM orders WHERE contact_id = ?)))`
