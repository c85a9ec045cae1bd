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

/** The product chosen; null where it is no such answer. */
export function choiceAmong(text: string, options: readonly Product[], lexicon: Lexicon): Product | null {
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
    return options[(said.value ?? 0) - 1] ?? null
  if (options.length === 1 && words.every(({ word }, index) => YES.has(word) || isSaidAround(index)))
    return options[0] ?? null
  const match = new Shelf(options).find(words.map(({ word }) => word))
  return match.kind === 'one' ? (options.find(({ id }) => id === match.id) ?? null) : null
}
