/**
 * What is taken in from the CRM can be shown: whatever `readSaid` reads, and whatever an older version left in the database, fits what the
 * contract says goes out. A record beyond the limits is not shown cut.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import {
  appEvent,
  contact,
  contactRow,
  lead,
  LIMITS,
  note,
  order,
  pageOf,
  task,
  timelineEntry,
} from '../../contract'
import { leadCard } from '../../contract/entities/board'
import { contactsStore } from '../contacts/store'
import { notesOfContact } from '../followup/note-store'
import { listTasks } from '../followup/task-store'
import { leadsOfStage } from '../orders/board-store'
import { leadsOfContact } from '../orders/lead-store'
import { ordersOfContact } from '../orders/order-store'
import { migrations, type Sql } from '../storage'
import { openDatabase } from '../storage/open'
import { applyPages, type PageResult } from './pull-store'
import type { Pulled } from './pulled'

const person = randomUUID()

let folder = ''
let sql: Sql
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-limits-'))
  const file = path.join(folder, 'leadline.db')
  const backups = path.join(folder, 'backups')
  sql = openDatabase({ file, backups, key: randomBytes(32), markKey: randomBytes(32), migrations })
})
afterEach(() => {
  sql.raw.close()
  fs.rmSync(folder, { recursive: true, force: true })
})

function pull(kind: Pulled, items: unknown[]): PageResult {
  const result = applyPages(sql, {
    ...{ kind, base: 'https://crm.example.test', generation: 0, passOver: true, now: 5 },
    pages: [{ items: JSON.stringify(items), cursor: 'x', more: false }],
  })
  if (!result) throw new Error('not taken')
  return result
}

/** Every list that a screen asks for, as the contract checks it, and every event. */
function showAll({ touched }: PageResult): void {
  const asked = { cursor: null, limit: 200 }
  contact.parse(contactsStore.getContact(sql, person))
  pageOf(contactRow).parse(
    contactsStore.listPeople(sql, { query: '', numbers: [], tag: null, chat: 'any', ...asked }),
  )
  z.array(lead).parse(leadsOfContact(sql, person))
  pageOf(leadCard).parse(leadsOfStage(sql, { stageId: 's', ...asked }))
  z.array(order).parse(ordersOfContact(sql, person))
  pageOf(note).parse(notesOfContact(sql, { contactId: person, ...asked }))
  for (const done of [false, true]) pageOf(task).parse(listTasks(sql, { done, ...asked }))
  pageOf(timelineEntry).parse(contactsStore.timeline(sql, { contactId: person, ...asked }))
  for (const one of touched.contacts) appEvent.parse({ type: 'contact', contact: one })
  for (const one of touched.leads) appEvent.parse({ type: 'lead', lead: one })
  for (const one of touched.orders) appEvent.parse({ type: 'order', order: one })
  for (const one of touched.notes) appEvent.parse({ type: 'note', note: one })
  for (const one of touched.tasks) appEvent.parse({ type: 'task', task: one })
}

const at = fc.constantFrom('2026-01-02T03:04:05.000Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z')
const stamped = fc.record({
  id: fc.uuid({ version: 4 }),
  version: fc.constantFrom(1, 2, Number.MAX_SAFE_INTEGER),
  createdAt: at,
  updatedAt: at,
})
/** Of a length about the limit. */
const text = (most: number) =>
  fc.constantFrom(0, 1, most - 1, most, most + 1).map((length) => 'x'.repeat(length))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 3 })
const amount = fc.constantFrom(0, 1, 100, 2 ** 40, Number.MAX_SAFE_INTEGER, -1, 0.5)
const currency = fc.constantFrom('IDR', 'INR', 'idr', '')
const about = fc.constant({ kind: 'contact', id: person })

const line = fc.record({
  name: text(LIMITS.name),
  quantity: fc.constantFrom(0, 1, LIMITS.quantity, LIMITS.quantity + 1),
  unitPrice: amount,
})
const lines = fc.oneof(
  { arbitrary: fc.array(line, { minLength: 1, maxLength: 3 }), weight: 5 },
  {
    arbitrary: fc
      .constantFrom(0, LIMITS.lines, LIMITS.lines + 1)
      .map((length) => Array.from({ length }, () => ({ name: 'Nail', quantity: 1, unitPrice: 1 }))),
    weight: 1,
  },
)
const RECORDS = {
  contact: fc.record({
    name: text(LIMITS.name),
    phones: fc.subarray(['+628123456789', '0812', '']),
    email: maybe(text(5)),
    notes: maybe(text(LIMITS.contactNote)),
    company: maybe(text(LIMITS.company)),
    address: maybe(text(LIMITS.address)),
    tags: fc.array(text(LIMITS.tag), { maxLength: 2 }),
  }),
  lead: fc.record({
    title: text(LIMITS.title),
    contactId: fc.constant(person),
    stageId: fc.constant('s'),
    value: maybe(amount),
    currency: maybe(currency),
    source: maybe(text(LIMITS.leadSource)),
    lostReason: maybe(text(LIMITS.lostReason)),
    notes: maybe(text(LIMITS.leadNote)),
  }),
  order: fc.record({
    contactId: fc.constant(person),
    status: fc.constantFrom('placed', 'draft', 'lost'),
    currency,
    lines,
    discount: amount,
    shipping: amount,
    tax: amount,
    total: amount,
    deliveryAddress: maybe(text(LIMITS.deliveryAddress)),
    notes: maybe(text(LIMITS.orderNote)),
  }),
  note: fc.record({ subject: about, body: text(LIMITS.note) }),
  task: fc.record({
    subject: maybe(about),
    title: text(LIMITS.title),
    body: maybe(text(LIMITS.taskBody)),
    dueAt: maybe(at),
    done: fc.boolean(),
  }),
} as const satisfies Record<string, fc.Arbitrary<object>>
const page = fc.constantFrom(...(Object.keys(RECORDS) as (keyof typeof RECORDS)[])).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    items: fc.array(
      fc.tuple(stamped, RECORDS[kind] as fc.Arbitrary<object>).map(([of, record]) => ({ ...of, ...record })),
      { maxLength: 3 },
    ),
  }),
)
const dewi = (more: object) => ({ version: 1, name: 'Dewi', phones: ['+628123456780'], id: person, ...more })

it('shows whatever it takes', () => {
  fc.assert(
    fc.property(at, fc.array(page, { minLength: 1, maxLength: 5 }), (since, pages) => {
      sql.raw.exec('BEGIN')
      try {
        pull('contact', [dewi({ createdAt: since, updatedAt: since })])
        for (const { kind, items } of pages) showAll(pull(kind, items))
      } finally {
        sql.raw.exec('ROLLBACK')
      }
    }),
    { numRuns: Math.max(100, Number(process.env['PROPERTY_RUNS'] ?? 0)) },
  )
})

const AT = { createdAt: '2026-01-02T03:04:05.000Z', updatedAt: '2026-01-02T03:04:05.000Z' }
const nail = { productId: null, name: 'Nail', quantity: 1, unitPrice: 1 }
const bought = (lineItems: object[], total: number) => ({
  ...{ contactId: person, status: 'placed', currency: 'IDR', lines: lineItems, total },
})

it.each<[string, Pulled, object]>([
  ['more of one thing than an order may hold', 'order', bought([{ ...nail, quantity: 100_001 }], 100_001)],
  [
    'more lines than an order may have',
    'order',
    bought(
      Array.from({ length: 201 }, () => nail),
      201,
    ),
  ],
  ['a line without a name', 'order', bought([{ ...nail, name: '' }], 1)],
  [
    'a lead without a title',
    'lead',
    { title: '', contactId: person, stageId: 's', value: null, currency: null },
  ],
  [
    'a note longer than a note',
    'note',
    { subject: { kind: 'contact', id: person }, body: 'x'.repeat(10_001) },
  ],
])('%s is passed over and counted', (_what, kind, record) => {
  pull('contact', [dewi(AT)])
  expect(pull(kind, [{ ...AT, ...record, version: 1, id: randomUUID() }]).unread).toBe(1)
})

it('a day before there were computers is a day', () => {
  pull('contact', [dewi(AT)])
  const due = { ...AT, id: randomUUID(), version: 1, title: 'Call', dueAt: '0001-01-01T00:00:00Z' }
  const result = pull('task', [due, { ...due, id: randomUUID(), dueAt: null }])
  showAll(result)
  expect(listTasks(sql, { done: false, cursor: null, limit: 1 })).toMatchObject({
    items: [{ dueAt: Date.parse('0001-01-01T00:00:00Z') }],
  })
  expect(listTasks(sql, { done: false, cursor: null, limit: 9 }).items).toHaveLength(2)
})
