/**
 * An order while it is written: what may be put into it, what it comes to, and what is still missing. Pure. The order's id is made with
 * the draft, so that pressing twice, or again after a lost answer, is one order.
 */
import type { Order, OrderInput, OrderLine, Product } from '../../../contract'
import { orderSums, type OrderSums, type Priced, type SumProblem } from '../../../contract/entities/sums'
import { inCurrency } from '../../lib/money'
import {
  badTerms,
  draftTerms,
  EMPTY_TERMS,
  termsIn,
  termsMeant,
  type TermsDraft,
  type TermsField,
} from './terms'

/** Minor units; null while empty; `unreadable` while the text in the field is no amount. */
export type Amount = number | null | 'unreadable'

export interface DraftLine {
  /** Of this line on the screen. */
  key: string
  productId: string | null
  name: string
  quantity: number | null
  price: Amount
  /** Pieces left when it was added; null where they are not counted, or not known. */
  stock: number | null
}

/** What a draft comes to as an order. */
type Meant = OrderInput & { id: string }

export interface OrderDraft {
  id: string
  contactId: string
  conversationId: string | null
  /** False: changes an order that exists. */
  isNew: boolean
  /** What the order that exists said when it was opened; null for a new one. */
  opened: Meant | null
  currency: string
  lines: DraftLine[]
  terms: TermsDraft
  note: string
  address: string
  status: 'draft' | 'placed'
}

export const MOST_LINES = 200
export const MOST_QUANTITY = 100_000

export interface NewDraft {
  id: string
  contactId: string
  conversationId: string | null
  currency: string
  /** The customer's; null where it is not known. */
  address: string | null
}

export const newDraft = (start: NewDraft): OrderDraft => ({
  ...start,
  isNew: true,
  opened: null,
  lines: [],
  terms: EMPTY_TERMS,
  note: '',
  address: start.address ?? '',
  status: 'draft',
})

export function draftOf(order: Order): OrderDraft {
  const draft = written(order)
  return { ...draft, opened: meant(draft) }
}

const written = (order: Order): OrderDraft => ({
  id: order.id,
  contactId: order.contactId,
  conversationId: order.conversationId,
  isNew: false,
  opened: null,
  currency: order.currency,
  lines: order.lines.map((line, index) => ({
    key: `${index}`,
    productId: line.productId,
    name: line.name,
    quantity: line.quantity,
    price: line.unitPrice,
    stock: null,
  })),
  terms: draftTerms(order.terms),
  note: order.note ?? '',
  address: order.address ?? '',
  status: order.status === 'draft' ? 'draft' : 'placed',
})

/** The first product fixes the currency; an order that exists keeps its own. */
export const currencyIsFixed = (draft: OrderDraft): boolean =>
  !draft.isNew || draft.lines.some((line) => line.productId !== null)

/** Whether the product's currency goes with what is in the order already. */
export const takesProduct = (draft: OrderDraft, product: Product): boolean =>
  !currencyIsFixed(draft) || draft.currency === product.currency

/** One more of a product, or its first; what is written in another currency is left as it is. */
export function addProduct(draft: OrderDraft, product: Product, key: string): OrderDraft {
  if (!takesProduct(draft, product)) return draft
  const there = draft.lines.find((line) => line.productId === product.id && line.price === product.unitPrice)
  if (there) return step(draft, there.key, 1)
  if (draft.lines.length >= MOST_LINES) return draft
  const { id: productId, name, unitPrice: price, stock } = product
  const line = { key, productId, name, quantity: 1, price, stock }
  const lines = [...withCurrency(draft, product.currency).lines, line]
  return { ...draft, currency: product.currency, lines }
}

/** A line for what is not in the catalogue. */
export const addFreeLine = (draft: OrderDraft, key: string): OrderDraft =>
  draft.lines.length >= MOST_LINES
    ? draft
    : {
        ...draft,
        lines: [...draft.lines, { key, productId: null, name: '', quantity: 1, price: null, stock: null }],
      }

export const changeLine = (
  draft: OrderDraft,
  key: string,
  change: Partial<Omit<DraftLine, 'key'>>,
): OrderDraft => ({
  ...draft,
  lines: draft.lines.map((line) => (line.key === key ? { ...line, ...change } : line)),
})

export const removeLine = (draft: OrderDraft, key: string): OrderDraft => ({
  ...draft,
  lines: draft.lines.filter((line) => line.key !== key),
})

/** More or fewer, within what an order may hold. */
export function step(draft: OrderDraft, key: string, by: number): OrderDraft {
  const quantity = draft.lines.find((line) => line.key === key)?.quantity ?? 0
  return changeLine(draft, key, { quantity: Math.min(MOST_QUANTITY, Math.max(1, quantity + by)) })
}

/** The same written prices in another currency. */
export const withCurrency = (draft: OrderDraft, currency: string): OrderDraft => ({
  ...draft,
  currency,
  terms: termsIn(draft.terms, draft.currency, currency),
  lines: draft.lines.map((line) => ({
    ...line,
    price: typeof line.price === 'number' ? inCurrency(line.price, draft.currency, currency) : line.price,
  })),
})

/** Minor units, or null while something is missing or it is too large to be exact. */
export function lineTotal(line: DraftLine): number | null {
  if (typeof line.price !== 'number' || line.quantity === null) return null
  const total = line.price * line.quantity
  return Number.isSafeInteger(total) ? total : null
}

const priced = ({ price, quantity }: DraftLine): Priced[] =>
  typeof price === 'number' && quantity !== null && quantity >= 1 && Number.isInteger(quantity)
    ? [{ quantity, unitPrice: price }]
    : []

/** Of the lines that have a price, or why there are no sums. */
export const sumsOf = (draft: OrderDraft): OrderSums | SumProblem =>
  orderSums(draft.lines.flatMap(priced), termsMeant(draft.terms))

/** In minor units; null where there is none. */
export function totalOf(draft: OrderDraft): number | null {
  const sums = sumsOf(draft)
  return typeof sums === 'string' ? null : sums.total
}

/** More is ordered than is left, over all lines of the same product. A hint: more may be on its way. */
export function isOverStock(draft: OrderDraft, line: DraftLine): boolean {
  if (line.stock === null) return false
  const same = draft.lines.filter(({ productId }) => productId === line.productId)
  return same.reduce((sum, { quantity }) => sum + (quantity ?? 0), 0) > line.stock
}

export type LineProblem = 'name' | 'quantity' | 'price'
export type OrderProblem = 'no-lines' | SumProblem

export interface Checked {
  /** By the line's key: the first thing to put right. */
  lines: Record<string, LineProblem>
  /** Fields of discount, tax and shipping that hold no amount. */
  terms: TermsField[]
  order: OrderProblem | null
  /** What to keep; null while anything is wrong. */
  input: Meant | null
}

function lineProblem(line: DraftLine): LineProblem | null {
  if (line.name.trim() === '') return 'name'
  const { quantity } = line
  if (quantity === null || !Number.isInteger(quantity) || quantity < 1 || quantity > MOST_QUANTITY)
    return 'quantity'
  return typeof line.price === 'number' ? null : 'price'
}

const kept = ({ productId, name, quantity, price }: DraftLine): OrderLine[] =>
  typeof price === 'number' && quantity !== null
    ? [{ productId, name: name.trim().slice(0, 200), quantity, unitPrice: price }]
    : []

const text = (typed: string): string | null => (typed.trim() === '' ? null : typed.trim())

/** What it comes to, whether that can be kept or not. */
const meant = ({ id, contactId, conversationId, currency, status, ...draft }: OrderDraft): Meant => ({
  ...{ id, contactId, conversationId, currency, status, lines: draft.lines.flatMap(kept) },
  ...{ terms: termsMeant(draft.terms), note: text(draft.note), address: text(draft.address) },
})

/** What is wrong with it, line by line, or what to keep. */
export function check(draft: OrderDraft): Checked {
  const lines: Checked['lines'] = {}
  for (const line of draft.lines) {
    const problem = lineProblem(line)
    if (problem) lines[line.key] = problem
  }
  const terms = badTerms(draft.terms)
  const sums = sumsOf(draft)
  const order = draft.lines.length === 0 ? 'no-lines' : typeof sums === 'string' ? sums : null
  if (order !== null || terms.length > 0 || Object.keys(lines).length > 0)
    return { lines, terms, order, input: null }
  return { lines, terms, order, input: meant(draft) }
}
