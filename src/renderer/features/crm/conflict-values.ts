/** The values of a conflict in words. Pure. */
import type { Category, Stage, WaitingEntry } from '../../../contract'

/** Fields that mean something only together are chosen together: an order with our lines and their discount is nobody's. */
const TOGETHER: readonly (readonly string[])[] = [
  ['value', 'currency'],
  ['lines', 'currency', 'discount', 'tax', 'terms'],
  ['unitPrice', 'currency'],
]

export type Choice = WaitingEntry['choices'][number]
export type Side = 'ours' | 'theirs'

/** What is asked about at once, by the first of its fields. */
export interface Question {
  field: string
  parts: readonly Choice[]
}

export function questions(choices: readonly Choice[]): Question[] {
  const fields = new Set(choices.map(({ field }) => field))
  const groups = TOGETHER.filter((group) => group.some((one) => one !== 'currency' && fields.has(one)))
  const firstOf = (field: string): string =>
    groups.find((group) => group.includes(field))?.find((one) => fields.has(one)) ?? field
  return choices
    .filter(({ field }) => firstOf(field) === field)
    .map(({ field }) => ({ field, parts: choices.filter((part) => firstOf(part.field) === field) }))
}

/** The answers as the app wants them: those that go together as the first of them. Null where one is missing. */
export function answers(
  choices: readonly Choice[],
  chosen: Readonly<Record<string, Side>>,
): Record<string, Side> | null {
  const result: Record<string, Side> = {}
  for (const { field, parts } of questions(choices)) {
    const choice = chosen[field]
    if (choice === undefined) return null
    for (const part of parts) result[part.field] = choice
  }
  return result
}

/** One side's line of an order, as far as it is said. */
function lineInWords(item: unknown, currency: string | null, words: Words): string | null {
  if (typeof item !== 'object' || item === null || !('name' in item) || !('quantity' in item)) return null
  const { name, quantity } = item
  if (typeof name !== 'string' || typeof quantity !== 'number') return null
  const price = 'unitPrice' in item && typeof item.unitPrice === 'number' ? item.unitPrice : null
  const each = price === null || currency === null ? '' : ` (${words.money(price, currency)})`
  return `${words.number(quantity)} × ${name}${each}`
}

/** An order's rates, in thousandths of a percent. */
function ratesInWords(terms: object, words: Words): string {
  const rates = Object.entries(terms).flatMap(([key, rate]: [string, unknown]) =>
    key.endsWith('Rate') && typeof rate === 'number' ? [`${words.number(rate / 1000)} %`] : [],
  )
  return rates.length > 0 ? words.list(rates) : words.nothing
}

export interface Words {
  /** Of a field. */
  name: (field: string) => string
  money: (minor: number, currency: string) => string
  number: (value: number) => string
  exact: (at: number) => string
  list: (items: readonly string[]) => string
  stages: readonly Stage[]
  categories: readonly Category[]
  /** Of an order's status. */
  status: (status: string) => string | null
  yes: string
  no: string
  nothing: string
  pictures: (count: number) => string
}

const DATES = new Set(['dueAt'])
const AMOUNTS = new Set(['value', 'unitPrice', 'discount', 'shipping', 'tax'])

/** One value as the person would write it. */
export function inWords(field: string, value: unknown, currency: string | null, words: Words): string {
  if (value === null || value === undefined || value === '') return words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number')
    return AMOUNTS.has(field) && currency !== null ? words.money(value, currency) : words.number(value)
  if (Array.isArray(value)) {
    if (value.length === 0) return words.nothing
    if (field === 'pictures') return words.pictures(value.length)
    return words.list(value.map((item) => lineInWords(item, currency, words) ?? String(item)))
  }
  if (field === 'terms' && typeof value === 'object') return ratesInWords(value, words)
  if (typeof value !== 'string') return words.nothing
  if (field === 'stageId') return words.stages.find(({ id }) => id === value)?.name ?? value
  if (field === 'categoryId') return words.categories.find(({ id }) => id === value)?.name ?? value
  if (field === 'status') return words.status(value) ?? value
  const at = DATES.has(field) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? value : words.exact(at)
}

/** Said with the amounts that stand in it. */
const PRICED = new Set([...AMOUNTS, 'lines'])

/** What one side says to a question: of several parts each by its name. @param currency where none of them is one. */
export function sideInWords(
  { parts }: Question,
  side: Side | 'base',
  currency: string | null,
  words: Words,
): string {
  const own = parts.find(({ field }) => field === 'currency')?.[side]
  const said = typeof own === 'string' ? own : currency
  const isPriced = parts.some(({ field }) => PRICED.has(field))
  const shown = parts.filter(
    ({ field }) => (field !== 'currency' && field !== 'terms') || !isPriced || parts.length === 1,
  )
  if (shown.length === 1 && shown[0]) return inWords(shown[0].field, shown[0][side], said, words)
  return shown
    .map((part) => `${words.name(part.field)}: ${inWords(part.field, part[side], said, words)}`)
    .join('; ')
}
