import { createRouterClient } from '@orpc/server'
import { expect, it } from 'vitest'
import type { AppEvent } from '../../contract'
import { silentLogger } from '../storage/test-storage'
import { createRouter, type RouterDeps } from './router'

it('an event that does not fit the contract is kept back alone, and said to the log', async () => {
  const typing = (n: number): AppEvent => ({
    ...{ type: 'typing', conversationId: `00000000-0000-4000-8000-00000000000${n}`, typing: true },
  })
  const unfit = { ...typing(2), conversationId: 'nobody' }
  const told: unknown[] = []
  const deps = {
    events: async function* () {
      yield* await Promise.resolve([typing(1), unfit, typing(3)])
    },
    rooms: () => null,
    logger: { ...silentLogger, error: (event: string, facts: unknown) => told.push([event, facts]) },
  } as unknown as RouterDeps
  const heard: AppEvent[] = []
  for await (const event of await createRouterClient(createRouter(deps)).events()) heard.push(event)
  expect(heard).toEqual([typing(1), typing(3)])
  expect(told).toEqual([['event-unfit', { type: 'typing', where: ['conversationId'] }]])
})
