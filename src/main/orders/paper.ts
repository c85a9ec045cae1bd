/** An order on paper: see `documentOf` for what all papers share. Pure function. */
import { customerLocale, formatMoney, lineAmount, type Language, type Order } from '../../contract'
import { documentOf, escaped, fact } from '../paper'
import { sumRows, titleOf } from './message'
import { ORDER_WORDS } from './words'

export interface Paper {
  order: Order
  language: Language
  /** Of the shop; empty: none. */
  company: string
  customer: string
  /** A style sheet's `@font-face` rules. */
  fonts: string
}

const STYLE = `
.company { font-size: 13pt; font-weight: 600; text-align: end; }
.facts { display: flex; gap: 12mm; padding: 6mm 0 8mm; }
.facts > div { flex: 1; }
table { width: 100%; border-collapse: collapse; }
th { font-size: 8.5pt; font-weight: 500; color: #51615c; text-align: end; padding: 0 0 2mm 4mm; border-bottom: .5pt solid #b8c4c0; }
td { text-align: end; padding: 2.2mm 0 2.2mm 4mm; border-bottom: .5pt solid #e1e7e5; vertical-align: top; white-space: nowrap; }
th:first-child, td:first-child { text-align: start; padding-inline-start: 0; }
td:first-child { white-space: normal; overflow-wrap: anywhere; }
tr { break-inside: avoid; }
.sums { width: auto; margin: 5mm 0 0 auto; break-inside: avoid; }
.sums td { border: 0; padding: 1mm 0 1mm 10mm; text-align: end; }
.sums td:first-child { text-align: start; color: #51615c; }
.sums .total td { font-size: 13pt; font-weight: 600; color: #15201d; border-top: .75pt solid #15201d; padding-top: 2mm; }
`

const cell = (text: string): string => `<td dir="auto">${escaped(text)}</td>`
/** A whole document. */
export function orderPaper({ order, language, company, customer, fonts }: Paper): string {
  const words = ORDER_WORDS[language]
  const { currency, lines, address, createdAt } = order
  const locale = customerLocale(language, currency)
  const money = (minor: number): string => formatMoney(minor, currency, locale)
  const number = new Intl.NumberFormat(locale)
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' }).format(createdAt)
  const title = titleOf(order, language)
  const rows = lines.map(
    (line) =>
      `<tr>${cell(line.name)}${cell(number.format(line.quantity))}${cell(money(line.unitPrice))}${cell(money(lineAmount(line)))}</tr>`,
  )
  const sums = sumRows(order, language).map(
    ({ kind, label, amount }) => `<tr class="${kind}">${cell(label)}${cell(amount)}</tr>`,
  )
  const heads = [words.item, words.quantity, words.price, words.amount]
  const body = `<header><h1 dir="auto">${escaped(title)}</h1><p class="company" dir="auto">${escaped(company)}</p></header>
<dl class="facts">${fact(words.customer, customer)}${fact(words.deliverTo, address)}${fact(words.date, date)}</dl>
<table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>
<table class="sums"><tbody>${sums.join('')}</tbody></table>`
  return documentOf({ language, title, fonts, style: STYLE, body })
}
