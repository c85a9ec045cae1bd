/** Orders: ERPNext's sales orders. Their taxes hang on the company's accounts, so that an order with tax or shipping is made there. */
import { z } from 'zod'
import type { OrderStatus } from '../../../contract'
import type { RemoteRecord } from '../connector'
import { same, type Fields } from '../fields'
import { CannotWrite, idOf, nameIn, rowsIn, stringOf, textIn, type Mapping } from './mapping'
import { fromDecimal, toDecimal } from './money'
import type { Site } from './site'
import { siteTime } from './time'

/** The contact's name among the order's fields, which ERPNext keeps beside the customer. */
const PERSON = 'contact_person'

const lines = z.array(
  z.object({
    productId: z.string().nullable().default(null),
    name: z.string(),
    quantity: z.int().min(1),
    unitPrice: z.int(),
  }),
)
const minor = z.int().catch(0)

/** A lost answer is followed by the repeat within minutes, or when the machine is on again. */
const LOOK_BACK = 7 * 24 * 3_600_000

/** Items are called otherwise there. */
const goodsOf = (body: Fields): unknown =>
  lines
    .safeParse(body['lines'])
    .data?.map(({ productId, quantity, unitPrice }) => ({ productId, quantity, unitPrice })) ?? null

/** ERPNext says with `docstatus` whether an order stands, and with the share delivered how far it is. */
function statusOf(doc: Fields): OrderStatus {
  if (doc['docstatus'] === 2) return 'cancelled'
  if (doc['docstatus'] !== 1) return 'draft'
  return Number(doc['per_delivered'] ?? 0) >= 100 ? 'delivered' : 'confirmed'
}

/** Steps of ours that ERPNext calls submitted. */
const SUBMITTED: readonly OrderStatus[] = ['confirmed', 'packed', 'shipped', 'delivered']

function readLine(row: Fields, currency: string): Fields | null {
  const unitPrice = fromDecimal(row['rate'], currency)
  const quantity = Number(row['qty'])
  const name = textIn(row, 'item_name') ?? textIn(row, 'item_code')
  if (unitPrice === null || name === null || !Number.isSafeInteger(quantity) || quantity < 1) return null
  return { productId: textIn(row, 'item_code'), name, quantity, unitPrice }
}

/** Whose it is, and in which money. */
function ownerOf(doc: Fields, site: Site): { person: string; currency: string } | null {
  const person = textIn(doc, PERSON)
  const currency = textIn(doc, 'currency') ?? site.currency
  return person === null || currency === null ? null : { person, currency }
}

export const salesOrder: Mapping = {
  doctype: 'Sales Order',
  fields: ['contactId', 'status', 'currency', 'lines', 'discount'],
  read: (doc, site) => {
    const owner = ownerOf(doc, site)
    if (!owner) return null
    const { person, currency } = owner
    const read = rowsIn(doc, 'items').map((row) => readLine(row, currency))
    const whole = read.filter((line) => line !== null)
    const tax = fromDecimal(doc['total_taxes_and_charges'] ?? 0, currency)
    const discount = fromDecimal(doc['discount_amount'] ?? 0, currency)
    const total = fromDecimal(doc['grand_total'], currency)
    // Sums that can't be said exactly are not shown at all.
    if (whole.length < read.length || tax === null || discount === null || total === null) return null
    return {
      ...{ number: doc.name, contactId: idOf('Contact', person), status: statusOf(doc), currency },
      ...{ lines: whole, discount, shipping: 0, tax, total },
    }
  },
  isBeyond: (doc, site) => ownerOf(doc, site) !== null,
  values: (fields, body, now, site) => {
    const currency = stringOf(body, 'currency') ?? site.currency
    const status = stringOf(body, 'status') as OrderStatus | null
    if (currency === null) throw new CannotWrite('The CRM’s currency is not known.')
    const there = fromDecimal(now?.['total_taxes_and_charges'] ?? 0, currency) ?? 0
    if (minor.parse(body['tax']) + minor.parse(body['shipping']) !== there)
      throw new CannotWrite('Tax and shipping belong to accounts of this CRM: enter them there.')
    const given = lines.safeParse(body['lines']).data ?? []
    const foreign = given.find(({ productId }) => productId === null)
    if (foreign)
      throw new CannotWrite(`This CRM takes only items of its own: “${foreign.name}” is none of them.`)
    const day = siteTime(Date.now(), site.zone).slice(0, 10)
    const isDraft = now === null || now['docstatus'] === 0
    const content = isDraft
      ? {
          ...(fields.has('currency') ? { currency } : {}),
          ...(fields.has('lines')
            ? {
                items: given.map(({ productId, quantity, unitPrice }) => ({
                  ...{ item_code: productId, qty: quantity, rate: toDecimal(unitPrice, currency) },
                  delivery_date: day,
                })),
              }
            : {}),
          ...(fields.has('discount')
            ? {
                apply_discount_on: 'Grand Total',
                discount_amount: toDecimal(minor.parse(body['discount']), currency),
              }
            : {}),
        }
      : {}
    return {
      ...content,
      ...(now === null ? { transaction_date: day, delivery_date: day, order_type: 'Sales' } : {}),
      ...(fields.has('status') ? statusValues(status, now) : {}),
    }
  },
  identity: (body, site) => {
    const person = nameIn(body['contactId'], 'Contact')
    const currency = stringOf(body, 'currency') ?? site.currency
    const total = z.int().safeParse(body['total']).data
    if (person === null || currency === null || total === undefined) return null
    return [
      [PERSON, '=', person],
      ['grand_total', '=', toDecimal(total, currency)],
      ['transaction_date', '>=', siteTime(Date.now() - LOOK_BACK, site.zone).slice(0, 10)],
      ['docstatus', '!=', 2],
    ]
  },
  isAlike: (record, body) => record['currency'] === body['currency'] && same(goodsOf(record), goodsOf(body)),
}

/**
 * Steps that ERPNext does not have, or takes from its own delivery notes, by what an order is there meanwhile: here it may be at one of
 * them.
 */
const FINER: Readonly<Partial<Record<OrderStatus, readonly unknown[]>>> = {
  draft: ['placed'],
  confirmed: ['packed', 'shipped', 'delivered'],
}

export const withOurStep = <T extends Fields>(record: T, body: Fields): T => {
  const finer = FINER[record['status'] as OrderStatus]
  return finer?.includes(body['status']) ? { ...record, status: body['status'] } : record
}

/** An order that is a draft there has always been one: whether it is placed here, the CRM has no say in. */
export function withoutDraft(record: RemoteRecord): RemoteRecord {
  const { status, ...rest } = record
  return status === 'draft' ? rest : record
}

/** Only what ERPNext has a step for; the others stay here. */
function statusValues(status: OrderStatus | null, now: Fields | null): Fields {
  if (status === 'cancelled') {
    if (now?.['docstatus'] !== 1)
      throw new CannotWrite(
        'In this CRM only an order that was confirmed can be cancelled: delete the draft there.',
      )
    return { docstatus: 2 }
  }
  return status !== null && SUBMITTED.includes(status) && now?.['docstatus'] !== 1 ? { docstatus: 1 } : {}
}
