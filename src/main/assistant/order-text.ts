/**
 * What is ordered, as it may be meant: `2 laptops and a mouse`, `Laptop: 2, Mouse: 1`. A name can hold numbers, commas and "and", so each
 * line has several readings; the catalogue decides between them (see resolve.ts).
 */
import type { Lexicon } from './lexicon'
import { numberAt } from './numbers'
import { saidIn, type Line, type Token } from './text'

/** One thing and how many of it. */
export interface Reading {
  /** As it was written. */
  product: string
  words: readonly string[]
  /** Null where it is given, but no whole number. */
  quantity: number | null
  /** Whether a quantity was given with a sign between, as in `name: 2` and `2x name`: then no other reading is meant. */
  isExplicit: boolean
  /** Whether a quantity was written at all. */
  isCounted: boolean
}

/** One thing, in the ways it may be read; the likeliest first. */
export type Item = readonly Reading[]

/** A line, in the ways it may be cut into things. */
export interface OrderLine {
  /** As it was written. */
  text: string
  /**
   * `item`: something is ordered. `either`: something is ordered, or it is a word on the order, as the catalogue says. `note`: a word on
   * the order, such as where to, unless the catalogue has just that.
   */
  role: 'item' | 'either' | 'note'
  /** None only of a note. */
  ways: readonly (readonly Item[])[]
}

/** More things than this in one message are for a person. */
export const MOST_ITEMS = 20
export const LARGEST_QUANTITY = 100_000
const MOST_WORDS = 16

const SEPARATORS = new Set([',', ';', '|', '•', '。', '、'])
const ARTICLES = new Set(['a', 'an', 'the'])
const JOINING_SIGNS = new Set(['&', '+'])
const TIMES = new Set(['x', '×', '*', '✕'])
const LINKS = new Set([':', '=', '-', '–', '—', '@', '(', '×', '*', '#', '：'])

const isWord = (token: Token | undefined): token is Token => token !== undefined && token.kind !== 'sign'
const isTimes = (token: Token | undefined): boolean => token !== undefined && TIMES.has(token.word)

/** `2x`, `x2`, `2pcs`: a number and what sticks to it. */
function stuck(token: Token | undefined, lexicon: Lexicon): number | null {
  const [, times, after, count, unit] =
    token?.kind === 'word' ? (/^(?:x(\d{1,6})|(\d{1,6})x|(\d{1,6})(\p{L}{2,}))$/u.exec(token.word) ?? []) : []
  const digits =
    times ??
    after ??
    (unit !== undefined && isUnit({ ...token, word: unit } as Token, lexicon) ? count : undefined)
  return digits === undefined ? null : Number(digits)
}

const isUnit = (token: Token | undefined, lexicon: Lexicon): boolean =>
  token?.kind === 'word' && (lexicon.at([token], 0)?.meanings.has('unit') ?? false)

interface Amount {
  quantity: number | null
  length: number
  /** With a times sign or a unit. */
  isMarked: boolean
}

const inRange = (value: number | null): number | null =>
  value === null || value < 1 || value > LARGEST_QUANTITY ? null : value

/** How many, at the beginning: `2`, `2x`, `two pcs of`. */
function amountAt(part: readonly Token[], from: number, lexicon: Lexicon): Amount | null {
  const joined = stuck(part[from], lexicon)
  const said = joined === null ? numberAt(part, from) : { value: joined, length: 1 }
  if (!said) return null
  let end = from + said.length
  let isMarked = joined !== null
  if (isTimes(part[end]) && end < part.length - 1) {
    end++
    isMarked = true
  }
  while (isUnit(part[end], lexicon)) {
    end++
    isMarked = true
  }
  return { quantity: inRange(said.value), length: end - from, isMarked }
}

/** How many, at the end: where it begins. `name 2`, `name x2`, `name (2 pcs)`. */
function amountToEnd(part: readonly Token[], lexicon: Lexicon): (Amount & { from: number }) | null {
  let end = part.length
  while (end > 0 && part[end - 1]?.kind === 'sign' && !isTimes(part[end - 1])) end--
  const whole = part.slice(0, end)
  // The longest number in words has few of them.
  for (let from = Math.max(1, end - 6); from < end; from++) {
    const hasTimes = isTimes(whole[from]) && from + 1 < end
    const amount = amountAt(whole, hasTimes ? from + 1 : from, lexicon)
    if (!amount) continue
    const length = amount.length + (hasTimes ? 1 : 0)
    if (from + length !== end && !(from + length === end - 1 && isTimes(whole[end - 1]))) continue
    const link = whole[from - 1]
    const isMinus = link?.word === '-' && LINKS.has(whole[from - 2]?.word ?? '')
    const isLinked = link?.kind === 'sign' && LINKS.has(link.word)
    return {
      from,
      length,
      quantity: isMinus ? null : amount.quantity,
      isMarked: amount.isMarked || hasTimes || isLinked,
    }
  }
  return null
}

const trimmed = (part: readonly Token[]): readonly Token[] => {
  let [from, to] = [0, part.length]
  while (from < to && part[from]?.kind === 'sign') from++
  while (to > from && part[to - 1]?.kind === 'sign') to--
  return part.slice(from, to)
}

/** In which ways one thing may be meant. */
function readingsOf(line: Line, whole: readonly Token[], lexicon: Lexicon): Item {
  const part = trimmed(whole)
  const readings: Reading[] = []
  const add = (
    named: readonly Token[],
    quantity: number | null,
    isExplicit: boolean,
    isCounted = true,
  ): void => {
    const product = trimmed(named)
    const words = product.filter(isWord).map(({ word }) => word)
    if (words.length === 0 || words.length > MOST_WORDS) return
    readings.push({ product: saidIn(line, product), words, quantity, isExplicit, isCounted })
  }
  const last = amountToEnd(part, lexicon)
  if (last?.isMarked) add(part.slice(0, last.from), last.quantity, true)
  const first = amountAt(part, 0, lexicon)
  if (first && first.length < part.length) add(part.slice(first.length), first.quantity, first.isMarked)
  if (last && !last.isMarked) add(part.slice(0, last.from), last.quantity, false)
  add(part, 1, false, false)
  if (ARTICLES.has(part[0]?.word ?? '')) add(part.slice(1), 1, false, false)
  return readings
}

/** Cut wherever this says so; nothing is between two cuts without words. */
function cut(part: readonly Token[], isCut: (index: number) => boolean, keep = false): Token[][] {
  const pieces: Token[][] = [[]]
  part.forEach((token, index) => {
    if (isCut(index)) {
      pieces.push(keep ? [token] : [])
    } else pieces.at(-1)?.push(token)
  })
  return pieces.filter((piece) => piece.some(isWord))
}

function waysToCut(part: readonly Token[], lexicon: Lexicon): Token[][][] {
  const isSeparator = (index: number): boolean => SEPARATORS.has(part[index]?.word ?? '')
  const isJoiner = (index: number): boolean => {
    const token = part[index]
    if (!token || index === 0 || index === part.length - 1) return false
    return JOINING_SIGNS.has(token.word) || (lexicon.at([token], 0)?.meanings.has('joiner') ?? false)
  }
  const isEither = (index: number): boolean => isSeparator(index) || isJoiner(index)
  const ways = [[[...part]], cut(part, isSeparator), cut(part, isEither)]
  // `2 laptops 1 mouse` and `laptop 2 mouse 1`.
  const counts = part.map((_, index) => numberAt(part, index) !== null && numberAt(part, index - 1) === null)
  if (counts[0]) ways.push(cut(part, (index) => index > 0 && (counts[index] ?? false), true))
  else if (counts.filter(Boolean).length > 1) {
    const afterCount = (index: number): boolean =>
      index > 1 && (counts[index - 1] ?? false) && isWord(part[index]) && !isUnit(part[index], lexicon)
    ways.push(cut(part, afterCount, true))
  }
  return ways
}

const nothing = (ways: readonly Item[]): boolean =>
  ways.length === 0 || ways.some((item) => item.length === 0)

/**
 * A line in all the ways it may be meant. `parts`: the tokens that may hold the order, the likeliest first: with and without the words
 * around it. None where there is nothing in it.
 */
export function waysOf(
  line: Line,
  parts: readonly (readonly Token[])[],
  lexicon: Lexicon,
): OrderLine['ways'] {
  const ways = new Map<string, readonly Item[]>()
  for (const part of parts) {
    for (const pieces of waysToCut(part, lexicon)) {
      if (pieces.length > MOST_ITEMS) continue
      const items = pieces.map((piece) => readingsOf(line, piece, lexicon))
      const key = items
        .map((item) => item.map(({ words, quantity }) => `${words.join(' ')}:${quantity}`).join('/'))
        .join('|')
      if (!nothing(items) && !ways.has(key)) ways.set(key, items)
    }
  }
  return [...ways.values()]
}

/** An order as a customer would write it, a line each. The parser reads it back. */
export function renderOrder(lines: readonly { name: string; quantity: number }[]): string {
  return lines.map(({ name, quantity }) => `ORDER ${name}:${quantity}`).join('\n')
}
