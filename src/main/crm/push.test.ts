/** Sending overlaps: what goes next is made ready while something is on its way. The real change log, a connector that waits to be told. */
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { crmReason } from '../../contract/entities/crm-reason'
import type { ContactsStore } from '../contacts'
import type { ordersStore } from '../orders/store'
import type { Remote } from '../storage'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import { Breaker } from './breaker'
import type { BatchAnswer, Connector, RecordWrite, WriteAnswer } from './connector'
import { writableFields } from './fields'
import { Push } from './push'
import type { crmStore } from './store'
import { allWaiting, leadOf, newPhone } from './testing'

const SIZE = 2
const LEADS = 5
const { signal } = new AbortController()
const later = {
  ...{ kind: 'later' as const, status: null, reason: 'no way', retryAfter: null },
  ...{ unreachable: true, ofCrm: false },
}

let test: TestStorage
let store: Remote<typeof crmStore>
let push: Push
/** Batches that are on their way, each with how it is answered. */
let sent: { writes: readonly RecordWrite[]; answer: (answer: BatchAnswer) => void }[] = []
let onSent: () => void = () => undefined
let connector: Connector

const accepted = ({ kind, id, body }: RecordWrite): WriteAnswer => {
  const at = '2026-01-02T03:04:05.000Z'
  const whole = kind === 'lead' ? { stageId: 's', ...body } : body
  return { kind: 'done', record: { ...whole, id, version: 1, createdAt: at, updatedAt: at } }
}
const accept = (at: number): void => {
  const batch = sent[at]
  batch?.answer({ kind: 'answers', answers: batch.writes.map(accepted) })
}
const connectorOf = (): Connector => ({
  ...{ address: 'https://crm.example.test', pulls: [], writes: writableFields },
  write: (write) => Promise.resolve(accepted(write)),
  batch: {
    size: SIZE,
    write: (writes) =>
      new Promise((answer) => {
        sent.push({ writes, answer })
        onSent()
      }),
  },
  people: () => Promise.resolve({ kind: 'people', people: [] }),
  page: () => Promise.reject(new Error('nothing is read here')),
  read: () => Promise.reject(new Error('nothing is read here')),
})
const untilSent = (count: number) =>
  new Promise<void>((resolve) => {
    onSent = () => {
      if (sent.length >= count) resolve()
    }
    onSent()
  })
const states = async (): Promise<string[]> => (await allWaiting(store)).map(({ state }) => state)
const untilSending = async (count: number): Promise<void> => {
  while ((await states()).filter((state) => state === 'sending').length < count);
}

beforeEach(async () => {
  sent = []
  connector = connectorOf()
  test = await openTestStorage()
  store = test.storage.store<typeof crmStore>('crm')
  push = new Push({
    ...{ store, connector: () => connector, breaker: new Breaker(() => 0.5), logger: silentLogger },
    ...{ clock: () => 1000, onTouched: () => undefined, onTried: () => undefined, random: () => 0.5 },
  })
  const contacts = test.storage.store<ContactsStore>('contacts')
  const { id } = await contacts.createContact({ id: randomUUID(), name: 'Dewi', phone: newPhone(), now: 1 })
  const orders = test.storage.store<typeof ordersStore>('orders')
  for (let n = 0; n < LEADS; n += 1)
    await orders.createLead({ ...leadOf(id, { title: `Lead ${n}` }), now: 1 })
  // The person goes first, alone.
  expect(await push.next(signal)).toBe('sent')
  expect(await states()).toHaveLength(LEADS)
})
afterEach(() => test.cleanup())

it('the next batch is ready when one is answered, and each change goes once', async () => {
  const first = push.next(signal)
  await untilSent(1)
  await untilSending(2 * SIZE)
  accept(0)
  expect(await first).toBe('sent')
  const second = push.next(signal)
  await untilSent(2)
  await untilSending(LEADS - SIZE)
  accept(1)
  expect(await second).toBe('sent')
  // The last one is alone, and goes as a request of its own.
  expect(await push.next(signal)).toBe('sent')
  expect(await push.next(signal)).toBe('nothing')
  await push.finish()
  expect(await states()).toEqual([])
  const keys = sent.flatMap(({ writes }) => writes.map(({ key }) => key))
  expect(new Set(keys).size).toBe(2 * SIZE)
})

it('what was made ready and can’t go now is given back as if it had not been taken', async () => {
  const first = push.next(signal)
  await untilSent(1)
  await untilSending(2 * SIZE)
  sent[0]?.answer(later)
  expect(await first).toBe('held')
  await push.finish()
  const left = await allWaiting(store)
  expect(left.map(({ state, attempts }) => [state, attempts])).toEqual([
    ...Array.from({ length: SIZE }, () => ['waiting', 1]),
    ...Array.from({ length: LEADS - SIZE }, () => ['waiting', 0]),
  ])
  const due = left.map(({ nextAt }) => nextAt)
  expect(new Set(due).size).toBe(1)
  expect(due[0]).toBeGreaterThan(1000)
})

it('what was made ready for one sign-in does not go out under the next', async () => {
  const first = push.next(signal)
  await untilSent(1)
  await untilSending(2 * SIZE)
  accept(0)
  await first
  const other = connectorOf()
  connector = other
  const second = push.next(signal)
  await untilSent(2)
  accept(1)
  expect(await second).toBe('sent')
  await push.finish()
  const left = await allWaiting(store)
  expect(left.map(({ state, attempts }) => [state, attempts])).toEqual([['waiting', 0]])
})

it('what was made ready does not go out together while it is doubtful whether the CRM answers', async () => {
  const first = push.next(signal)
  await untilSent(1)
  await untilSending(2 * SIZE)
  sent[0]?.answer({ ...later, status: 500, unreachable: false })
  expect(await first).toBe('sent')
  // One alone tries the way; it is answered, and the others follow.
  expect(await push.next(signal)).toBe('sent')
  expect(sent).toHaveLength(1)
  expect(await states()).toHaveLength(LEADS - 1)
  const rest = push.next(signal)
  await untilSent(2)
  accept(1)
  expect(await rest).toBe('sent')
  await push.finish()
  expect(await states()).toEqual(Array.from({ length: SIZE }, () => 'waiting'))
})

it('a change that comes to nothing that could be sent stops alone, and says so', async () => {
  connector = { ...connectorOf(), batch: null }
  const [first] = await allWaiting(store)
  const broken = new Proxy(store, {
    get: (target, name) =>
      name === 'takeFrozen'
        ? async (asked: Parameters<typeof store.takeFrozen>[0]) =>
            (await target.takeFrozen(asked)).map((out) =>
              out.entryId === first?.id ? { ...out, request: null, fault: 'Error: no sum' } : out,
            )
        : (Reflect.get(target, name) as unknown),
  })
  const other = new Push({
    ...{ store: broken, connector: () => connector, breaker: new Breaker(() => 0.5), logger: silentLogger },
    ...{ clock: () => 1000, onTouched: () => undefined, onTried: () => undefined, random: () => 0.5 },
  })
  while ((await other.next(signal)) === 'sent');
  await other.finish()
  expect(await allWaiting(store)).toMatchObject([
    { id: first?.id, state: 'refused', reason: crmReason('unsendable') },
  ])
})
