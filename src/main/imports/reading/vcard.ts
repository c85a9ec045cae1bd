/** vCards, one after the other in a file, as rows of people: each with the columns that a CSV of people has here. */
import { BETWEEN, CardReader, PEOPLE_COLUMNS, type Card } from '../../contacts'
import { encodingOfText, textOf } from './decode'
import { LONGEST, START, UnreadableFile, type ReadOptions, type SourceRow } from './source'

/** Named so that it is known for what it is. */
const TABLE = 'contacts'

const rowOf = (card: Card): SourceRow => ({
  table: TABLE,
  columns: PEOPLE_COLUMNS,
  cells: [
    card.name,
    card.phones.join(BETWEEN),
    card.emails.join(BETWEEN),
    card.company,
    card.address,
    card.tags.join(BETWEEN),
    card.note,
    card.aliases.join(BETWEEN),
    card.consent,
    card.consentHow,
    card.fields.join(BETWEEN),
  ],
  line: card.line,
  head: START,
})

/** @throws {UnreadableFile} */
export async function* readVcard(file: string, { onProgress }: ReadOptions): AsyncGenerator<SourceRow> {
  const reader = new CardReader()
  let rest = ''
  let line = 0
  for await (const text of textOf(file, await encodingOfText(file), onProgress)) {
    // A return alone ends a line in old files; at the end of a piece it may be half of one.
    const lines = (rest + text).split(/\r\n|\n|\r(?=[^\n])/)
    rest = lines.pop() ?? ''
    if (rest.length > LONGEST) throw new UnreadableFile('line-too-long', line + 1)
    for (const one of lines) {
      line++
      for (const card of reader.feed(line === 1 ? one.replace(/^\uFEFF/, '') : one)) yield rowOf(card)
    }
  }
  for (const card of [...reader.feed(rest.replace(/\r$/, '')), ...reader.end()]) yield rowOf(card)
  if (reader.isOpen) throw new UnreadableFile('truncated', line + 1)
}
