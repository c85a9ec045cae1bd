/** The renderer's transport and the port server against each other, over real message ports, with the real router. */
import { MessageChannel, type MessagePort as NodePort } from 'node:worker_threads'
import { createORPCClient, DynamicLink, ORPCError } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import { EventPublisher } from '@orpc/server'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { AppEvent, Contract } from '../../../contract'
import { problemOf } from '../../../renderer/client/errors'
import { portTransport, type ClientPort } from '../../../renderer/client/port'
import type { Channel } from '../../../renderer/client/transport'
import type { Logger } from '../../platform/ports'
import { silentLogger } from '../../storage/test-storage'
import { MOST_MESSAGE_BYTES } from '../limits'
import { createRouter, type RouterDeps } from '../router'
import type { Sender } from './sender'
import { createPortServer, type ServerPort } from './server'

const OWN = 'leadline-app://inbox'
const us: Sender = { isOwnWindow: true, frame: { isMainFrame: true, url: `${OWN}/#/inbox`, origin: OWN } }
const from = (frame: Partial<NonNullable<Sender['frame']>>): Sender => ({
  isOwnWindow: true,
  frame: { ...us.frame!, ...frame },
})

const serverPort = (port: NodePort): ServerPort => ({
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data })),
  postMessage: (message) => port.postMessage(message),
  start: () => port.start(),
  close: () => port.close(),
})

const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

function make() {
  const publisher = new EventPublisher<{ event: AppEvent }>()
  const warned: Record<string, unknown>[] = []
  const logger: Logger = { ...silentLogger, warn: (_event, fields) => void warned.push(fields ?? {}) }
  const deps = {
    rooms: () => null,
    setup: { status: () => Promise.reject(new Error('a fault of ours')) },
    settings: { get: () => ({ language: 'en' }) },
    events: (signal?: AbortSignal) => publisher.subscribe('event', signal ? { signal } : {}),
  } as unknown as RouterDeps
  const server = createPortServer({ router: createRouter(deps), ownOrigin: OWN, logger })
  const raw = (sender: Sender = us) => {
    const { port1, port2 } = new MessageChannel()
    closers.push(() => port1.close())
    const accept = () => server.accept(sender, serverPort(port2))
    return { port: port1, accept }
  }
  const open = portTransport(() => {
    const { port, accept } = raw()
    accept()
    return Promise.resolve(port as unknown as ClientPort)
  })
  return { server, publisher, raw, open, warned }
}

const clientOf = (channel: Channel): ContractRouterClient<Contract> =>
  createORPCClient(new DynamicLink(() => channel.link))

const failureOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    await call
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}

describe('our own window', () => {
  it('is told by code what went wrong, as over the socket', async () => {
    const channel = make().open()
    expect(await channel.opened).toBe('open')
    const client = clientOf(channel)
    expect(problemOf(await failureOf(client.accounts.list()))).toEqual({ code: 'locked', reference: null })
    const fault = problemOf(await failureOf(client.setup.status()))
    expect(fault).toMatchObject({ code: 'internal' })
    expect(fault.reference).toMatch(/^[\da-f]{8}$/)
  })

  it('follows the event stream, and lets go of it when the channel closes', async () => {
    const { open, publisher } = make()
    const channel = open()
    const events = await clientOf(channel).events()
    const next = events[Symbol.asyncIterator]().next()
    await vi.waitUntil(() => publisher.size === 1)
    publisher.publish('event', { type: 'history', conversationIds: [] })
    expect((await next).value).toEqual({ type: 'history', conversationIds: [] })
    channel.close()
    expect(await channel.closed).toBe('lost')
    await vi.waitUntil(() => publisher.size === 0)
    expect(channel.isOpen()).toBe(false)
  })

  it('learns that the app is gone, and gets a new port when it is back', async () => {
    const first = make()
    const channel = first.open()
    const pending = failureOf(
      clientOf(channel)
        .events()
        .then((events) => events[Symbol.asyncIterator]().next()),
    )
    await vi.waitUntil(() => first.publisher.size === 1)
    first.server.close()
    expect(await channel.closed).toBe('lost')
    expect(problemOf(await pending).code).toBe('offline')
    const again = make().open()
    expect(await again.opened).toBe('open')
    expect(problemOf(await failureOf(clientOf(again).accounts.list())).code).toBe('locked')
  })

  it('is not served any more once the server is closed', async () => {
    const { server, raw } = make()
    server.close()
    const { port, accept } = raw()
    const closed = new Promise((resolve) => port.once('close', resolve))
    accept()
    await closed
  })
})

describe('hostile calls', () => {
  it('an unknown procedure', async () => {
    const channel = make().open()
    const call = channel.link.call(['setup', '__proto__', 'constructor'], {}, { context: {} })
    expect(await failureOf(call)).toMatchObject({ code: 'NOT_FOUND' })
  })

  it.each([
    ['a number for an id', { conversationId: 5 }],
    ['an object for an id', { conversationId: { toString: 'x' } }],
    ['nothing', undefined],
    ['a list', []],
  ])('wrong types: %s', async (_name, input) => {
    const channel = make().open()
    const error = await failureOf(channel.link.call(['conversations', 'get'], input, { context: {} }))
    expect(error).toBeInstanceOf(ORPCError)
    expect(problemOf(error).code).toBe('invalid-input')
  })

  it.each<[string, string, Sender]>([
    ['a subframe', 'subframe', from({ isMainFrame: false })],
    ['a foreign origin', 'foreign-origin', from({ origin: 'https://evil.example' })],
    ['a foreign address', 'foreign-origin', from({ url: 'https://leadline-app.example/inbox' })],
    ['a look-alike host', 'foreign-origin', from({ url: 'leadline-app://inbox.evil/', origin: OWN })],
    ['a look-alike user', 'foreign-origin', from({ url: 'leadline-app://me@inbox/', origin: OWN })],
    ['a file', 'foreign-origin', from({ url: 'file:///inbox', origin: 'file://' })],
    ['an opaque origin', 'foreign-origin', from({ origin: 'null' })],
    ['WhatsApp’s window', 'foreign-window', { ...us, isOwnWindow: false }],
    ['a frame that is gone', 'frame-gone', { isOwnWindow: true, frame: null }],
  ])('%s is refused, and its port closed', async (_name, code, sender) => {
    const { port, accept } = make().raw(sender)
    const closed = new Promise((resolve) => port.once('close', resolve))
    expect(accept).toThrow(expect.objectContaining({ name: 'PortRefused', code }))
    await closed
  })

  it.each<[string, unknown]>([
    ['no JSON', 'hello'],
    ['JSON of another shape', '{"a":1}'],
    ['null', 'null'],
    ['an object', { i: '1', p: {} }],
    ['bytes', new Uint8Array([255, 1, 2])],
    ['more than a call may have', 'x'.repeat(MOST_MESSAGE_BYTES + 1)],
    ['more bytes than letters', 'क'.repeat(MOST_MESSAGE_BYTES / 3 + 1)],
  ])('%s ends the connection, and nothing else', async (_name, message) => {
    const { raw, open, warned } = make()
    const { port, accept } = raw()
    const closed = new Promise((resolve) => port.once('close', resolve))
    accept()
    port.postMessage(message)
    await closed
    expect(warned).toHaveLength(1)
    expect(problemOf(await failureOf(clientOf(open()).accounts.list())).code).toBe('locked')
  })
})
