/** The index behind the list's search: names and numbers of a conversation in one text. */
import type { Sql } from '../storage'

/** Call after any change of a name or a number. */
export function indexName(sql: Sql, conversationId: string): void {
  const row = sql.get(
    sql.build
      .selectFrom('conversations as c')
      .leftJoin('contacts as p', 'p.id', 'c.contact_id')
      .select(['c.seq', 'p.name', 'c.saved_name', 'c.title', 'c.push_name', 'c.phone'])
      .where('c.id', '=', conversationId),
  )
  if (!row) return
  unindexName(sql, row.seq)
  const words = [row.name, row.saved_name, row.title, row.push_name, row.phone]
  const text = [...new Set(words.filter((word) => word !== null))].join('\n').normalize('NFC')
  sql.statement('INSERT INTO conversation_search (rowid, text) VALUES (?, ?)').run(row.seq, text)
}

export function unindexName(sql: Sql, seq: number): void {
  sql.statement('DELETE FROM conversation_search WHERE rowid = ?').run(seq)
}
