/** The values of a conflict in words. Pure. */
import type { Category, Stage, WaitingEntry } from '../../../contract'

/** Fields that mean something only together are chosen together; the first is the one that is asked about. */
const TOGETHER: readonly (readonly string[])[] = [
  ['value', 'currency'],
  ['lines', 'currency'],
  ['unitPrice', 'currency'],
]

export type Choice = WaitingEntry['choices'][number]

/** What is asked about: of fields that go together only the first. */
export function questions(choices: readonly Choice[]): Choice[] {
  const fields = new Set(choices.map(({ field }) => field))
  const follows = new Set(
    TOGETHER.flatMap(([first, ...rest]) => (first !== undefined && fields.has(first) ? rest : [])),
  )
  return choices.filter(({ field }) => !follows.has(field))
}

/** The answers as the app wants them: those that go together as the first of them. */
export function answers(
  choices: readonly Choice[],
  chosen: Readonly<Record<string, 'ours' | 'theirs'>>,
): Record<string, 'ours' | 'theirs'> | null {
  const result: Record<string, 'ours' | 'theirs'> = {}
  for (const { field } of choices) {
    const group = TOGETHER.find((one) => one.includes(field) && chosen[one[0] ?? ''] !== undefined)
    const choice = chosen[field] ?? chosen[group?.[0] ?? '']
    if (choice === undefined) return null
    result[field] = choice
  }
  return result
}

/** A line of an order: the only values that are objects. */
function lineOf(item: unknown): { name: string; quantity: number } | null {
  if (typeof item !== 'object' || item === null || !('name' in item) || !('quantity' in item)) return null
  const { name, quantity } = item
  return typeof name === 'string' && typeof quantity === 'number' ? { name, quantity } : null
}

export interface Words {
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
    return words.list(
      value.map((item) => {
        const line = lineOf(item)
        return line ? `${words.number(line.quantity)} × ${line.name}` : String(item)
      }),
    )
  }
  if (typeof value !== 'string') return words.nothing
  if (field === 'stageId') return words.stages.find(({ id }) => id === value)?.name ?? value
  if (field === 'categoryId') return words.categories.find(({ id }) => id === value)?.name ?? value
  if (field === 'status') return words.status(value) ?? value
  const at = DATES.has(field) ? Date.parse(value) : Number.NaN
  return Number.isNaN(at) ? value : words.exact(at)
}
