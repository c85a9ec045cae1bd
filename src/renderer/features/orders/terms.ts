/** Discount, tax and shipping while they are written: what stands in the fields, and what it means. Pure. */
import type { OrderTerms } from '../../../contract'
import { WHOLE_RATE, type Share } from '../../../contract/entities/sums'
import { asciiDigit, inCurrency } from '../../lib/money'
import type { Amount } from './draft'

export type DiscountKind = 'none' | 'percent' | 'amount'
/** `-in`: the prices hold it already. */
export type TaxKind = 'none' | 'percent' | 'amount' | 'percent-in' | 'amount-in'

export interface TermsDraft {
  discountKind: DiscountKind
  /** Minor units, or thousandths of a percent: as its kind says. */
  discount: Amount
  taxKind: TaxKind
  tax: Amount
  shipping: Amount
}

export const EMPTY_TERMS: TermsDraft = {
  discountKind: 'none',
  discount: null,
  taxKind: 'none',
  tax: null,
  shipping: null,
}

const valueOf = (share: Share): number => (share.kind === 'percent' ? share.rate : share.amount)

export function draftTerms({ discount, tax, shipping }: OrderTerms): TermsDraft {
  return {
    discountKind: discount?.kind ?? 'none',
    discount: discount && valueOf(discount),
    taxKind: tax === null ? 'none' : tax.included ? `${tax.kind}-in` : tax.kind,
    tax: tax && valueOf(tax),
    shipping: shipping === 0 ? null : shipping,
  }
}

export const isPercent = (kind: DiscountKind | TaxKind): boolean => kind.startsWith('percent')

/** Of another kind its value means something else: it is written anew. */
export const withDiscountKind = (terms: TermsDraft, discountKind: DiscountKind): TermsDraft =>
  isPercent(discountKind) === isPercent(terms.discountKind) && discountKind !== 'none'
    ? { ...terms, discountKind }
    : { ...terms, discountKind, discount: null }

export const withTaxKind = (terms: TermsDraft, taxKind: TaxKind): TermsDraft =>
  isPercent(taxKind) === isPercent(terms.taxKind) && taxKind !== 'none'
    ? { ...terms, taxKind }
    : { ...terms, taxKind, tax: null }

/** The same written amounts in another currency. */
export function termsIn(terms: TermsDraft, from: string, to: string): TermsDraft {
  const moved = (value: Amount): Amount => (typeof value === 'number' ? inCurrency(value, from, to) : value)
  return {
    ...terms,
    discount: terms.discountKind === 'amount' ? moved(terms.discount) : terms.discount,
    tax: terms.taxKind.startsWith('amount') ? moved(terms.tax) : terms.tax,
    shipping: moved(terms.shipping),
  }
}

export type TermsField = 'discount' | 'tax' | 'shipping'

/** Fields that hold no amount. One that is empty is nothing. */
export const badTerms = (terms: TermsDraft): TermsField[] =>
  (['discount', 'tax', 'shipping'] as const).filter((field) => terms[field] === 'unreadable')

const share = (isRate: boolean, value: Amount): Share | null => {
  if (typeof value !== 'number' || value === 0) return null
  return isRate ? { kind: 'percent', rate: value } : { kind: 'amount', amount: value }
}

/** What they mean; what can't be read counts as nothing. */
export function termsMeant(terms: TermsDraft): OrderTerms {
  const tax = terms.taxKind === 'none' ? null : share(isPercent(terms.taxKind), terms.tax)
  return {
    discount: terms.discountKind === 'none' ? null : share(isPercent(terms.discountKind), terms.discount),
    tax: tax && { ...tax, included: terms.taxKind.endsWith('-in') },
    shipping: typeof terms.shipping === 'number' ? terms.shipping : 0,
  }
}

/** `11`, `8,875`, `33.3 %` as thousandths of a percent; null for what is no rate up to 100 %, or finer than that. */
export function parseRate(text: string): number | null {
  const bare = text.replaceAll(/\p{Nd}/gu, asciiDigit).replaceAll(/[\s%٪]/g, '')
  const match = /^(\d{1,3})(?:[.,](\d{1,3}))?$/.exec(bare)
  if (!match) return null
  const rate = Number(`${match[1] ?? ''}${(match[2] ?? '').padEnd(3, '0')}`)
  return rate <= WHOLE_RATE ? rate : null
}
