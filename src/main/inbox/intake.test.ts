import { expect, it } from 'vitest'
import { silentLogger } from '../storage/test-storage'
import { createIntake, type IntakeDeps } from './intake'
import { LiveChats } from './live'
import { unpack } from './packing'
import { waMessage } from './testing'

const NOTHING = { messages: [], conversations: [], history: [], added: 0, media: false }

/** An intake over a database that refuses what `refuses` says. Only the calls that the way in makes are there. */
function intakeOver(refuses: (keys: (string | null)[]) => string | null) {
  const kept: (string | null)[] = []
  const deps = {
    store: {
      ingestPacked: (packed: Parameters<typeof unpack>[0]) => {
        const keys = unpack(packed).map((item) => (item.op === 'message' ? item.row.key : item.key))
        const code = refuses(keys)
        if (code) return Promise.reject(Object.assign(new Error('refused'), { code }))
        kept.push(...keys)
        return Promise.resolve(NOTHING)
      },
    },
    router: { get: () => ({ keeping: 'kept', conversationId: 'c' }) },
    live: new LiveChats(),
    emit: () => undefined,
    mediaCap: () => 0,
    onMedia: () => undefined,
    onAck: () => undefined,
    logger: silentLogger,
  } as unknown as IntakeDeps
  return { kept, intake: createIntake(deps) }
}

it('loses no message to one that the database refuses', async () => {
  const { kept, intake } = intakeOver((keys) => (keys.includes('bad') ? 'SQLITE_CONSTRAINT' : null))
  for (const key of ['1', 'bad', '2', '3'])
    intake.receive('main', { type: 'message', message: waMessage(key) })
  await intake.drain()
  expect(kept).toEqual(['1', '2', '3'])
})

it('waits while the disk is full, and keeps the order', async () => {
  let isFull = true
  const { kept, intake } = intakeOver(() => {
    const code = isFull ? 'SQLITE_FULL' : null
    isFull = false
    return code
  })
  for (const key of ['1', '2']) intake.receive('main', { type: 'message', message: waMessage(key) })
  await intake.drain()
  expect(kept).toEqual(['1', '2'])
})
