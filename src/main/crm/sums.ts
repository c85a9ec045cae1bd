/** What an order comes to in the CRM, held against what it was told. Pure. */
import { formatMoney } from '../../contract'
import { crmReason } from '../../contract/entities/crm-reason'
import type { ChangeEntry } from './change-store'
import { parseFields, type Fields } from './fields'

/** What decides what an order comes to. */
const MONEY = ['lines', 'currency', 'discount', 'shipping', 'tax', 'terms'] as const

/** The money of an order that was told with a change of ours; null where the change was not about that. */
export function moneyTold(row: Pick<ChangeEntry, 'kind' | 'fields'>, told: Fields): Fields | null {
  if (row.kind !== 'order') return null
  const fields = parseFields(row.fields)
  if (!MONEY.some((key) => key in fields)) return null
  return Object.fromEntries(MONEY.filter((key) => key in told).map((key) => [key, told[key]]))
}

/**
 * Why it can't be left at that: the CRM, which adds up by its own rules (price lists, taxes), comes to another sum than what the customer
 * was told. Null where it is the same, or the CRM says no sum.
 */
export function otherTotal(told: Fields, said: Fields): string | null {
  const { total: ours } = told
  const { total: theirs, currency } = said
  if (typeof ours !== 'number' || typeof theirs !== 'number' || ours === theirs) return null
  return crmReason('other-total', formatMoney(theirs, typeof currency === 'string' ? currency : 'XXX', 'en'))
}
