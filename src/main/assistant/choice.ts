/** The answer to "which do you mean?": a number of the list, a name on it, or yes where there is one thing only. Pure. */
import type { Product } from '../../contract'
import type { Lexicon } from './lexicon'
import { Shelf } from './match'
import { numberAt } from './numbers'
import { linesOf } from './text'

const YES = new Set(
  'yes yeah yep ok okay sure right correct haan han ha ji hanji sahi हाँ हां हा जी सही ya iya yaa yup betul benar oke boleh'.split(
    ' ',
  ),
)

/**
 * @param options as the customer was shown them; null for one that is not sold any more, which keeps its number.
 * @returns the place of what was chosen; null where it is no such answer.
 */
export function choiceAmong(
  text: string,
  options: readonly (Product | null)[],
  lexicon: Lexicon,
): number | null {
  const [line, ...more] = linesOf(text) ?? []
  if (!line || more.length > 0) return null
  const words = line.tokens.filter(({ kind }) => kind !== 'sign')
  const isSaidAround = (index: number): boolean => lexicon.at(words, index)?.meanings.has('filler') ?? false
  const number = words.findIndex((_, index) => numberAt(words, index) !== null)
  const said = numberAt(words, number)
  if (
    said &&
    words.every((_, index) => (index >= number && index < number + said.length) || isSaidAround(index))
  )
    return placeAt((said.value ?? 0) - 1, options)
  if (options.length === 1 && words.every(({ word }, index) => YES.has(word) || isSaidAround(index))) return 0
  const sold = options.filter((one) => one !== null)
  const match = new Shelf(sold).find(words.map(({ word }) => word))
  return match.kind === 'one' ? options.findIndex((one) => one?.id === match.id) : null
}

const placeAt = (place: number, options: readonly unknown[]): number | null =>
  Number.isInteger(place) && place >= 0 && place < options.length ? place : null
