/** Reminders on the real database: each once, also over a restart, and for what was missed. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { AppEvent, Reminders as Pending, Task } from '../../contract'
import { openShop, type Shop } from '../crm/testing'
import { silentLogger } from '../storage/test-storage'
import { createReminders, type Reminders } from './reminders'

const NOW = 1_790_000_000_000
let shop: Shop
let now = NOW
let rung: string[] = []
let events: AppEvent[] = []
let reminders: Reminders

function open(): Reminders {
  return createReminders({
    storage: shop.test.storage,
    emit: (event) => events.push(event),
    ring: (tasks) => rung.push(...tasks.map(({ title }) => title)),
    userId: () => null,
    logger: silentLogger,
    clock: () => now,
  })
}
const add = async (title: string, dueAt: number | null): Promise<Task> => {
  const about = { subject: null, body: null, priority: 'normal' as const }
  const task = await shop.tasks.create({ id: randomUUID(), ...about, title, dueAt })
  reminders.receive({ type: 'task', task })
  return task
}
const change = async (id: string, values: { dueAt?: number; done?: boolean }): Promise<void> => {
  reminders.receive({ type: 'task', task: await shop.tasks.update({ id, ...values }) })
}
const titles = ({ tasks }: Pending): string[] => tasks.map(({ title }) => title)
/** As long as a busy machine may take. */
const soon = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 20_000 })
const told = (): Pending | undefined =>
  events.flatMap((event) => (event.type === 'reminders' ? [event.reminders] : [])).at(-1)

beforeEach(async () => {
  shop = await openShop()
  now = NOW
  rung = []
  events = []
  reminders = open()
})
afterEach(async () => {
  await reminders.stop()
  await shop.close()
})

it('rings for what was missed while it was closed, once, over restarts', async () => {
  await add('Call', NOW - 3_600_000)
  await add('Tomorrow', NOW + 86_400_000)
  await add('Some day', null)
  expect(rung).toEqual([])
  reminders.start()
  await soon(() => expect(rung).toEqual(['Call']))
  await soon(() => expect(titles(told()!)).toEqual(['Call']))
  await reminders.stop()
  await shop.restart()
  reminders = open()
  reminders.start()
  await soon(async () => expect(titles(await reminders.list())).toEqual(['Call']))
  await reminders.stop()
  expect(rung).toEqual(['Call'])
})

it('rings again for another time, and not for what is done or put away', async () => {
  reminders.start()
  const { id } = await add('Call', NOW)
  await soon(() => expect(rung).toEqual(['Call']))
  expect(await reminders.see({ ids: [id] })).toEqual({ tasks: [], count: 0 })
  expect((await shop.tasks.get({ id })).done).toBe(false)
  await change(id, { dueAt: NOW - 1000 })
  await soon(() => expect(rung).toEqual(['Call', 'Call']))
  await soon(() => expect(told()?.count).toBe(1))
  await change(id, { done: true })
  await soon(() => expect(told()).toEqual({ tasks: [], count: 0 }))
})

it('rings when its time comes, not before', async () => {
  reminders.start()
  await soon(() => expect(told()).toEqual({ tasks: [], count: 0 }))
  await add('Soon', NOW + 20)
  expect(rung).toEqual([])
  now = NOW + 20
  await soon(() => expect(rung).toEqual(['Soon']))
})

it('counts what it does not list, and puts all away at once', async () => {
  for (let at = 0; at < 22; at += 1) await add(`Task ${at}`, NOW - at)
  reminders.start()
  await soon(() => expect(told()?.count).toBe(22))
  expect(told()?.tasks).toHaveLength(20)
  expect(told()?.tasks[0]?.title).toBe('Task 0')
  expect(await reminders.see({ ids: null })).toEqual({ tasks: [], count: 0 })
})
