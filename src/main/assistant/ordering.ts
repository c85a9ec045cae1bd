/** From what a customer asked for to an order, or to the question or the word that stands in its way. Pure. */
import { orderSums, type AssistantSettings, type OrderLine, type Product } from '../../contract'
import type { Goods } from './decide'
import { LARGEST_QUANTITY } from './order-text'
import {
  exampleOf,
  lineTexts,
  noteTexts,
  optionTexts,
  say,
  totalText,
  type SoldLine,
  type Voice,
} from './replies'
import { MOST_CHARACTERS } from './text'

/** One thing asked for. */
export interface Asked {
  /** As the customer wrote it. */
  asked: string
  /** Null where it was given, but no whole number. */
  quantity: number | null
  /** The products it may be, or the nearest where none is like it. */
  ids: string[]
  /** Something in the catalogue is called so. */
  isKnown: boolean
  /** It is the one product in `ids`. */
  isClear: boolean
}

/** All that was asked for, of which something may have to be asked back. */
export interface Question {
  asked: Asked[]
  /** What else was written on the order, a line each: where to, for whom. */
  note: string | null
}

export interface NewOrder {
  note: string | null
  lines: OrderLine[]
  currency: string
  status: 'draft' | 'placed'
}

export interface Counter {
  goods: Goods
  settings: AssistantSettings
  voice: Voice
}

interface Said {
  text: string
  order?: NewOrder
  pending?: Question
}

/** The same product twice is one line. */
function together(asked: readonly Asked[], goods: Goods): SoldLine[] | null {
  const lines = new Map<string, SoldLine>()
  for (const { ids, quantity } of asked) {
    const product = goods.product(ids[0] ?? '')
    if (!product || quantity === null) return null
    lines.set(product.id, { product, quantity: quantity + (lines.get(product.id)?.quantity ?? 0) })
  }
  return [...lines.values()]
}

function question(open: Asked, all: Question, { goods, voice }: Counter): Said {
  const options = open.ids.flatMap((id) => goods.product(id) ?? [])
  if (options.length === 0) return { text: say(voice, 'unknown', { asked: open.asked }) }
  const values = { asked: open.asked, options: optionTexts(options, voice.language) }
  // What the numbers of the answer mean is what was shown.
  const ids = options.map(({ id }) => id)
  const asked = all.asked.map((one) => (one === open ? { ...open, ids } : one))
  return { text: say(voice, open.isKnown ? 'which' : 'unknownNear', values), pending: { ...all, asked } }
}

/** What there is too little of; null where all can be had. What has no stock kept can always be had. */
function shortage({ product, quantity }: SoldLine, voice: Voice): Said | null {
  const { stock, name } = product
  if (stock === null || stock >= quantity) return null
  if (stock <= 0) return { text: say(voice, 'soldOut', { product: name }) }
  const example = exampleOf(product, voice.language, stock)
  return { text: say(voice, 'tooFew', { product: name, stock: String(stock), example }) }
}

/**
 * @param isSure it is an order, whatever the catalogue says.
 * @returns null where it may be no order at all.
 */
export function consideredOrder(counter: Counter, all: Question, isSure: boolean): Said | null {
  const { asked, note } = all
  const { goods, voice, settings } = counter
  if (!isSure && asked.some(({ isKnown }) => !isKnown)) return null
  const open = asked.find(({ isClear }) => !isClear)
  if (open) return question(open, all, counter)
  const uncounted = asked.find(({ quantity }) => quantity === null)
  if (uncounted) return counted(uncounted, goods, voice)
  // Letters that stand for several become more.
  if (note !== null && note.length > MOST_CHARACTERS) return { text: say(voice, 'person') }
  const lines = together(asked, goods)
  if (!lines || lines.length === 0) return { text: say(voice, 'person') }
  const many = lines.find(({ quantity }) => quantity > LARGEST_QUANTITY)
  if (many) return { text: say(voice, 'person') }
  for (const line of lines) {
    const short = shortage(line, voice)
    if (short) return short
  }
  const order = orderOf(lines, settings.orders, note)
  if (!order) return { text: say(voice, 'person') }
  const { total } = order
  const values = {
    lines: [lineTexts(lines, voice.language), ...noteTexts(note)].join('\n'),
    total: totalText(total, order.order.currency, voice.language),
  }
  return { text: say(voice, settings.orders === 'draft' ? 'drafted' : 'placed', values), order: order.order }
}

function counted({ ids, asked }: Asked, goods: Goods, voice: Voice): Said {
  const product = goods.product(ids[0] ?? '')
  const example = exampleOf(product, voice.language, 2)
  return { text: say(voice, 'quantity', { product: product?.name ?? asked, example }) }
}

/** Null where there is no such order: in two currencies, or for more than can be reckoned exactly. */
function orderOf(
  lines: readonly SoldLine[],
  status: NewOrder['status'],
  note: string | null,
): { order: NewOrder; total: number } | null {
  const [first, ...others] = lines.map(({ product }) => product.currency)
  if (first === undefined || others.some((currency) => currency !== first)) return null
  const priced = lines.map(({ product, quantity }) => lineOf(product, quantity))
  const sums = orderSums(priced)
  return typeof sums === 'string'
    ? null
    : { order: { lines: priced, currency: first, status, note }, total: sums.total }
}

const lineOf = ({ id, name, unitPrice }: Product, quantity: number): OrderLine => ({
  productId: id,
  name: name.slice(0, 200),
  quantity,
  unitPrice,
})
