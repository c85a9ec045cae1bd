/**
 * What an order comes to. One function for everybody who says a sum: the form while it is written, the database, the message, the paper and
 * what the CRM is told. Integers in minor units throughout; the only thing ever rounded is a share given in percent, once for the whole
 * order, to the nearest minor unit and halves up (docs/decisions, "What an order comes to"). Without schemas, so that it costs the screens
 * nothing.
 */

/** A part of an amount: so many minor units, or a rate in thousandths of a percent (11 % is 11000). */
export type Share = { kind: 'amount'; amount: number } | { kind: 'percent'; rate: number }

/** What goes on and off the lines of an order. */
export interface OrderTerms {
  /** Off the lines. */
  discount: Share | null
  /** Of the lines less the discount; shipping is not taxed. `included`: the prices hold it already, and it is only said. */
  tax: (Share & { included: boolean }) | null
  /** Minor units. */
  shipping: number
}

export const NO_TERMS: OrderTerms = { discount: null, tax: null, shipping: 0 }

/** What the CRM adds to the lines. Minor units, none negative. */
export interface Extras {
  discount: number
  shipping: number
  tax: number
}

/** Plain amounts as terms. */
export const amountTerms = ({ discount, shipping, tax }: Extras): OrderTerms => ({
  discount: discount === 0 ? null : { kind: 'amount', amount: discount },
  tax: tax === 0 ? null : { kind: 'amount', amount: tax, included: false },
  shipping,
})

/** Minor units, none negative. `total` is subtotal - discount + shipping + tax, as the CRM checks it. */
export interface OrderSums {
  subtotal: number
  discount: number
  shipping: number
  /** On top; 0 where the prices hold it. */
  tax: number
  /** Tax that the prices hold already: part of the total, not added. */
  includedTax: number
  total: number
}

/** Why there is no sum. `bad-number`: not whole, negative, or a quantity below one. */
export type SumProblem = 'bad-number' | 'too-large' | 'discount-too-large' | 'tax-too-large'

/** A rate of the whole: 100 %. */
export const WHOLE_RATE = 100_000

const WHOLE = BigInt(WHOLE_RATE)
const MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** The nearest whole number, halves up. Neither is negative. */
const divided = (amount: bigint, by: bigint): bigint => (2n * amount + by) / (2n * by)

const isAmount = (value: number): boolean => Number.isSafeInteger(value) && value >= 0

function areNumbers(lines: readonly Priced[], { discount, tax, shipping }: OrderTerms): boolean {
  const isShare = (share: Share | null): boolean =>
    share === null || isAmount(share.kind === 'amount' ? share.amount : share.rate)
  const areLines = lines.every(
    ({ quantity, unitPrice }) => isAmount(quantity) && quantity >= 1 && isAmount(unitPrice),
  )
  return areLines && isShare(discount) && isShare(tax) && isAmount(shipping)
}

export interface Priced {
  quantity: number
  /** Minor units. */
  unitPrice: number
}

const shareOf = (share: Share | null, whole: bigint): bigint => {
  if (share === null) return 0n
  return share.kind === 'amount' ? BigInt(share.amount) : divided(whole * BigInt(share.rate), WHOLE)
}

/** Tax within `gross`, which holds it already. */
const includedIn = (share: Share, gross: bigint): bigint =>
  share.kind === 'amount'
    ? BigInt(share.amount)
    : divided(gross * BigInt(share.rate), WHOLE + BigInt(share.rate))

/** The sums, exact, or why there are none. */
export function orderSums(lines: readonly Priced[], terms: OrderTerms = NO_TERMS): OrderSums | SumProblem {
  if (!areNumbers(lines, terms)) return 'bad-number'
  const subtotal = lines.reduce(
    (sum, { quantity, unitPrice }) => sum + BigInt(quantity) * BigInt(unitPrice),
    0n,
  )
  const discount = shareOf(terms.discount, subtotal)
  if (discount > subtotal) return 'discount-too-large'
  const goods = subtotal - discount
  const isIncluded = terms.tax?.included === true
  const tax = isIncluded ? 0n : shareOf(terms.tax, goods)
  const includedTax = isIncluded && terms.tax ? includedIn(terms.tax, goods) : 0n
  if (includedTax > goods) return 'tax-too-large'
  const shipping = BigInt(terms.shipping)
  const total = goods + shipping + tax
  if (subtotal > MAX || tax > MAX || total > MAX) return 'too-large'
  return {
    subtotal: Number(subtotal),
    discount: Number(discount),
    shipping: Number(shipping),
    tax: Number(tax),
    includedTax: Number(includedTax),
    total: Number(total),
  }
}

/** What one line comes to, minor units; only of an order that has sums. */
export const lineAmount = ({ quantity, unitPrice }: Priced): number => quantity * unitPrice
