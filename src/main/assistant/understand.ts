/**
 * What a customer wants, from what they wrote. Careful on purpose: a text is a command only where every word of it is explained, as a
 * command's word or as one that is said around commands; anything else is left to a person. Pure, never throws, linear in the text.
 */
import { ASSISTANT_INTENTS, type AssistantIntent, type Language } from '../../contract'
import { deliveryOf, type DeliveryMark } from './delivery'
import type { Lexicon, Mark, Meaning } from './lexicon'
import { numberAt, wholeOf } from './numbers'
import { MOST_ITEMS, waysOf, type OrderLine } from './order-text'
import { linesOf, saidIn, type Line, type Token } from './text'

export type Command =
  /** `query`: of what. */
  | { intent: 'catalogue'; query: string | null }
  /**
   * No lines: it was not said what. `isSure`: it is an order, whatever the catalogue says; else it is one only where all of it is in the
   * catalogue.
   */
  | { intent: 'order'; lines: readonly OrderLine[]; isSure: boolean }
  | { intent: 'status' | 'greeting' | 'help' | 'contact' }

export interface Understood {
  /** Null: left to a person. */
  command: Command | null
  /** The language it is written in; null where its words tell none. */
  language: Language | null
}

interface Marked {
  line: Line
  marks: readonly Mark[]
  /** Words that nothing explains. */
  unknown: readonly Token[]
  isCanonical: boolean
  /** Of one line among several. */
  delivery: DeliveryMark | null
}

function marked(line: Line, lexicon: Lexicon, isOneOfSeveral: boolean): Marked {
  const marks = lexicon.marks(line.tokens)
  const covered = new Set<number>()
  for (const { from, to } of marks) for (let index = from; index < to; index++) covered.add(index)
  const unknown: Token[] = []
  for (let index = 0; index < line.tokens.length; index++) {
    const token = line.tokens[index]
    if (!token || token.kind === 'sign' || covered.has(index)) continue
    const said = numberAt(line.tokens, index)
    if (said) index += said.length - 1
    else unknown.push(token)
  }
  const canonical = isCanonical(line.tokens, marks, lexicon)
  const delivery = isOneOfSeveral && !canonical ? deliveryOf(line, lexicon) : null
  return { line, marks, unknown, isCanonical: canonical, delivery }
}

const has = (lines: readonly Marked[], meaning: Meaning): boolean =>
  lines.some(({ marks }) => marks.some((mark) => mark.meanings.has(meaning)))

const DEVANAGARI = /\p{Script=Devanagari}/u

/** Words that were said, and which languages have them. */
interface Telling {
  words: number
  languages: ReadonlySet<Language>
  /** Of a command, or of where to; else of what is said around. */
  isCommand: boolean
}

function tellingOf({ marks, delivery }: Marked): Telling[] {
  const others = delivery ? marks.filter(({ from, to }) => to <= delivery.from || from >= delivery.to) : marks
  const said = others.map(({ meanings, from, to }) => ({
    words: to - from,
    languages: new Set([...meanings.values()].flatMap((set) => [...set])),
    isCommand: ASSISTANT_INTENTS.some((intent) => meanings.has(intent)),
  }))
  if (!delivery) return said
  return [...said, { words: delivery.to - delivery.from, languages: delivery.languages, isCommand: true }]
}

/** Of the commands' own words; where they tell none, of all that are understood. */
function languageOf(lines: readonly Marked[], text: string): Language | null {
  if (DEVANAGARI.test(text)) return 'hi'
  const all = lines.flatMap(tellingOf)
  return likeliest(all.filter(({ isCommand }) => isCommand)) ?? likeliest(all)
}

/** Words that several languages have count for each of them less. */
function likeliest(all: readonly Telling[]): Language | null {
  const scores = new Map<Language, number>()
  for (const { words, languages } of all) {
    if (languages.size === 3) continue
    for (const language of languages)
      scores.set(language, (scores.get(language) ?? 0) + words / languages.size)
  }
  const [first, second] = [...scores].sort((a, b) => b[1] - a[1])
  return first && first[1] > (second?.[1] ?? 0) ? first[0] : null
}

/** Where an order begins or ends in a line: at a word for ordering, or for wanting. */
interface Verb {
  mark: Mark
  isOrder: boolean
}

function verbsOf({ marks }: Marked): Verb[] {
  return marks.flatMap((mark) => {
    const isOrder = mark.meanings.has('order')
    return isOrder || mark.meanings.has('want') ? [{ mark, isOrder }] : []
  })
}

/** Without what is said around it: leading and trailing words that only fill. */
function withoutFillers(part: readonly Token[], lexicon: Lexicon): readonly Token[] {
  let [from, to] = [0, part.length]
  const isSaidAround = (mark: Mark | null): mark is Mark =>
    mark !== null &&
    ['filler', 'greeting', 'want', 'order'].some((meaning) => mark.meanings.has(meaning as Meaning))
  for (;;) {
    const token = part[from]
    if (from >= to || !token) break
    if (token.kind === 'sign') {
      from++
      continue
    }
    if (numberAt(part, from)) break
    const mark = lexicon.at(part, from)
    if (!isSaidAround(mark)) break
    from = mark.to
  }
  const marks = lexicon
    .marks(part.slice(from, to))
    .map((mark) => ({ ...mark, from: mark.from + from, to: mark.to + from }))
  for (;;) {
    const token = part[to - 1]
    if (to <= from || !token) break
    const mark = marks.at(-1)
    if (token.kind === 'sign') to--
    else if (mark?.to === to && isSaidAround(mark)) {
      to = mark.from
      marks.pop()
    } else break
  }
  return part.slice(from, to)
}

/** `ORDER name:2`, the form that help tells: it is one whatever the name consists of. `order status: 1042` is none. */
function isCanonical(tokens: readonly Token[], marks: readonly Mark[], lexicon: Lexicon): boolean {
  if (!lexicon.at(tokens.slice(0, 1), 0)?.meanings.has('order')) return false
  const link = tokens.findLastIndex(({ word }) => word === ':')
  const [first] = marks
  if (link <= 1 || (first?.from === 0 && first.to === link && first.meanings.has('status'))) return false
  const said = numberAt(tokens, link + 1)
  return said !== null && tokens.slice(link + 1 + said.length).every(({ kind }) => kind === 'sign')
}

/** The tokens of a line that may say what is ordered; the likeliest first. */
function partsOf(entry: Marked, lexicon: Lexicon): readonly (readonly Token[])[] {
  const { tokens } = entry.line
  if (entry.isCanonical) return [tokens.slice(1), withoutFillers(tokens.slice(1), lexicon)]
  const [verb, ...others] = verbsOf(entry)
  if (!verb) return [tokens, withoutFillers(tokens, lexicon)]
  const { mark } = verb
  const after = tokens.slice(mark.to)
  const last = others.at(-1)?.mark ?? mark
  const parts = [
    // Names may begin with words that belong to longer phrases: `ORDER Book Stand:1`.
    ...(verb.isOrder && mark.to - mark.from > 1 ? [tokens.slice(mark.from + 1)] : []),
    after,
    withoutFillers(after, lexicon),
  ]
  const before = withoutFillers(tokens.slice(0, last.from), lexicon)
  return before.length > 0 ? [...parts, before, withoutFillers(tokens.slice(0, mark.from), lexicon)] : parts
}

const hasNumber = ({ line }: Marked): boolean =>
  line.tokens.some(
    (token, index) =>
      (token.kind === 'number' && wholeOf(token.word) !== null) ||
      numberAt(line.tokens, index) !== null ||
      /^(x\d+|\d+x)$/.test(token.word),
  )

const noteLine = ({ line }: Marked, lexicon: Lexicon): OrderLine => ({
  text: line.text.trim(),
  role: 'note',
  ways: waysOf(line, [line.tokens], lexicon),
})

/**
 * @param given isSure: an order is written for certain, and this line is not where it begins. isBelowHeading: a line above said that an
 * address follows.
 * @returns null where nobody but a person can tell.
 */
function lineOf(
  entry: Marked,
  lexicon: Lexicon,
  given: { isSure: boolean; isBelowHeading: boolean },
): OrderLine | null {
  const { line, unknown, isCanonical: canonical, delivery } = entry
  const note = noteLine(entry, lexicon)
  if (!canonical && (unknown.length === 0 || delivery?.isAtEnd === false)) return note
  const ways = waysOf(line, partsOf(entry, lexicon), lexicon)
  const readings = ways.flat(2)
  const isMarked = readings.some(({ isExplicit, quantity }) => isExplicit && quantity !== null)
  if (given.isBelowHeading && !canonical && !isMarked) return note
  const isCounted = ways.length === 0 ? hasNumber(entry) : readings.some((reading) => reading.isCounted)
  if (!canonical && !isCounted && (given.isSure || delivery !== null))
    return ways.length === 0 ? note : { text: note.text, role: 'either', ways }
  return ways.length === 0 ? null : { text: note.text, role: 'item', ways }
}

function orderOf(lines: readonly Marked[], lexicon: Lexicon): Command | null {
  const isStart = (entry: Marked): boolean => entry.isCanonical || verbsOf(entry).length > 0
  const plain = lines.findIndex((entry) => entry.delivery === null && isStart(entry))
  const start = plain < 0 ? lines.findIndex(isStart) : plain
  const [first] = lines.slice(start)
  if (start < 0 || !first || lines.length - start > MOST_ITEMS) return null
  // A word of greeting may stand above, or where to; a letter above an order is for a person.
  const above = lines.slice(0, start).filter((entry) => entry.unknown.length > 0)
  if (above.some(({ delivery }) => delivery === null)) return null
  const ordered = lines.slice(start)
  const isSure =
    ordered.every((entry) => entry.isCanonical) ||
    (beginsWithOrder(first, lexicon) && ordered.some(hasNumber))
  const found = above.map((entry) => noteLine(entry, lexicon))
  let isBelowHeading = false
  for (const entry of ordered) {
    if (entry === first && entry.unknown.length === 0 && !entry.isCanonical && !entry.delivery) continue
    const line = lineOf(entry, lexicon, { isSure: isSure && entry !== first, isBelowHeading })
    if (!line) return null
    found.push(line)
    isBelowHeading ||= entry.delivery?.isHeading === true
  }
  const isOrder = ordered.some((entry) => entry.isCanonical || verbsOf(entry).some((verb) => verb.isOrder))
  if (found.length === 0 && !isOrder) return null
  return { intent: 'order', lines: found, isSure }
}

function beginsWithOrder(entry: Marked, lexicon: Lexicon): boolean {
  const [verb] = verbsOf(entry)
  return entry.isCanonical || (verb?.isOrder === true && isFirst(entry, verb.mark, lexicon))
}

/** Whether nothing but what is said around comes before. */
const isFirst = ({ line }: Marked, mark: Mark, lexicon: Lexicon): boolean =>
  withoutFillers(line.tokens.slice(0, mark.from), lexicon).length === 0

/** Which of the commands that need no more words is meant, if several are named: the more telling first. */
const PRIORITY: readonly Exclude<AssistantIntent, 'order' | 'catalogue'>[] = [
  'status',
  'contact',
  'help',
  'greeting',
]

/** A catalogue may be asked of something: `catalog laptops`. */
const MOST_QUERY_WORDS = 3

function commandOf(lines: readonly Marked[], lexicon: Lexicon): Command | null {
  if (lines.some((entry) => entry.isCanonical)) return orderOf(lines, lexicon)
  if (has(lines, 'denial')) return null
  const unknown = lines.flatMap((entry) => entry.unknown)
  if (unknown.length === 0) {
    const plain = PRIORITY.find((intent) => intent !== 'greeting' && has(lines, intent))
    if (has(lines, 'catalogue') && plain !== 'status') return { intent: 'catalogue', query: null }
    if (plain) return { intent: plain }
    if (has(lines, 'order')) return { intent: 'order', lines: [], isSure: true }
    return has(lines, 'greeting') ? { intent: 'greeting' } : null
  }
  const order = orderOf(lines, lexicon)
  if (order) return order
  const [line] = lines
  if (lines.length !== 1 || !line || !has(lines, 'catalogue') || unknown.length > MOST_QUERY_WORDS)
    return null
  return { intent: 'catalogue', query: saidIn(line.line, unknown) }
}

/** Never throws; what is longer than a command would be is left to a person unread. */
export function understand(text: string, lexicon: Lexicon): Understood {
  const lines = linesOf(text)?.map((line, _, all) => marked(line, lexicon, all.length > 1))
  if (!lines || lines.length === 0) return { command: null, language: null }
  return { command: commandOf(lines, lexicon), language: languageOf(lines, text) }
}
