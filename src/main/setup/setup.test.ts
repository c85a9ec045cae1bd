import { expect, it } from 'vitest'
import { silentLogger } from '../storage/test-storage'
import type { Vault } from '../vault'
import { createSetup } from '.'

/** A locked data folder whose key takes a moment to open. */
function locked(openRooms: () => Promise<void>) {
  const vault = {
    status: () => Promise.resolve({ stage: 'locked', keychain: false, wraps: [] }),
    unlock: () => new Promise((resolve) => setImmediate(() => resolve(Buffer.alloc(32)))),
  } as unknown as Vault
  const platform = { host: 'service', version: '1', keyFileAllowed: false } as const
  return createSetup({
    vault,
    platform,
    openRooms,
    lockAfter: () => null,
    emit: () => undefined,
    logger: silentLogger,
  })
}

it('opens everything once though two tabs unlock at once', async () => {
  let opened = 0
  const setup = locked(() => {
    opened++
    return Promise.resolve()
  })
  await setup.begin()
  const tries = await Promise.allSettled([
    setup.unlock({ passphrase: 'a' }),
    setup.unlock({ passphrase: 'a' }),
  ])
  expect(tries.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected'])
  expect(opened).toBe(1)
  expect(setup.status().stage).toBe('open')
})

it('stays locked and says why where the database cannot be opened', async () => {
  const setup = locked(() => Promise.reject(Object.assign(new Error('newer'), { code: 'newer-database' })))
  await setup.begin()
  await setup.unlock({ passphrase: 'a' })
  expect(setup.status()).toMatchObject({ stage: 'locked', problem: { kind: 'newer-database' } })
})
