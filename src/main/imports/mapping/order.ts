/** Orders of an old system and their lines, whether these have a table of their own or lie in the order as JSON. */
import { LIMITS } from '../../../contract'
import type { ImportItem, OrderItem, OrderLineItem } from '../items'
import { SPECS } from './fields'
import { plainName } from './guess'
import { keyOf } from './keys'
import { cleaned, type Get } from './row'
import { must, optionalTime, personOf, Refused, type Known, type KnownOrder } from './known'
import { readCount, readCurrency, readMoney, readOrderStatus } from './values'

const amount = (text: string | null, currency: string): number | null =>
  text === null ? null : must(readMoney(text, currency))

/** @param idOf makes the order's id. */
export function orderOf(
  get: Get,
  known: Known,
  idOf: (phone: string, at: number | null) => string,
): OrderItem {
  const phone = personOf(get, known)
  const currency = readCurrency(get('currency') ?? '') ?? known.plan.currency
  const at = optionalTime(get, known.plan)
  const word = get('status')
  const status = word === null ? 'placed' : readOrderStatus(word)
  // What the status was called stays readable where Leadline has no such one.
  const note = [cleaned(get('note'), 1800), status === null ? cleaned(word, 100) : null]
  return {
    entity: 'orders',
    id: idOf(phone, at),
    phone,
    number: cleaned(get('number'), 100),
    currency,
    status: status ?? 'placed',
    total: amount(get('total'), currency),
    discount: amount(get('discount'), currency) ?? 0,
    shipping: amount(get('shipping'), currency) ?? 0,
    tax: amount(get('tax'), currency) ?? 0,
    note: note.filter((part) => part !== null).join('\n') || null,
    at,
  }
}

function line(get: Get, order: KnownOrder, known: Known): OrderLineItem {
  const product = known.products.get(get('product') ?? '')
  const name = cleaned(get('name'), LIMITS.name) ?? product?.name ?? null
  if (name === null) throw new Refused(get('product') === null ? 'no-name' : 'no-such-row')
  const quantity = must(readCount(get('quantity') ?? '1'))
  if (quantity < 1 || quantity > LIMITS.quantity) throw new Refused('bad-number')
  const price = get('price')
  const usual = product?.currency === order.currency ? product.unitPrice : null
  const unitPrice = price === null ? usual : must(readMoney(price, order.currency))
  if (unitPrice === null) throw new Refused('bad-money')
  const id = get('id')
  const named = keyOf('lines', order.id, id ?? JSON.stringify([name, quantity, unitPrice]))
  const key = id === null ? known.twins.name(named) : named
  return { entity: 'orderLines', key, orderId: order.id, name, quantity, unitPrice }
}

export function lineOf(get: Get, known: Known): OrderLineItem {
  const order = known.orders.get(get('order') ?? '')
  if (!order) throw new Refused('no-such-row')
  return line(get, order, known)
}

const textOf = (value: unknown): string | null =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : null

/** Lines that an order's row carries itself. What is no list of objects is none. */
export function inlineLines(json: string | null, order: KnownOrder | undefined, known: Known): ImportItem[] {
  if (json === null || !order) return []
  let list: unknown
  try {
    list = JSON.parse(json)
  } catch (error) {
    if (error instanceof SyntaxError) return []
    throw error
  }
  if (!Array.isArray(list)) return []
  return list.flatMap((entry: unknown, index): ImportItem[] => {
    if (typeof entry !== 'object' || entry === null) return []
    const cells = new Map(Object.entries(entry).map(([name, value]) => [plainName(name), textOf(value)]))
    const get: Get = (field) => {
      if (field === 'id') return String(index)
      const names = SPECS.orderLines.fields[field]?.names ?? []
      return names.map((name) => cells.get(name)).find((cell) => cell !== undefined && cell !== '') ?? null
    }
    return [line(get, order, known)]
  })
}
