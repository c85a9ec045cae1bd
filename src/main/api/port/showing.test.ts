/** What is before a person's eyes is known for exactly as long as their screen says so, over a real connection. */
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient, DynamicLink } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { expect, it, vi } from 'vitest'
import type { Contract } from '../../../contract'
import { portTransport, type ClientPort } from '../../../renderer/client/port'
import { Showing } from '../../notices/showing'
import { silentLogger } from '../../storage/test-storage'
import { createRouter, type RouterDeps } from '../router'
import { createPortServer } from './server'

const OWN = 'leadline-app://inbox'
const [ONE, TWO] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const

it('ends when the screen lets go of it, and when its connection ends', async () => {
  const showing = new Showing()
  const deps = {
    notices: { showing: (id: string, signal: AbortSignal) => showing.hold(id, signal) },
  } as unknown as RouterDeps
  const server = createPortServer({ router: createRouter(deps), ownOrigin: OWN, logger: silentLogger })
  const channel = portTransport(() => {
    const { port1, port2 } = new MessageChannel()
    const frame = { isMainFrame: true, url: `${OWN}/`, origin: OWN }
    server.accept(
      { isOwnWindow: true, frame },
      {
        on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
          port2.on(event, (data: unknown) => listener({ data })),
        postMessage: (message) => port2.postMessage(message),
        start: () => port2.start(),
        close: () => port2.close(),
      },
    )
    return Promise.resolve(port1 as unknown as ClientPort)
  })()
  const client: ContractRouterClient<Contract> = createORPCClient(new DynamicLink(() => channel.link))
  const call = new AbortController()
  const ends = Promise.allSettled([
    client.notices.showing({ conversationId: ONE }, { signal: call.signal }),
    client.notices.showing({ conversationId: TWO }),
  ])
  await vi.waitUntil(() => showing.has(ONE) && showing.has(TWO))
  call.abort()
  await vi.waitUntil(() => !showing.has(ONE))
  expect(showing.has(TWO)).toBe(true)
  channel.close()
  await vi.waitUntil(() => !showing.has(TWO))
  expect((await ends).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})
