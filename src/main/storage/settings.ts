/** Small values kept under a key. Run in the database thread; each room has keys of its own, which begin with its name. */
import { builder, type Sql } from './sql'

/** Null where there is none. */
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
