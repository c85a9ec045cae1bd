import { expect, it, vi } from 'vitest'
import type { Logger } from '../platform/ports'
import { silentLogger } from '../storage/test-storage'
import { Chain } from './chain'
import { createIntake, type IntakeDeps } from './intake'
import { LiveChats } from './live'
import { unpack } from './packing'
import { waMessage } from './testing'

const NOTHING = { messages: [], conversations: [], history: [], added: 0, media: false }

/** An intake over a database that refuses what `refuses` says. Only the calls that the way in makes are there. */
function intakeOver(refuses: (keys: (string | null)[]) => string | null) {
  const kept: string[] = []
  const errors: string[] = []
  const logger: Logger = { ...silentLogger, error: (event) => errors.push(event) }
  const chain = new Chain()
  let calls = 0
  /** As the database thread: one call behind the other, none before `held` resolves. */
  let last = Promise.resolve()
  const held: { until: Promise<void> } = { until: Promise.resolve() }
  const deps = {
    store: {
      ingestPacked: (packed: Parameters<typeof unpack>[0], _shown: number, name: string | null) => {
        calls++
        const answer = last
          .then(() => held.until)
          .then(() =>
            chain.run(name, () => {
              const items = unpack(packed).map((item) => ({
                op: item.op,
                key: item.op === 'message' ? item.row.key : 'key' in item ? item.key : null,
              }))
              const code = refuses(items.map((item) => item.key))
              if (code) throw Object.assign(new Error('refused'), { code })
              kept.push(...items.map(({ op, key }) => `${op} ${key ?? ''}`))
              return NOTHING
            }),
          )
        last = answer.then(
          () => undefined,
          () => undefined,
        )
        return answer
      },
    },
    router: { get: () => ({ keeping: 'kept', conversationId: 'c' }) },
    live: new LiveChats(),
    clean: (items: unknown[]) => Promise.resolve(items),
    emit: () => undefined,
    mediaCap: () => 0,
    onMedia: () => undefined,
    onAck: () => undefined,
    logger,
    retryMs: [0, 0, 0],
  } as unknown as IntakeDeps
  return { kept, errors, held, calls: () => calls, intake: createIntake(deps) }
}

it('loses no message to one that the database refuses', async () => {
  const { kept, intake } = intakeOver((keys) => (keys.includes('bad') ? 'SQLITE_CONSTRAINT_CHECK' : null))
  for (const key of ['1', 'bad', '2', '3'])
    intake.receive('main', { type: 'message', message: waMessage(key) })
  await intake.drain()
  expect(kept).toEqual(['message 1', 'message 2', 'message 3'])
})

it('lets nothing overtake a batch that has to be taken again', async () => {
  const { kept, held, calls, intake } = intakeOver((keys) =>
    keys.includes('bad') ? 'SQLITE_CONSTRAINT_CHECK' : null,
  )
  let go = (): void => undefined
  held.until = new Promise((resolve) => (go = resolve))
  for (const key of ['m1', 'bad']) intake.receive('main', { type: 'message', message: waMessage(key) })
  await vi.waitFor(() => expect(calls()).toBe(1))
  // Sent while the first is on its way still.
  intake.receive('main', { type: 'revoke', chat: '628111@c.us', key: 'm1', everyone: true, at: 5 })
  await vi.waitFor(() => expect(calls()).toBe(2))
  go()
  await intake.drain()
  expect(kept).toEqual(['message m1', 'revoke m1'])
})

it.each(['SQLITE_FULL', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_IOERR_WRITE'])(
  'waits while the database says %s, and keeps the order',
  async (code) => {
    let tries = 0
    const { kept, intake } = intakeOver(() => (++tries <= 3 ? code : null))
    for (const key of ['1', '2']) intake.receive('main', { type: 'message', message: waMessage(key) })
    await intake.drain()
    expect(kept).toEqual(['message 1', 'message 2'])
  },
)

it('has one patience for a batch, not one for each message of it', async () => {
  const { kept, errors, calls, intake } = intakeOver(() => 'SQLITE_FULL')
  for (const key of ['1', '2', '3', '4']) intake.receive('main', { type: 'message', message: waMessage(key) })
  await intake.drain()
  expect(kept).toEqual([])
  expect(calls()).toBe(1 + 1 + 3)
  expect(errors).toEqual(['ingest-failed'])
})

it('waits a moment with history while the database is busy, and no longer', async () => {
  let tries = 0
  const { kept, calls, intake } = intakeOver(() => (++tries <= 2 ? 'SQLITE_BUSY' : null))
  await intake.take('main', 'c', [waMessage('1')], false)
  expect([kept, calls()]).toEqual([['message 1'], 3])
})

it('says that history was not taken where the database could not be written', async () => {
  let code: string | null = 'SQLITE_IOERR_WRITE'
  const { kept, intake } = intakeOver(() => code)
  const history = [waMessage('1'), waMessage('2')]
  await expect(intake.take('main', 'c', history, false)).rejects.toMatchObject({ code })
  code = null
  await intake.take('main', 'c', history, false)
  expect(kept).toEqual(['message 1', 'message 2'])
})
