/** A person in figures and by time, in the real database. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { accountsStore } from '../accounts/store'
import type { TimelineEntry } from '../../contract'
import { leadOf, newPhone, orderOf } from '../crm/testing'
import type { followupStore } from '../followup/store'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { routeRequest, waIdentity, waMessage } from '../inbox/testing'
import type { ordersStore } from '../orders/store'
import { openTestStorage, type TestStorage } from '../storage/test-storage'
import { median, responses } from './response'
import type { contactsStore } from './store'

let test: TestStorage
beforeAll(async () => {
  test = await openTestStorage()
  await test.storage.store<typeof accountsStore>('accounts').list(0)
})
afterAll(() => test.cleanup())

const MINUTE = 60_000
/** Noon of a day of this month, by this machine's clock. */
const noon = (day: number): number => new Date(2026, 2, day, 12).getTime()

it('tells messages by day and everything else one by one, page by page as in one', async () => {
  const contacts = test.storage.store<typeof contactsStore>('contacts')
  const inbox = test.storage.store<typeof inboxStore>('inbox')
  const orders = test.storage.store<typeof ordersStore>('orders')
  const followup = test.storage.store<typeof followupStore>('followup')
  const phone = newPhone()
  const identity = waIdentity({ phone, savedName: 'Siti' })
  const request = routeRequest({ address: `${phone.slice(1)}@c.us`, identity, at: noon(1) })
  const conversationId = (await inbox.route(request)).conversationId!
  const [chat] = await inbox.conversations([conversationId])
  const id = chat!.contactId!
  /** They write, and are answered after so many minutes. */
  const day = async (date: number, answers: number[]): Promise<void> => {
    const told = answers.flatMap((minutes, index) => {
      const at = noon(date) + index * 120 * MINUTE
      return [
        waMessage(randomUUID(), { at }),
        waMessage(randomUUID(), { at: at + minutes * MINUTE, fromMe: true, ack: 3 }),
      ]
    })
    const call = waMessage(randomUUID(), { at: noon(date) + 1, type: 'call' })
    const where = { accountId: 'main', conversationId, op: 'message' as const, live: false }
    await inbox.ingest(
      [...told, call].map((message) => ({ ...where, row: rowOf(message, conversationId, 0) })),
    )
  }
  await day(2, [1, 5])
  await day(3, [30])
  await day(5, [2, 10, 3])
  await contacts.setConsent({ id, state: 'in', how: 'at the counter', now: noon(4) })
  const lead = leadOf(id)
  await orders.createLead({ ...lead, now: noon(4) })
  const call = { title: 'Call', body: null, dueAt: null, priority: 'normal' as const }
  const subject = { kind: 'lead' as const, id: lead.id }
  await followup.createTask({ id: randomUUID(), subject, ...call, now: noon(7) })
  await followup.createNote({ id: randomUUID(), subject, body: 'Suaminya yang memutuskan', now: noon(8) })
  await orders.createOrder({ ...orderOf(id), now: noon(3) + 1 })
  await orders.createOrder({ ...orderOf(id, { status: 'draft' }), now: noon(6) })
  await contacts.updateContact({ id, change: { note: 'Suka teh' }, now: noon(6) })

  const read = async (limit: number): Promise<TimelineEntry[]> => {
    const all: TimelineEntry[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof contacts.timeline>> = await contacts.timeline({
        ...{ contactId: id, cursor, limit },
      })
      all.push(...page.items)
      cursor = page.next
    } while (cursor !== null)
    return all
  }
  const whole = await read(50)
  expect(whole.map(({ kind, at }) => [kind, new Date(at).getDate()])).toEqual([
    ...[
      ['note', 8],
      ['task', 7],
      ['order', 6],
      ['card', 6],
      ['messages', 5],
      ['lead', 4],
      ['consent', 4],
      ['messages', 3],
      ['order', 3],
      ['messages', 2],
    ],
  ])
  expect(whole.filter(({ kind }) => kind === 'messages')).toMatchObject([
    { received: 3, sent: 3, conversationId },
    { received: 1, sent: 1 },
    { received: 2, sent: 2 },
  ])
  for (const limit of [1, 2, 3, 5]) expect(await read(limit)).toEqual(whole)

  expect(await contacts.statistics(id)).toEqual({
    ...{ firstSeen: noon(1), received: 6, sent: 6 },
    orders: [{ currency: 'IDR', count: 1, total: 272_500_150 }],
    response: { median: 4 * MINUTE, answers: 6 },
  })
})

it.each([
  [[], []],
  [['in 1', 'in 3', 'out 6', 'out 7', 'in 8'], [5]],
  [
    ['out 1', 'in 2', 'out 2', 'in 5', 'out 9'],
    [0, 4],
  ],
])('of %j people waited %j', (told, waits) => {
  const parsed = told.map((one) => {
    const [direction, at] = one.split(' ')
    return { direction: direction as 'in' | 'out', at: Number(at) }
  })
  expect(responses(parsed)).toEqual(waits)
})

it.each([
  [[], null],
  [[7], 7],
  [[9, 1], 5],
  [[9, 1, 2], 2],
])('the median of %j is %j', (values, middle) => {
  expect(median(values)).toBe(middle)
})
