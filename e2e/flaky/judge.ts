/** Whether the CRM, the database of the killed app and the salesperson's own doing say the same, each thing once. */
import { expect } from 'vitest'
import type { CrmControl } from '../central-crm/control'
import type { LogEntry } from '../central-crm/schemas/control'
import type { Wanted } from './course'
import type { Local } from './local'

const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1)
const sorted = <T extends { id: string }>(all: readonly T[]): T[] => [...all].sort(byId)

/** The whole of what both hold, field for field, each under the CRM's names. */
async function expectSame(control: CrmControl, local: Local): Promise<void> {
  const [contacts, leads, orders] = await Promise.all([
    control.records('contact'),
    control.records('lead'),
    control.records('order'),
  ])
  const theirContacts = contacts.map((one) => ({
    id: one.id,
    version: one.version,
    name: one.name,
    phones: [...one.phones].sort(),
    email: one.email,
    company: one.company,
    address: one.address,
    notes: one.notes,
  }))
  const ourContacts = local.contacts.map(({ remote, note, phones, ...one }) => ({
    ...one,
    id: remote ?? '',
    phones: [...phones].sort(),
    notes: note,
  }))
  expect(sorted(theirContacts)).toEqual(sorted(ourContacts))
  const theirLeads = leads.map((one) => ({
    id: one.id,
    version: one.version,
    contact: one.contactId,
    title: one.title,
    stage: one.stageId,
    value: one.value,
    currency: one.currency,
    source: one.source,
    lost: one.lostReason,
    notes: one.notes,
    owner: one.ownerId,
  }))
  expect(sorted(theirLeads)).toEqual(sorted(local.leads))
  const theirOrders = orders.map((one) => ({
    id: one.id,
    version: one.version,
    number: one.number,
    contact: one.contactId,
    status: one.status,
    currency: one.currency,
    discount: one.discount,
    shipping: one.shipping,
    tax: one.tax,
    includedTax: one.terms?.includedTax ?? 0,
    total: one.total,
    note: one.notes,
    address: one.deliveryAddress,
    lines: one.lines.map(({ productId, name, quantity, unitPrice }) => {
      return { productId, name, quantity, unitPrice }
    }),
  }))
  expect(sorted(theirOrders)).toEqual(sorted(local.orders))
}

/** What the salesperson did last stands, and there is nothing besides. */
function expectWanted(local: Local, wanted: Wanted, stages: readonly string[]): void {
  const leads = [...wanted.leads].map(([id, { title, value, currency, stage = 0 }]) => ({
    ...{ id, title, value, currency, stage: stages[stage] },
  }))
  expect(
    sorted(
      local.leads.map(({ id, title, value, currency, stage }) => ({ id, title, value, currency, stage })),
    ),
  ).toEqual(sorted(leads))
  const orders = [...wanted.orders].map(([id, { lines, currency, note }]) => ({ id, lines, currency, note }))
  expect(
    sorted(local.orders.map(({ id, lines, currency, note }) => ({ id, lines, currency, note }))),
  ).toEqual(sorted(orders))
  expect(new Set(local.contacts.flatMap(({ phones }) => phones))).toEqual(new Set(wanted.people.keys()))
  expect(local.contacts).toHaveLength(wanted.people.size)
  for (const { name, phones } of local.contacts) {
    const wantedName = wanted.people.get(phones[0] ?? '')
    if (wantedName !== null) expect(name).toBe(wantedName)
  }
}

/** Each was made once, and no change was done twice. */
function expectOnce(log: readonly LogEntry[], wanted: Wanted): void {
  const commits = log.filter(({ outcome, method }) => outcome === 'committed' && method === 'PUT')
  const keys = commits.map(({ idempotencyKey }) => idempotencyKey)
  expect(new Set(keys).size).toBe(keys.length)
  for (const [kind, ids] of [
    ['lead', wanted.leads],
    ['order', wanted.orders],
  ] as const) {
    const made = commits.filter((entry) => entry.kind === kind && entry.status === 201)
    expect(made.map(({ recordId }) => recordId).sort()).toEqual([...ids.keys()].sort())
  }
}

export interface Outcome {
  control: CrmControl
  log: readonly LogEntry[]
  local: Local
  wanted: Wanted
}

export async function judge({ control, log, local, wanted }: Outcome): Promise<void> {
  expect({ waiting: local.waiting, halfDone: local.halfDone }).toEqual({ waiting: 0, halfDone: [] })
  await expectSame(control, local)
  const [pipeline] = await control.records('pipeline')
  const stages = [...(pipeline?.stages ?? [])].sort((a, b) => a.order - b.order)
  expectWanted(
    local,
    wanted,
    stages.map(({ id }) => id),
  )
  expectOnce(log, wanted)
}
