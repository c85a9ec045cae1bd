/** A customer's text as words, numbers and signs: case, accents, styles and scripts of digits aside. Pure; never throws. */
import { fold } from '../catalog'

export interface Token {
  kind: 'word' | 'number' | 'sign'
  /** Folded; of a number its digits, grouping and all. */
  word: string
  /** Where it stands in the cleaned line. */
  start: number
  end: number
}

export interface Line {
  /** Cleaned, as it may be said back. */
  text: string
  tokens: Token[]
}

/** Whoever writes more than this wants a person. */
export const MOST_CHARACTERS = 2_000
export const MOST_TOKENS = 250

/** Letters that stand for nothing one hears: joiners, direction marks, variation selectors. */
const UNSEEN = /[\p{Cf}\p{Variation_Selector}]/gu
/** WhatsApp's marks for bold, italic and struck out. An asterisk beside a digit is a times sign. */
const STYLES = /[_~`]|\*(?![\s]*\d)(?<!\d[\s]*\*)/gu

/** Digits of a script lie in blocks of ten that begin at their zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  let zero = code
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1
  return String((code - zero) % 10)
}

const TOKEN =
  /(?<number>\d{1,3}(?:[.,]\d{3})+(?![\d\p{L}\p{M}])|\d+\.\d+(?![\d\p{L}\p{M}])|\d+(?![\d\p{L}\p{M}]))|(?<word>[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)?)|(?<sign>[^\s])/gu

export function tokens(text: string): Token[] {
  return [...text.matchAll(TOKEN)].map((match) => {
    const { number, word } = match.groups ?? {}
    const kind = number !== undefined ? 'number' : word !== undefined ? 'word' : 'sign'
    const start = match.index
    return { kind, word: fold(match[0]).replace('’', "'"), start, end: start + match[0].length }
  })
}

const cleaned = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(UNSEEN, '')
    .replaceAll(/(?![0-9])\p{Nd}/gu, asciiDigit)
    .replace(STYLES, ' ')

/** The lines that hold something; null where there is more than a command would be. */
export function linesOf(text: string): Line[] | null {
  if (text.length > MOST_CHARACTERS) return null
  const lines = cleaned(text)
    .split(/[\r\n\u2028\u2029]+/)
    .map((line) => ({ text: line, tokens: tokens(line) }))
    .filter((line) => line.tokens.some(({ kind }) => kind !== 'sign'))
  const count = lines.reduce((sum, line) => sum + line.tokens.length, 0)
  return count > MOST_TOKENS ? null : lines
}

/** The words and numbers of a name, by which it is compared. */
export const wordsOf = (text: string): string[] =>
  tokens(cleaned(text)).flatMap(({ kind, word }) => (kind === 'sign' ? [] : [word]))

/** What stood there, from the first of these to the last. */
export function saidIn(line: Line, part: readonly Token[]): string {
  const [first, last] = [part[0], part.at(-1)]
  return first && last ? line.text.slice(first.start, last.end) : ''
}
