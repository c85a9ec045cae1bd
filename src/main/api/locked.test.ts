import { createRouterClient, isProcedure } from '@orpc/server'
import { expect, it, vi } from 'vitest'
import { DEFAULT_PREFERENCES } from '../../contract'
import { createRouter, type RouterDeps } from './router'

const ID = '00000000-0000-4000-8000-000000000001'

/** Behind the lock: there are rooms, but none to be seen. Whatever is asked for besides is noted. */
function locked() {
  const active = vi.fn()
  const unlock = vi.fn(() => Promise.resolve())
  const never = (): never => {
    throw new Error('reached what is behind the lock')
  }
  const deps = {
    setup: { status: () => ({}), isLocked: () => true, active, unlock },
    settings: { get: () => DEFAULT_PREFERENCES, set: never },
    updates: { install: never, postpone: never },
    notices: { setMuted: never, showing: () => Promise.resolve() },
    system: { status: never, setStartAtLogin: never },
    rooms: () => null,
    diagnostics: never,
    events: never,
  } as unknown as RouterDeps
  const router = createRouter(deps)
  return { router, client: createRouterClient(router), active, unlock }
}

const refusal = { data: { code: 'locked' } }

it('changes nothing and tells nothing while locked', async () => {
  const { client } = locked()
  const calls = [
    () => client.preferences.set({ keep: 'everything' }),
    () => client.system.setStartAtLogin({ on: true }),
    () => client.system.diagnostics(),
    () => client.updates.install(),
    () => client.updates.postpone(),
    () => client.notices.setMuted({ conversationId: ID, muted: true }),
    () => client.conversations.get({ conversationId: ID }),
    () => client.conversations.unreadTotal(),
    () => client.accounts.list(),
    () => client.crm.status(),
    () => client.leads.stages(),
    () => client.catalog.categories(),
    () => client.imports.list(),
  ]
  for (const each of calls) {
    const error: unknown = await each().catch((problem: unknown) => problem)
    expect(error).toMatchObject({ code: refusal.data.code })
  }
})

it('puts the lock off for nobody who stands before it, and can be unlocked', async () => {
  const { client, active, unlock } = locked()
  await client.setup.active()
  expect(active).not.toHaveBeenCalled()
  await client.setup.unlock({ passphrase: 'right one' })
  expect(unlock).toHaveBeenCalledOnce()
})

it('has no room that is forgotten here', () => {
  const { router } = locked()
  const rooms = Object.entries(router).filter(([, room]) => !isProcedure(room))
  expect(rooms.map(([name]) => name).sort()).toEqual([
    ...[
      'accounts',
      'assistant',
      'catalog',
      'cleanup',
      'contacts',
      'conversations',
      'crm',
      'erasing',
      'health',
      'imports',
      'leads',
      'messages',
      'notes',
      'notices',
      'orders',
    ],
    ...['preferences', 'setup', 'system', 'tasks', 'updates'],
  ])
})
