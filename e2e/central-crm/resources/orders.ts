/** Orders: the server recomputes every sum, and an order only moves forward. */
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
    checkSum('/total', input.total, subtotal - input.discount + input.shipping + input.tax)
    const number =
      context.current?.data['number'] ?? `SO-${String(numberFrom(context, 'order')).padStart(5, '0')}`
    return { ...input, lines, subtotal, number, ownerId: ownerOf(input.ownerId, context) }
  },
})
