/** What the central CRM knows of the shop already: some of the customers, their leads, and orders that are open. */
import { seedId, stageId, toMinor } from '../../central-crm/seed'
import type { orderStatus } from '../../central-crm/schemas/selling'
import type { z } from 'zod'
import type { Chance } from './chance'
import type { Person } from './people'
import { nameOf, type Topic } from './wording'

/** An order that was made in a chat. */
export interface Sale {
  person: Person
  topic: Topic
  /** Seconds. */
  at: number
  /** Whether it reached its end in the chat. */
  done: boolean
}

/** One `PUT` of the central CRM's contract. */
export interface CrmWrite {
  path: string
  /** The same at each run, so that seeding twice writes once. */
  idempotencyKey: string
  body: Record<string, unknown>
}

export interface CrmSeed {
  /** In the order in which they must be written: contacts, leads, orders. */
  writes: CrmWrite[]
}

type Stage = Parameters<typeof stageId>[0]
type Status = z.infer<typeof orderStatus>

const PEOPLE = 16
const OPEN: readonly { stage: Stage; status: Status }[] = [
  { stage: 'Quoted', status: 'draft' },
  { stage: 'Negotiation', status: 'draft' },
  { stage: 'Won', status: 'placed' },
  { stage: 'Won', status: 'confirmed' },
  { stage: 'Won', status: 'packed' },
  { stage: 'Won', status: 'shipped' },
]
const STAGES_WITHOUT_ORDER: readonly Stage[] = ['New', 'Contacted', 'Quoted', 'Lost']

const write = (
  kind: 'contacts' | 'leads' | 'orders',
  name: string,
  body: Record<string, unknown>,
): CrmWrite => ({
  ...{ path: `/api/${kind}/${seedId(`demo:${kind}:${name}`)}`, idempotencyKey: `demo-${kind}-${name}`, body },
})

/** @param sales in any order; the latest of each customer is open, or won where it is over. */
export function crmFor(chance: Chance, sales: readonly Sale[]): CrmSeed {
  const latest = new Map<string, Sale>()
  for (const sale of sales.toSorted((a, b) => a.at - b.at))
    if (sale.person.phone !== null) latest.set(sale.person.phone, sale)
  const chosen = [...latest.entries()].toSorted(([, a], [, b]) => b.at - a.at).slice(0, PEOPLE)

  const contacts: CrmWrite[] = []
  const leads: CrmWrite[] = []
  const orders: CrmWrite[] = []
  chosen.forEach(([phone, { person, topic }], index) => {
    const name = phone.slice(1)
    const contactId = seedId(`demo:contacts:${name}`)
    contacts.push(
      write('contacts', name, {
        ...{
          name: person.name,
          phones: [phone],
          address: person.city,
          tags: [index % 3 === 0 ? 'langganan' : 'WhatsApp'],
        },
      }),
    )
    const open = index < 10 ? OPEN[index % OPEN.length] : undefined
    const stage = open?.stage ?? chance.pick(STAGES_WITHOUT_ORDER)
    const total = toMinor(topic.total, person.currency)
    leads.push(
      write('leads', name, {
        ...{ title: `${nameOf(topic.product)} – ${person.name}`, contactId, stageId: stageId(stage) },
        ...{ value: total, currency: person.currency, source: 'WhatsApp' },
        ...(stage === 'Lost' ? { lostReason: 'Harga' } : {}),
      }),
    )
    if (open === undefined) return
    orders.push(
      write('orders', name, {
        ...{
          contactId,
          leadId: seedId(`demo:leads:${name}`),
          status: open.status,
          currency: person.currency,
        },
        lines: topic.lines.map(({ product, quantity }) => ({
          ...{ productId: seedId(`product:${product.sku}`), name: product.name, quantity },
          unitPrice: toMinor(product.price, person.currency),
        })),
        ...{ total, notes: topic.orderNumber },
      }),
    )
  })
  return { writes: [...contacts, ...leads, ...orders] }
}
