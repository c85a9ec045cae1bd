/** An order as the customer reads it: the rows of its sums, and the message. The note is the staff's and in neither. Pure functions. */
import {
  customerLocale,
  formatMoney,
  formatRate,
  lineAmount,
  type Language,
  type Order,
  type Share,
} from '../../contract'
import { ORDER_WORDS } from './words'

const withRate = (label: string, share: Share | null, locale: string): string =>
  share?.kind === 'percent' ? `${label} (${formatRate(share.rate, locale)})` : label

export interface SumRow {
  kind: 'subtotal' | 'discount' | 'shipping' | 'tax' | 'total' | 'includedTax'
  label: string
  /** As it is written, with its sign. */
  amount: string
}

/** The sums in the order in which they add up; those that are nothing are left out, and so is a subtotal that is the total. */
export function sumRows(order: Order, language: Language): SumRow[] {
  const { sums, terms, currency } = order
  const words = ORDER_WORDS[language]
  const locale = customerLocale(language, currency)
  const money = (minor: number): string => formatMoney(minor, currency, locale)
  const rows: (SumRow & { minor: number })[] = [
    { kind: 'subtotal', minor: sums.subtotal, label: words.subtotal, amount: money(sums.subtotal) },
    {
      ...{ kind: 'discount', minor: sums.discount, amount: money(-sums.discount) },
      label: withRate(words.discount, terms.discount, locale),
    },
    { kind: 'shipping', minor: sums.shipping, label: words.shipping, amount: money(sums.shipping) },
    {
      ...{ kind: 'tax', minor: sums.tax, amount: money(sums.tax) },
      label: withRate(words.tax, terms.tax, locale),
    },
  ]
  const parts = rows.filter(({ minor }) => minor > 0)
  const held = withRate(words.includedTax, terms.tax, locale)
  return [
    ...(parts.length > 1 ? parts : []),
    { kind: 'total' as const, label: words.total, amount: money(sums.total), minor: sums.total },
    ...(sums.includedTax > 0
      ? [{ kind: 'includedTax' as const, label: held, amount: money(sums.includedTax), minor: 0 }]
      : []),
  ].map(({ kind, label, amount }) => ({ kind, label, amount }))
}

/** `Order SO-00012`, or `Order` before it has a number. */
export const titleOf = (order: Order, language: Language): string =>
  [ORDER_WORDS[language].order, order.number].filter((part) => part !== null).join(' ')

const bold = (text: string): string => `*${text.replaceAll('*', '∗')}*`

/** The order as a message: plain text with WhatsApp's marks for bold. */
export function orderText(order: Order, language: Language): string {
  const { currency, address } = order
  const money = (minor: number): string => formatMoney(minor, currency, customerLocale(language, currency))
  const number = new Intl.NumberFormat(customerLocale(language, currency))
  const lines = order.lines.map(
    (line, index) =>
      `${index + 1}. ${line.name}\n    ${number.format(line.quantity)} × ${money(line.unitPrice)} = ${money(lineAmount(line))}`,
  )
  const sums = sumRows(order, language).map(({ kind, label, amount }) =>
    kind === 'total' ? bold(`${label}: ${amount}`) : `${label}: ${amount}`,
  )
  const where = address === null ? [] : [`${ORDER_WORDS[language].deliverTo}:\n${address}`]
  return [bold(titleOf(order, language)), lines.join('\n'), sums.join('\n'), ...where].join('\n\n')
}
