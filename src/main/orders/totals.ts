/** Sums of an order where there must be some: exact, or an error that says why not. How they are reckoned is the contract's `orderSums`. */
import {
  amountTerms,
  AppError,
  NO_TERMS,
  orderSums,
  type Extras,
  type OrderSums,
  type OrderTerms,
  type Priced,
  type SumProblem,
} from '../../contract'

export const NO_EXTRAS: Extras = { discount: 0, shipping: 0, tax: 0 }

const PROBLEMS: Record<SumProblem, string> = {
  'bad-number': 'A quantity is at least 1, and amounts are whole and not negative.',
  'too-large': 'The total is too large to be kept exactly.',
  'discount-too-large': 'The discount is more than the lines come to.',
  'tax-too-large': 'The tax is more than the prices that should hold it.',
}

/** @throws {AppError} `invalid-input`. */
export function reckon(lines: readonly Priced[], terms: OrderTerms = NO_TERMS): OrderSums {
  const sums = orderSums(lines, terms)
  if (typeof sums === 'string') throw new AppError('invalid-input', PROBLEMS[sums])
  return sums
}

/** @throws {AppError} `invalid-input`. */
export const lineTotal = (line: Priced): number => reckon([line]).total

/** @throws {AppError} `invalid-input`, also where the discount is more than the lines come to. */
export const orderTotal = (lines: readonly Priced[], extras: Extras = NO_EXTRAS): number =>
  reckon(lines, amountTerms(extras)).total
