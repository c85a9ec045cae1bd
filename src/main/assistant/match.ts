/**
 * Which product is meant. The exact name wins; then a product that has every word said, small spelling errors aside; then how the words
 * sound. Where several fit the customer is asked, and where none does the nearest are offered.
 */
import { soundOf } from './sound'
import { Speller } from './spelling'
import { wordsOf } from './text'

export interface Named {
  id: string
  name: string
  sku: string | null
}

export type Match =
  /** `isExact`: it is the product's very name or number. */
  | { kind: 'one'; id: string; isExact: boolean }
  /** Several it may be; more than are worth asking about are left out. */
  | { kind: 'several'; ids: string[] }
  | { kind: 'none' }

/** So many are asked back or offered at most. */
export const MOST_OFFERED = 5

/** Below this share of common parts two names have nothing to do with each other. */
const NEAR = 0.3

const NONE: Match = { kind: 'none' }

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}

const parts = (text: string): Set<string> => {
  const padded = ` ${text} `
  return new Set(Array.from({ length: Math.max(0, padded.length - 2) }, (_, at) => padded.slice(at, at + 3)))
}

/** `laptops` for `laptop`: the plural as English has it. */
const singular = (word: string): string | null =>
  word.length > 3 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, -1) : null

/** Products by their names, ready for looking up. */
export class Shelf {
  private readonly byName = new Map<string, number[]>()
  private readonly byWord = new Map<string, number[]>()
  private readonly bySound = new Map<string, number[]>()
  private readonly byPart = new Map<string, number[]>()
  private readonly words: Set<string>[] = []
  private readonly sounds: Set<string>[] = []
  /** Of each product: how many words its name has, and how many parts. */
  private readonly lengths: number[] = []
  private readonly sizes: number[] = []
  private readonly speller: Speller

  constructor(private readonly products: readonly Named[]) {
    products.forEach(({ name, sku }, at) => {
      const words = wordsOf(name)
      this.lengths.push(words.length)
      push(this.byName, words.join(' '), at)
      if (sku !== null) push(this.byName, wordsOf(sku).join(' '), at)
      const own = new Set(words)
      this.words.push(own)
      for (const word of own) push(this.byWord, word, at)
      const sounds = new Set(words.map((word) => soundOf(word) || word))
      this.sounds.push(sounds)
      for (const sound of sounds) push(this.bySound, sound, at)
      const all = parts(words.join(' '))
      this.sizes.push(all.size)
      for (const part of all) push(this.byPart, part, at)
    })
    this.speller = new Speller(this.byWord.keys())
  }

  /** Where one name alone consists of nothing but the words said, that is meant: `gamign laptop` is no `Gaming Laptop 17`. */
  private matchOf(found: readonly number[], words = 0): Match {
    const whole = found.filter((at) => this.lengths[at] === words)
    const ids = (whole.length === 1 ? whole : found).map((at) => this.products[at]?.id ?? '')
    const [only] = ids
    if (only === undefined) return NONE
    return ids.length === 1
      ? { kind: 'one', id: only, isExact: false }
      : { kind: 'several', ids: ids.slice(0, MOST_OFFERED) }
  }

  /** Products that have each of these, in one of its forms: those of the rarest, as far as they have the others. */
  private withAll(
    wanted: readonly (readonly string[])[],
    listed: ReadonlyMap<string, readonly number[]>,
    own: readonly ReadonlySet<string>[],
  ): number[] {
    const lists = wanted.map((forms) => ({ forms, found: forms.flatMap((form) => listed.get(form) ?? []) }))
    const [rarest, ...others] = lists.toSorted((a, b) => a.found.length - b.found.length)
    return [...new Set(rarest?.found)].filter((at) =>
      others.every(({ forms }) => forms.some((form) => own[at]?.has(form) ?? false)),
    )
  }

  private forms(word: string): string[] {
    const one = singular(word)
    const known = [word, ...(one === null ? [] : [one])].filter((form) => this.byWord.has(form))
    return known.length > 0
      ? known
      : [...new Set([...this.speller.meant(word), ...(one === null ? [] : this.speller.meant(one))])]
  }

  /** Words as `wordsOf` gives them. */
  find(words: readonly string[]): Match {
    const named = this.byName.get(words.join(' '))
    if (named) {
      const match = this.matchOf(named)
      return match.kind === 'one' ? { ...match, isExact: true } : match
    }
    const spelled = this.withAll(
      words.map((word) => this.forms(word)),
      this.byWord,
      this.words,
    )
    if (spelled.length > 0) return this.matchOf(spelled, words.length)
    // A number sounds like nothing; it has to be in the name as it is.
    const sounds = words.map((word) => [soundOf(word) || word])
    return this.matchOf(this.withAll(sounds, this.bySound, this.sounds), words.length)
  }

  /** The likest names, best first; none where nothing is like it. */
  nearest(words: readonly string[]): string[] {
    const own = parts(words.join(' '))
    const common = new Map<number, number>()
    for (const part of own)
      for (const at of this.byPart.get(part) ?? []) common.set(at, (common.get(at) ?? 0) + 1)
    return [...common]
      .map(([at, count]) => ({ at, like: (2 * count) / (own.size + (this.sizes[at] ?? 0)) }))
      .filter(({ like }) => like >= NEAR)
      .sort((a, b) => b.like - a.like || a.at - b.at)
      .slice(0, 3)
      .map(({ at }) => this.products[at]?.id ?? '')
  }
}
