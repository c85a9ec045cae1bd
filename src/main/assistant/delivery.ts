/** Lines of an order that say where to or for whom: by how they begin, or, as in Hindi, by how they end. Pure. */
import type { Language } from '../../contract'
import type { Lexicon } from './lexicon'
import { wordsOf, type Line, type Token } from './text'
import { deliveryWords, LANGUAGES_OF_WORDS } from './vocabulary'

/** What tells that a line is about the delivery. */
export interface DeliveryMark {
  languages: ReadonlySet<Language>
  /** Tokens of the line. */
  from: number
  to: number
  /** At the line's end, where it tells less: `do speaker bhejna` is an order. */
  isAtEnd: boolean
  /** Nothing else is in the line: what it tells is in the lines below. */
  isHeading: boolean
}

interface Phrase {
  words: readonly string[]
  languages: Set<Language>
}

/** The longest first. */
function phrasesOf(place: keyof typeof deliveryWords): Phrase[] {
  const phrases = new Map<string, Phrase>()
  for (const language of LANGUAGES_OF_WORDS) {
    for (const text of deliveryWords[place][language]) {
      const words = wordsOf(text)
      const known = phrases.get(words.join(' ')) ?? { words, languages: new Set<Language>() }
      known.languages.add(language)
      phrases.set(words.join(' '), known)
    }
  }
  return [...phrases.values()].sort((a, b) => b.words.length - a.words.length)
}

const begins = phrasesOf('begins')
const ends = phrasesOf('ends')

/** So many words of courtesy may stand before: `tolong dikirim ke`. */
const MOST_BEFORE = 2

/** Null where the line says nothing of the kind. */
export function deliveryOf({ tokens }: Line, lexicon: Lexicon): DeliveryMark | null {
  const said = tokens.flatMap((token, at) => (token.kind === 'sign' ? [] : [{ token, at }]))
  const fits = ({ words }: Phrase, from: number): boolean =>
    words.every((word, index) => said[from + index]?.token.word === word)
  const marked = ({ words, languages }: Phrase, from: number, isAtEnd: boolean): DeliveryMark => ({
    ...{ languages, isAtEnd, isHeading: !isAtEnd && from + words.length === said.length },
    from: said[from]?.at ?? 0,
    to: (said[from + words.length - 1]?.at ?? 0) + 1,
  })
  const isCourtesy = (token: Token | undefined): boolean =>
    token !== undefined && (lexicon.at([token], 0)?.meanings.has('filler') ?? false)
  for (let from = 0; from <= MOST_BEFORE; from++) {
    const phrase = begins.find((one) => fits(one, from))
    if (phrase) return marked(phrase, from, false)
    if (!isCourtesy(said[from]?.token)) break
  }
  const last = ends.find(({ words }) => words.length < said.length && endsWith(said, words))
  return last ? marked(last, said.length - last.words.length, true) : null
}

const endsWith = (said: readonly { token: Token }[], words: readonly string[]): boolean =>
  words.every((word, index) => said[said.length - words.length + index]?.token.word === word)
