/** An order's terms as the CRM's contract has them: amounts, and beside them the rates they came from. Pure functions. */
import {
  amountTerms,
  orderSums,
  orderTerms,
  type Extras,
  type OrderSums,
  type OrderTerms,
  type Priced,
  type Share,
} from '../../contract'

/** Null where all is plain amounts. Rates in thousandths of a percent, money in minor units. */
export interface RemoteTerms {
  discountRate: number | null
  taxRate: number | null
  /** Tax that the prices hold already; null: the tax is on top. */
  includedTax: number | null
}

/** What the CRM is told besides the lines. */
export interface RemoteMoney extends Extras {
  terms: RemoteTerms | null
}

const rateOf = (share: Share | null): number | null => (share?.kind === 'percent' ? share.rate : null)

export function remoteMoney(terms: OrderTerms, sums: OrderSums): RemoteMoney {
  const { discount, shipping, tax } = sums
  const rates = {
    discountRate: rateOf(terms.discount),
    taxRate: rateOf(terms.tax),
    includedTax: terms.tax?.included === true ? sums.includedTax : null,
  }
  const isPlain = Object.values(rates).every((value) => value === null)
  return { discount, shipping, tax, terms: isPlain ? null : rates }
}

function ratedTerms(money: RemoteMoney): OrderTerms {
  const plain = amountTerms(money)
  if (money.terms === null) return plain
  const { discountRate, taxRate, includedTax } = money.terms
  const included = includedTax !== null
  const tax: OrderTerms['tax'] =
    taxRate !== null
      ? { kind: 'percent', rate: taxRate, included }
      : included
        ? { kind: 'amount', amount: includedTax, included }
        : plain.tax
  return {
    ...plain,
    discount: discountRate === null ? plain.discount : { kind: 'percent', rate: discountRate },
    tax,
  }
}

/** The terms behind the CRM's amounts. The amounts count: rates that do not come to them (somebody changed one there) are let go. */
export function termsOf(lines: readonly Priced[], money: RemoteMoney): OrderTerms {
  const rated = ratedTerms(money)
  const sums = orderSums(lines, rated)
  const fits = typeof sums !== 'string' && sums.discount === money.discount && sums.tax === money.tax
  return fits ? rated : amountTerms(money)
}

/** As kept beside the order; null, and what an older version left, are plain amounts. */
export function readTerms(json: string | null, amounts: Extras): OrderTerms {
  return json === null ? amountTerms(amounts) : orderTerms.parse(JSON.parse(json))
}
