/**
 * Words that begin with what was typed, from the index's own list of terms. SQLite answers `"word"*` by gathering every message of all
 * of them before it gives the first, however few are asked for; the same words joined by OR are walked from the newest message on.
 */
import type { Sql } from '../storage'

/** So many words are asked for one by one; where more begin alike, the index gathers them itself. */
const MOST_TERMS = 24

/** Connections that have their temporary tables. */
const prepared = new WeakSet<Sql>()

function prepare(sql: Sql): void {
  if (prepared.has(sql)) return
  sql.raw.exec(`
    CREATE VIRTUAL TABLE temp.asked USING fts5 (
      word, content = '', tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mc Mn'"
    );
    CREATE VIRTUAL TABLE temp.asked_terms USING fts5vocab ('temp', 'asked', 'instance');
    CREATE VIRTUAL TABLE temp.message_terms USING fts5vocab ('main', 'message_search', 'instance');
  `)
  prepared.add(sql)
}

/** How the index writes a word (case and accents folded), asked of the same tokenizer. Null where it is not one word to it. */
function termOf(sql: Sql, word: string): string | null {
  prepare(sql)
  // Deferred: nothing but memory is written, and the database itself is not locked.
  const ask = sql.raw.transaction(() => {
    sql.statement('INSERT INTO temp.asked (rowid, word) VALUES (1, ?)').run(word)
    const terms = sql.statement('SELECT term FROM temp.asked_terms LIMIT 2').pluck().all() as string[]
    sql.statement("INSERT INTO temp.asked (asked) VALUES ('delete-all')").run()
    return terms.length === 1 ? (terms[0] ?? null) : null
  })
  return ask.deferred()
}

/** Every word of the index that begins with this one, or null where there are too many to ask for one by one. */
export function wordsBeginningWith(sql: Sql, word: string): string[] | null {
  const beginning = termOf(sql, word)
  if (beginning === null) return null
  const next = sql.statement('SELECT term FROM temp.message_terms WHERE term >= ? LIMIT 1').pluck()
  const words: string[] = []
  let from = beginning
  for (;;) {
    const term = next.get(from) as string | undefined
    if (!term?.startsWith(beginning)) return words
    if (words.length === MOST_TERMS) return null
    words.push(term)
    // No word holds a control character: this is the first place after all that is written the same.
    from = `${term}\u0001`
  }
}
