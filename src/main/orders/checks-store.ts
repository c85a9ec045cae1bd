/** What must hold before a lead or an order is kept. Runs in the database thread. */
import { AppError } from '../../contract'
import { builder, type Sql } from '../storage'

/** Null names none. @throws {AppError} `not-found`. */
export function mustHaveConversation(sql: Sql, id: string | null): void {
  if (id === null) return
  if (!sql.get(builder.selectFrom('conversations').select('id').where('id', '=', id)))
    throw new AppError('not-found', 'There is no such conversation.')
}
