/** People whom a person had erased here, by their ids in the CRM: it must not bring them back. Runs in the database thread. */
import type { Sql } from '../storage'

export const isErased = (sql: Sql, remoteId: string): boolean =>
  sql.statement('SELECT 1 FROM erased_remotes WHERE remote_id = ?').get(remoteId) !== undefined

/** They are here again because a person wanted them, or in the CRM no more. */
export function forgetErased(sql: Sql, remoteId: string): void {
  sql.statement('DELETE FROM erased_remotes WHERE remote_id = ?').run(remoteId)
}
