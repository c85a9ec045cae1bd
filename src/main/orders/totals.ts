/** Sums of an order, in integers of the currency's minor unit. Exact or an error; never rounded. */
import { AppError } from '../../contract'

export interface Priced {
  quantity: number
  /** Minor units. */
  unitPrice: number
}

/** What the CRM adds to the lines. Minor units, none negative. */
export interface Extras {
  discount: number
  shipping: number
  tax: number
}

export const NO_EXTRAS: Extras = { discount: 0, shipping: 0, tax: 0 }

/** @throws {AppError} `invalid-input` where it is no whole number, negative, or too large to be exact. */
function exact(value: number, what: string): number {
  if (!Number.isSafeInteger(value) || value < 0)
    throw new AppError('invalid-input', `${what} is not a whole amount that can be kept exactly.`)
  return value
}

/** @throws {AppError} `invalid-input`. */
export function lineTotal(line: Priced): number {
  if (line.quantity < 1) throw new AppError('invalid-input', 'A quantity is at least 1.')
  const quantity = exact(line.quantity, 'The quantity')
  return exact(quantity * exact(line.unitPrice, 'The price'), "The line's total")
}

/** @throws {AppError} `invalid-input`, also where the discount is more than the lines come to. */
export function orderTotal(lines: readonly Priced[], extras: Extras = NO_EXTRAS): number {
  const subtotal = lines.reduce((sum, line) => exact(sum + lineTotal(line), 'The total'), 0)
  const discounted = exact(subtotal - exact(extras.discount, 'The discount'), 'The discounted total')
  const shipped = exact(discounted + exact(extras.shipping, 'The shipping'), 'The total')
  return exact(shipped + exact(extras.tax, 'The tax'), 'The total')
}
