/**
 * What a salesperson, their colleagues at the CRM, the network and the machine do on a day on which much fails. All of it follows from
 * the seed; what the machine was doing in the very moment of a kill does not.
 */
import type { LeadInput, OrderInput, OrderTerms } from '../../src/contract'
import { seeded } from '../kill/random'

export interface CourseSize {
  seed: number
  leads: number
  orders: number
  kills: number
  /** As the app and the CRM take it; most of it is skipped (see time-lapse.ts). */
  hours: number
  /** Milliseconds for a whole request: shorter than in the app, since this time passes by the machine's own clock. */
  timeout: number
}

/**
 * The moment of a kill. `unanswered`, `committed`: a write is under way that the CRM has not done, or has done, and nobody was told.
 * `at-once`: right after a change was kept. `soon`: some milliseconds later.
 */
export const STRIKES = ['committed', 'unanswered', 'at-once', 'soon'] as const
export type Strike = (typeof STRIKES)[number]

export interface LeadChange {
  title?: string
  value?: number
  /** Which of the pipeline's stages. */
  stage?: number
}
export type OrderChange = Partial<Pick<OrderInput, 'note' | 'lines' | 'terms'>>

export type Deed =
  | { do: 'person'; id: string; phone: string; name: string }
  | { do: 'rename'; phone: string; name: string }
  | { do: 'lead'; id: string; phone: string; input: Pick<LeadInput, 'title' | 'value' | 'currency'> }
  | { do: 'change-lead'; id: string; change: LeadChange }
  | {
      do: 'order'
      id: string
      phone: string
      input: Pick<OrderInput, 'lines' | 'currency' | 'note' | 'status' | 'terms'>
    }
  | { do: 'change-order'; id: string; change: OrderChange }
  /** Somebody at the CRM changes what the salesperson leaves alone. */
  | { do: 'office'; kind: 'lead' | 'order'; id: string; set: Record<string, unknown> }
  /** Somebody at the CRM makes the same person, before the salesperson's arrives. */
  | { do: 'office-person'; id: string; phone: string; name: string }
  /** The network goes, or comes back. */
  | { do: 'road'; open: boolean }
  /** The CRM ends all access tokens; with `refresh` people must sign in again. */
  | { do: 'expire'; refresh: boolean }
  /** `away`: how long the app stays closed, milliseconds. */
  | { do: 'kill'; how: Strike; after: number; away: number }

/** `at`: milliseconds after the beginning. */
export type Step = { at: number } & Deed

const MINUTE = 60_000
/** Between two things done at one sitting: often none, so that they meet on their way to the CRM. */
const PAUSES = [0, 0, 0, 50, 2000, 20_000, 3 * MINUTE]
const CURRENCIES = ['IDR', 'INR', 'JPY', 'KWD'] as const
const TERMS: readonly (OrderTerms | undefined)[] = [
  undefined,
  { discount: { kind: 'percent', rate: 3333 }, tax: null, shipping: 1999 },
  { discount: null, tax: { kind: 'percent', rate: 11_000, included: false }, shipping: 0 },
  {
    discount: { kind: 'amount', amount: 7 },
    tax: { kind: 'percent', rate: 18_000, included: true },
    shipping: 1,
  },
]

/** Draws that a seed repeats. */
class Draw {
  private readonly random: () => number

  constructor(seed: number) {
    this.random = seeded(seed)
  }

  /** From 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.random() * count)
  }

  of<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!
  }

  id(): string {
    const hex = (count: number): string =>
      Array.from({ length: count }, () => this.below(16).toString(16)).join('')
    return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`
  }

  lines(): OrderInput['lines'] {
    return Array.from({ length: 1 + this.below(3) }, (_, index) => ({
      ...{ productId: null, name: `Thing ${index + 1}` },
      ...{ quantity: 1 + this.below(9), unitPrice: 1 + this.below(9_999_999) },
    }))
  }
}

/** One customer's visit: who they are, their leads and orders, and what is changed of these then and later. */
function visit(
  draw: Draw,
  number: number,
  counts: { leads: number; orders: number },
  length: number,
): Step[] {
  const steps: Step[] = []
  let at = draw.below(length * 0.8)
  const phone = `+62${8_150_000_000 + number}`
  const now = (deed: Deed): void => {
    steps.push({ at, ...deed })
    at += draw.of(PAUSES)
  }
  const later = (deed: Deed): void => {
    steps.push({ at: at + draw.below(length * 0.95 - Math.min(at, length * 0.9)), ...deed })
  }
  now({ do: 'person', id: draw.id(), phone, name: `Person ${number}` })
  if (number % 5 === 4) now({ do: 'office-person', id: draw.id(), phone, name: `Customer ${number}` })
  for (let nth = 0; nth < Math.max(counts.leads, counts.orders); nth += 1) {
    if (nth < counts.leads) {
      const [id, currency] = [draw.id(), draw.of(CURRENCIES)]
      const input = { title: `Lead ${number}-${nth}`, value: draw.below(1e9), currency }
      now({ do: 'lead', id, phone, input })
      now({ do: 'change-lead', id, change: { title: `Lead ${number}-${nth}, again` } })
      if (draw.below(2) === 0) later({ do: 'change-lead', id, change: { stage: draw.below(4) } })
      if (draw.below(3) === 0) later({ do: 'change-lead', id, change: { value: draw.below(1e9) } })
      if (draw.below(3) === 0)
        later({ do: 'office', kind: 'lead', id, set: { notes: `Seen, ${number}-${nth}` } })
    }
    if (nth < counts.orders) {
      const [id, currency, isOffice] = [draw.id(), draw.of(CURRENCIES), draw.below(3) === 0]
      const terms = draw.of(TERMS)
      const input = { lines: draw.lines(), currency, note: null, status: 'placed' as const }
      now({ do: 'order', id, phone, input: { ...input, ...(terms ? { terms } : {}) } })
      if (draw.below(2) === 0) now({ do: 'change-order', id, change: { note: `Note ${number}-${nth}` } })
      // Once the office has confirmed it, nobody changes what it is made of.
      if (isOffice) later({ do: 'office', kind: 'order', id, set: { status: 'confirmed' } })
      else if (draw.below(2) === 0) later({ do: 'change-order', id, change: { lines: draw.lines() } })
    }
  }
  if (draw.below(3) === 0) later({ do: 'rename', phone, name: `Person ${number}, renamed` })
  return steps
}

const share = (total: number, parts: number, index: number): number =>
  Math.floor(((index + 1) * total) / parts) - Math.floor((index * total) / parts)

/** All steps in their order. What is changed comes after it was made. */
export function courseOf({ seed, leads, orders, kills, hours }: Omit<CourseSize, 'timeout'>): Step[] {
  const draw = new Draw(seed)
  const length = hours * 60 * MINUTE
  const people = Math.max(1, Math.ceil((leads + orders) / 4))
  const steps = Array.from({ length: people }, (_, number) =>
    visit(
      draw,
      number,
      { leads: share(leads, people, number), orders: share(orders, people, number) },
      length,
    ),
  ).flat()
  const outages = Math.max(1, Math.round(hours / 2))
  for (let nth = 0; nth < outages; nth += 1) {
    const at = ((nth + 0.2 + draw.below(500) / 1000) * length) / (outages + 0.5)
    steps.push({ at, do: 'road', open: false })
    steps.push({ at: at + Math.min((3 + draw.below(25)) * MINUTE, length / 10), do: 'road', open: true })
  }
  for (let nth = 0; nth < Math.max(2, hours / 2); nth += 1)
    steps.push({ at: draw.below(length * 0.9), do: 'expire', refresh: nth % 2 === 1 })
  for (let nth = 0; nth < kills; nth += 1)
    steps.push({
      at: ((nth + draw.below(800) / 1000) * length * 0.85) / kills,
      ...{ do: 'kill', how: STRIKES[nth % STRIKES.length]!, after: draw.below(120) },
      away: draw.below(20) * MINUTE,
    })
  return steps.sort((a, b) => a.at - b.at)
}

/** What the salesperson wants in the end, by what they did last. */
export interface Wanted {
  leads: Map<string, Pick<LeadInput, 'title' | 'value' | 'currency'> & { stage?: number }>
  orders: Map<string, Pick<OrderInput, 'lines' | 'currency' | 'note' | 'terms'>>
  /** By phone. Whom the office made too has the office's name. */
  people: Map<string, string | null>
}

export function wantedOf(steps: readonly Step[]): Wanted {
  const wanted: Wanted = { leads: new Map(), orders: new Map(), people: new Map() }
  for (const step of steps) {
    if (step.do === 'person') wanted.people.set(step.phone, step.name)
    if (step.do === 'rename' && wanted.people.get(step.phone) !== null)
      wanted.people.set(step.phone, step.name)
    if (step.do === 'office-person') wanted.people.set(step.phone, null)
    if (step.do === 'lead') wanted.leads.set(step.id, step.input)
    if (step.do === 'change-lead')
      wanted.leads.set(step.id, { ...wanted.leads.get(step.id)!, ...step.change })
    if (step.do === 'order') wanted.orders.set(step.id, step.input)
    if (step.do === 'change-order')
      wanted.orders.set(step.id, { ...wanted.orders.get(step.id)!, ...step.change })
  }
  return wanted
}
