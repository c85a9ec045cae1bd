/** Small values of the CRM's room. Runs in the database thread. */
import { builder, type Sql } from '../storage'

export function getSetting(sql: Sql, key: string): string | null {
  return sql.get(builder.selectFrom('settings').select('value').where('key', '=', key))?.value ?? null
}

/** Null removes it. */
export function setSetting(sql: Sql, key: string, value: string | null): void {
  if (value === null) {
    sql.run(builder.deleteFrom('settings').where('key', '=', key))
    return
  }
  const row = { key, value }
  sql.run(
    builder
      .insertInto('settings')
      .values(row)
      .onConflict((on) => on.column('key').doUpdateSet(row)),
  )
}
