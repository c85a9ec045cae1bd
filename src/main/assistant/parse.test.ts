import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ORDERS_WITH_NOTES, SHOP, UTTERANCES } from './fixtures/utterances'
import { Lexicon } from './lexicon'
import { Shelf } from './match'
import { renderOrder } from './order-text'
import { resolve } from './resolve'
import { wordsOf } from './text'
import { understand } from './understand'
import { DEFAULT_WORDS, deliveryWords } from './vocabulary'

const lexicon = new Lexicon(DEFAULT_WORDS)
const nameOf = (id: string): string => SHOP.find((product) => product.id === id)?.name ?? id

/** What was understood, as the labels write it. */
function meant(text: string, shelf: Shelf) {
  const { command, language } = understand(text, lexicon)
  if (command?.intent !== 'order') return { intent: command?.intent ?? null, language }
  const { wanted, notes } = resolve(command.lines, shelf)
  // What only sounds like an order is none where the catalogue does not know it.
  if (!command.isSure && wanted.some(({ match }) => match.kind === 'none')) return { intent: null, language }
  const lines = wanted.map(({ asked, quantity, match }) => {
    const name = match.kind === 'one' ? nameOf(match.id) : `${match.kind === 'none' ? '-' : '?'} ${asked}`
    return `${name} x ${quantity ?? 'none'}`
  })
  return { intent: 'order', lines, language, ...(notes.length > 0 && { notes }) }
}

describe('what customers write', () => {
  const shelf = new Shelf(SHOP)

  it.each(UTTERANCES)('$language: $text', ({ text, intent, lines, language }) => {
    const { language: told, ...understood } = meant(text, shelf)
    expect(understood).toEqual({ intent, ...(lines && { lines }) })
    expect([language, null]).toContain(intent === null ? null : told)
  })

  it.each(ORDERS_WITH_NOTES)('$language, with more than goods: $text', ({ text, lines, notes, language }) => {
    expect(meant(text, shelf)).toEqual({
      intent: 'order',
      lines,
      language,
      ...(notes.length > 0 && { notes }),
    })
  })

  it('is 50 texts a language', () => {
    for (const language of ['en', 'hi', 'id'])
      expect(UTTERANCES.filter((one) => one.language === language)).toHaveLength(50)
  })
})

const names = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(
      ...SHOP.map(({ name }) => name),
      'Order Book',
      'My Order',
      'Status Lamp',
      'The Box',
      'Not Pro 2',
      '2 Laptops',
      'iPhone 15',
      'दाल मखनी 500 g',
      'Cancel',
    ),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  ),
  { minLength: 1, maxLength: 12, selector: (name) => wordsOf(name).join(' ') },
)

/** As the catalogue keeps it: one line, something to say. */
const isName = (name: string): boolean =>
  wordsOf(name).length > 0 && wordsOf(name).length <= 16 && !/[\r\n\u2028\u2029]/.test(name)

describe('an order', () => {
  it('reads back as it was rendered', () => {
    const orders = names
      .map((all) => all.filter(isName).map((name, at) => ({ id: `${at}`, name, sku: null })))
      .filter((shop) => shop.length > 0)
      .chain((shop) =>
        fc.record({
          shop: fc.constant(shop),
          lines: fc.array(
            fc.record({ product: fc.constantFrom(...shop), quantity: fc.integer({ min: 1, max: 100_000 }) }),
            { minLength: 1, maxLength: 20 },
          ),
        }),
      )
    fc.assert(
      fc.property(orders, ({ shop, lines }) => {
        const text = renderOrder(lines.map(({ product, quantity }) => ({ name: product.name, quantity })))
        fc.pre(text.length <= 2_000)
        const { command } = understand(text, lexicon)
        if (command?.intent !== 'order') throw new Error(`no order: ${text}`)
        const { wanted, notes } = resolve(command.lines, new Shelf(shop))
        expect(notes).toEqual([])
        const found = wanted.map(({ match, quantity }) => ({
          match,
          quantity,
        }))
        expect(found).toEqual(
          lines.map(({ product, quantity }) => ({
            match: { kind: 'one', id: product.id, isExact: true },
            quantity,
          })),
        )
      }),
    )
  })
})

describe('an order of several lines', () => {
  const shelf = new Shelf(SHOP)
  const begins = Object.values(deliveryWords.begins).flat()
  const goods = fc.record({
    name: fc.constantFrom(...SHOP.map(({ name }) => name)),
    quantity: fc.integer({ min: 1, max: 100_000 }),
  })
  const places = fc
    .record({
      begin: fc.constantFrom(...begins),
      where: fc.constantFrom('Solo', 'MG Road 14', '12 Baker Street', 'पुणे'),
    })
    .map(({ begin, where }) => `${begin} ${where}`)

  it('orders each thing and keeps each line about the delivery, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(goods, places), { minLength: 1, maxLength: 15 }),
        fc.constantFrom('ORDER', 'pesan', 'ऑर्डर'),
        goods,
        (lines, verb, first) => {
          const all = [first, ...lines]
          const texts = all.map((line) =>
            typeof line === 'string' ? line : `${line.quantity}x ${line.name}`,
          )
          const { command } = understand([verb, ...texts].join('\n'), lexicon)
          if (command?.intent !== 'order') throw new Error('no order')
          const { wanted, notes } = resolve(command.lines, shelf)
          expect(notes).toEqual(all.filter((line) => typeof line === 'string'))
          expect(wanted.map(({ quantity }) => quantity)).toEqual(
            all.flatMap((line) => (typeof line === 'string' ? [] : [line.quantity])),
          )
        },
      ),
    )
  })
})

describe('any text', () => {
  const shelf = new Shelf(SHOP)
  const vocabulary = Object.values(DEFAULT_WORDS).flatMap((words) => Object.values(words).flat())
  const pieces = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      ...vocabulary,
      ...SHOP.map(({ name }) => name),
      ':',
      ',',
      '\n',
      ' 2 ',
      'x',
      '×',
      '-',
      '१२',
      'dua puluh',
      '1.5',
    ),
  )
  it('throws nothing and is either a command or left to a person', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 60 }), fc.constantFrom('', ' '), (texts, between) => {
        const { command } = understand(texts.join(between), lexicon)
        if (command?.intent !== 'order') return
        for (const { quantity } of resolve(command.lines, shelf).wanted)
          expect(quantity === null || (quantity >= 1 && quantity <= 100_000)).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a quantity', () => {
  const shelf = new Shelf(SHOP)
  it.each([
    ['ORDER Speaker:0', null],
    ['ORDER Speaker:1.5', null],
    ['ORDER Speaker:-2', null],
    ['ORDER Speaker:100001', null],
    ['ORDER Speaker:99999999999999999999', null],
    ['ORDER Speaker:1,000', 1000],
    ['pesan seratus dua puluh speaker', 120],
    ['pesan dua belas speaker', 12],
    ['do sau speaker bhej do', 200],
    ['order two hundred speakers', 200],
  ])('%s: %s', (text, quantity) => {
    const { command } = understand(text, lexicon)
    const wanted = command?.intent === 'order' ? resolve(command.lines, shelf).wanted : []
    expect(wanted.map((one) => one.quantity)).toEqual([quantity])
  })
})
