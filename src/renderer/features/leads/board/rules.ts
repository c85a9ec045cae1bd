/** What the board shows, and where a card goes. Pure. */
import type { Lead, LeadCard, Stage, StageSum } from '../../../../contract'

/** Cards read of a stage, the latest first; `next` is the rest's cursor. */
export interface Cards {
  items: readonly LeadCard[]
  next: string | null
  state: 'loading' | 'ready' | 'failed'
}

export const NO_CARDS: Cards = { items: [], next: null, state: 'loading' }

export interface BoardColumn {
  id: string
  name: string
  /** `#rrggbb`. */
  color: string | null
  /** Null: a stage that the CRM no longer has. */
  outcome: Stage['outcome'] | null
  count: number
  values: StageSum['values']
}

/** The CRM's stages in their order; behind them those that it no longer has, as long as leads are in them. */
export function columnsOf(
  stages: readonly Stage[],
  sums: readonly StageSum[],
  goneName: string,
): BoardColumn[] {
  const sumOf = (id: string) => {
    const sum = sums.find(({ stageId }) => stageId === id)
    return { count: sum?.count ?? 0, values: sum?.values ?? [] }
  }
  const known = [...stages].sort((a, b) => a.order - b.order)
  const gone = sums.filter(({ stageId }) => !stages.some(({ id }) => id === stageId))
  return [
    ...known.map(({ id, name, color, outcome }) => ({ id, name, color, outcome, ...sumOf(id) })),
    ...gone.map(({ stageId: id }) => ({ id, name: goneName, color: null, outcome: null, ...sumOf(id) })),
  ]
}

const latestFirst = (a: LeadCard, b: LeadCard): number =>
  b.lead.updatedAt - a.lead.updatedAt || (a.lead.id < b.lead.id ? 1 : -1)

/** With this card in its place. Where that is beyond what was read, it comes with the next page. */
function withCard(cards: Cards, card: LeadCard): Cards {
  const items = [...cards.items.filter(({ lead }) => lead.id !== card.lead.id), card].sort(latestFirst)
  return { ...cards, items: cards.next !== null && items.at(-1) === card ? items.slice(0, -1) : items }
}

const withoutLead = (cards: Cards, leadId: string): Cards =>
  cards.items.some(({ lead }) => lead.id === leadId)
    ? { ...cards, items: cards.items.filter(({ lead }) => lead.id !== leadId) }
    : cards

export type Columns = Readonly<Record<string, Cards>>

export const cardOf = (columns: Columns, leadId: string): LeadCard | undefined =>
  Object.values(columns)
    .flatMap(({ items }) => items)
    .find(({ lead }) => lead.id === leadId)

/** With the lead as it is now, in the column of its stage; null where its card was never read. */
export function withLead(columns: Columns, lead: Lead): Columns | null {
  const known = cardOf(columns, lead.id)
  if (!known) return null
  const moved = Object.entries(columns).map(([stageId, cards]): [string, Cards] => [
    stageId,
    stageId === lead.stageId ? withCard(cards, { ...known, lead }) : withoutLead(cards, lead.id),
  ])
  return Object.fromEntries(moved)
}

export const withoutCard = (columns: Columns, leadId: string): Columns =>
  Object.fromEntries(Object.entries(columns).map(([stageId, cards]) => [stageId, withoutLead(cards, leadId)]))

/** The person is called otherwise now. */
export const withName = (columns: Columns, contact: LeadCard['contact']): Columns =>
  Object.fromEntries(
    Object.entries(columns).map(([stageId, cards]) => [
      stageId,
      {
        ...cards,
        items: cards.items.map((card) => (card.contact.id === contact.id ? { ...card, contact } : card)),
      },
    ]),
  )

/** The narrowest that a column may be, px. */
export const COLUMN = 196

/** How many columns stand side by side in `width` px: one at least, all at most. */
export const fitting = (width: number, count: number): number =>
  Math.max(1, Math.min(count, Math.floor(width / COLUMN)))

/** The first column shown, so that `wanted` is among the `fit` that are; it moves no further than it must. */
export function firstShown(first: number, fit: number, count: number, wanted: number | null = null): number {
  const within =
    wanted === null ? first : wanted < first ? wanted : wanted >= first + fit ? wanted - fit + 1 : first
  return Math.max(0, Math.min(within, count - fit))
}
