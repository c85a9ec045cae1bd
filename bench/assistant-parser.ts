/**
 * The assistant's reading of a customer's text, to what is ordered: the slowest of 10,000 texts, among them such as are made to be slow,
 * with a catalogue of 1,000 products. Against 10 ms, which nobody would notice in the database's thread.
 */
import { SHOP, UTTERANCES } from '../src/main/assistant/fixtures/utterances'
import { Lexicon } from '../src/main/assistant/lexicon'
import { Shelf } from '../src/main/assistant/match'
import { resolve } from '../src/main/assistant/resolve'
import { understand } from '../src/main/assistant/understand'
import { DEFAULT_WORDS } from '../src/main/assistant/vocabulary'
import { Random } from './random'
import { inMs, median, resultOf, type Benchmark } from './runner'
import { textOf } from './texts'

const TEXTS = 10_000
const PRODUCTS = 1_000
const LIMIT_MS = 10
const MOST = 2_000

const lexicon = new Lexicon(DEFAULT_WORDS)
const phrases = Object.values(DEFAULT_WORDS).flatMap((words) => Object.values(words).flat())

function shop(random: Random): Shelf {
  const words = SHOP.flatMap(({ name }) => name.split(' '))
  const products = Array.from({ length: PRODUCTS - SHOP.length }, (_, at) => ({
    id: `made-${at}`,
    name: `${Array.from({ length: 1 + random.below(5) }, () => random.pick(words)).join(' ')} ${at}`,
    sku: `SKU-${at}`,
  }))
  return new Shelf([...SHOP, ...products])
}

const repeated = (piece: string): string => piece.repeat(Math.ceil(MOST / piece.length)).slice(0, MOST)

/** Texts that make much work: as long as is read at all, and cut in as many ways as can be. */
const HARD = [
  'a,',
  '1 ',
  'order ',
  'laptop:1,',
  'laptop and ',
  '2 laptop ',
  'x2 ',
  '((((',
  'saya mau ',
  'what do you ',
  'dua puluh ',
  '１२',
  'क्षि ',
  '&',
].map((piece) => `order ${repeated(piece)}`.slice(0, MOST))

function texts(random: Random): string[] {
  const letter = (): string => String.fromCodePoint(32 + random.below(random.next() < 0.5 ? 95 : 3_000))
  const kinds = [
    (): string => random.pick(UTTERANCES).text,
    (): string => textOf(random),
    (): string => `ORDER ${random.pick(SHOP).name}:${random.below(200)}\n`.repeat(1 + random.below(20)),
    (): string =>
      Array.from({ length: 1 + random.below(120) }, () => random.pick(phrases)).join(
        random.pick([' ', ', ', '\n']),
      ),
    (): string => Array.from({ length: random.below(MOST) }, letter).join(''),
    (): string => random.pick(HARD),
  ]
  return Array.from({ length: TEXTS }, () => random.pick(kinds)())
}

function read(text: string, shelf: Shelf): void {
  const { command } = understand(text, lexicon)
  if (command?.intent !== 'order') return
  const lost = resolve(command.lines, shelf).wanted.find(({ match }) => match.kind === 'none')
  if (lost) shelf.nearest(lost.words)
}

/** A text is slow if it is so each time: what the machine does meanwhile is not the parser's. */
const TRIES = 3

function timeOf(text: string, shelf: Shelf): number {
  const times = Array.from({ length: TRIES }, () => {
    const started = performance.now()
    read(text, shelf)
    return performance.now() - started
  })
  return Math.min(...times)
}

/** Milliseconds. */
const slowest = (all: readonly string[], shelf: Shelf): number =>
  all.reduce((most, text) => Math.max(most, timeOf(text, shelf)), 0)

export const assistantParser: Benchmark = {
  name: 'assistant-parser',
  group: 'crm',
  run: (rounds) => {
    const random = new Random(5)
    const shelf = shop(random)
    const all = texts(random)
    slowest(all.slice(0, 1_000), shelf)
    const took = median(
      Array.from({ length: rounds }, () => {
        globalThis.gc?.()
        return slowest(all, shelf)
      }),
    )
    const detail = `slowest of ${TEXTS.toLocaleString('en')} texts ${inMs(took)}, ${PRODUCTS.toLocaleString('en')} products`
    const about = { name: 'assistant-parser', against: `${LIMIT_MS} ms`, detail }
    return Promise.resolve(resultOf(about, took / LIMIT_MS, { is: '<=', value: 1 }))
  },
}
