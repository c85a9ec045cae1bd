/**
 * People whom a person had erased here, by their ids in the CRM and by the marks of their numbers: it must not bring them back. Runs in
 * the database thread.
 */
import { EVERY_ACCOUNT, markOf, type Sql } from '../storage'

export const isErased = (sql: Sql, remoteId: string): boolean =>
  sql.statement('SELECT 1 FROM erased_remotes WHERE remote_id = ?').get(remoteId) !== undefined

/** Which of these numbers were erased people's. @param phones E.164. */
export function erasedPhones(sql: Sql, phones: readonly string[]): Set<string> {
  const { markKey } = sql
  if (!markKey || phones.length === 0) return new Set()
  if (sql.statement('SELECT 1 FROM erased_marks LIMIT 1').get() === undefined) return new Set()
  const mark = sql.statement('SELECT 1 FROM erased_marks WHERE address_hash = ?')
  return new Set(
    phones.filter(
      (phone) => mark.get(markOf(markKey, EVERY_ACCOUNT, `${phone.slice(1)}@c.us`)) !== undefined,
    ),
  )
}

/** The CRM has them under this id too, and may take the number from it later. */
export function rememberErased(sql: Sql, remoteId: string): void {
  sql.statement('INSERT OR IGNORE INTO erased_remotes (remote_id) VALUES (?)').run(remoteId)
}

/** They are here again because a person wanted them, or in the CRM no more. */
export function forgetErased(sql: Sql, remoteId: string): void {
  sql.statement('DELETE FROM erased_remotes WHERE remote_id = ?').run(remoteId)
}
