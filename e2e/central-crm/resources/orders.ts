/** Orders: the server recomputes every sum, and an order only moves forward. */
import type { z } from 'zod'
import { invalid } from '../problem'
import { order, orderInput, orderStatus, productInput, type Order } from '../schemas/selling'
import { defineResource, mustBeCurrency, mustExist, numberFrom, ownerOf, type WriteContext } from './resource'

const STEPS = orderStatus.options

/** @throws {Problem} `validation` where the status would go back, or a finished order be changed. */
function checkStep(from: unknown, to: Order['status']): void {
  const before = orderStatus.safeParse(from).data
  if (!before || before === to) return
  if (before === 'cancelled' || before === 'delivered')
    throw invalid('/status', `an order that is ${before} stays so`)
  if (STEPS.indexOf(to) < STEPS.indexOf(before))
    throw invalid('/status', `an order does not go back from ${before} to ${to}`)
}

function checkProduct(
  context: WriteContext,
  line: { productId: string | null },
  currency: string,
  at: string,
): void {
  mustExist(context, 'product', line.productId, `${at}/productId`)
  const record = line.productId ? context.world.records.get('product', line.productId) : null
  if (!record) return
  const product = productInput.parse(record.data)
  if (product.currency !== currency)
    throw invalid(
      `${at}/productId`,
      `this product is sold in ${product.currency}, the order is in ${currency}`,
    )
  if (!product.active && !context.current)
    throw invalid(`${at}/productId`, `${product.name} is not sold any more`)
}

/** @throws {Problem} `wrong-total` where a stated sum is not the computed one. */
function checkSum(at: string, stated: number | undefined, computed: number): void {
  if (!Number.isSafeInteger(computed)) throw invalid(at, 'is too large', 'wrong-total')
  if (stated !== undefined && stated !== computed)
    throw invalid(at, `is ${stated}, but it adds up to ${computed}`, 'wrong-total')
}

const WHOLE = 100_000n

/** `amount * rate / by`, to the nearest, halves up. */
function share(amount: number, rate: number, by: bigint): number {
  const exact = BigInt(amount) * BigInt(rate)
  return Number((2n * exact + by) / (2n * by))
}

/** @throws {Problem} `wrong-total` where an amount is not what its rate comes to. */
function checkTerms(order: z.output<typeof orderInput>, subtotal: number): void {
  if (!order.terms) return
  const { discountRate, taxRate, includedTax } = order.terms
  const goods = subtotal - order.discount
  if (discountRate !== null) checkSum('/discount', order.discount, share(subtotal, discountRate, WHOLE))
  if (includedTax === null) {
    if (taxRate !== null) checkSum('/tax', order.tax, share(goods, taxRate, WHOLE))
    return
  }
  if (order.tax !== 0) throw invalid('/tax', 'is 0 where the prices hold the tax', 'wrong-total')
  if (includedTax > goods) throw invalid('/terms/includedTax', 'is more than the prices', 'wrong-total')
  if (taxRate !== null)
    checkSum('/terms/includedTax', includedTax, share(goods, taxRate, WHOLE + BigInt(taxRate)))
}

export const orders = defineResource({
  kind: 'order',
  path: 'orders',
  input: orderInput,
  output: order,
  readers: 'employee',
  writers: 'employee',
  scope: 'own',
  post: false,
  complete: (input, context) => {
    mustBeCurrency(input.currency)
    checkStep(context.current?.data['status'], input.status)
    mustExist(context, 'contact', input.contactId, '/contactId')
    mustExist(context, 'lead', input.leadId, '/leadId')
    const lines = input.lines.map((line, index) => {
      const at = `/lines/${index}`
      checkProduct(context, line, input.currency, at)
      const total = line.quantity * line.unitPrice
      checkSum(`${at}/total`, line.total, total)
      return { ...line, total }
    })
    const subtotal = lines.reduce((sum, line) => sum + line.total, 0)
    checkSum('/subtotal', input.subtotal, subtotal)
    if (input.discount > subtotal) throw invalid('/discount', 'is more than the lines come to', 'wrong-total')
    checkTerms(input, subtotal)
    checkSum('/total', input.total, subtotal - input.discount + input.shipping + input.tax)
    const number =
      context.current?.data['number'] ?? `SO-${String(numberFrom(context, 'order')).padStart(5, '0')}`
    return { ...input, lines, subtotal, number, ownerId: ownerOf(input.ownerId, context) }
  },
})
