/** The control channel over HTTP on loopback: operations, the judge's log, the state, and a page for a person. */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { z } from 'zod'
import { handlers } from './control-operations'
import type { SimulatorState } from './control'
import { operations } from './operations'
import type { OperationName } from './operations'
import type { Phone, Phones } from './phones'
import { isRecord } from './settings'

/** Serves the control channel; the caller listens and closes. */
export function controlServer(phones: Phones): Server {
  return createServer((request, response) => {
    answer(phones, request)
      .then(({ status, body, type }) => {
        // No kept-alive connections: a client must not trip over one when the simulator was restarted.
        const headers = { 'cache-control': 'no-store', connection: 'close' }
        response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers })
        response.end(type === undefined ? JSON.stringify(body) : body)
      })
      .catch((error: unknown) => {
        refuse(response, error)
      })
  })
}

interface Answer {
  status: number
  body: unknown
  type?: string
}

async function answer(phones: Phones, request: IncomingMessage): Promise<Answer> {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [, number = '1', rest = url.pathname] = /^\/phones\/([1-9]\d{0,2})(\/.*)$/.exec(url.pathname) ?? []
  url.pathname = rest
  const context = phones.get(Number(number))
  if (request.method === 'POST' && url.pathname === '/control') {
    const body: unknown = JSON.parse(await read(request))
    if (!isRecord(body)) return { status: 400, body: { error: 'The body must be a JSON object' } }
    return perform(context, body)
  }
  if (request.method !== 'GET')
    return { status: 405, body: { error: `${request.method ?? ''} is not for here` } }
  if (url.pathname === '/log') {
    const since = Number(url.searchParams.get('since') ?? 0)
    return { status: 200, body: context.world.log.filter((entry) => entry.seq > since) }
  }
  if (url.pathname === '/state') return { status: 200, body: stateOf(context) }
  if (url.pathname === '/phones') return { status: 200, body: phones.numbers }
  if (url.pathname === '/') {
    return {
      status: 200,
      body: readFileSync(new URL('control-page.html', import.meta.url), 'utf8'),
      type: 'text/html; charset=utf-8',
    }
  }
  return { status: 404, body: { error: `There is nothing at ${url.pathname}` } }
}

async function perform(context: Phone, body: Record<string, unknown>): Promise<Answer> {
  const { do: name, ...args } = body
  if (typeof name !== 'string' || !isOperation(name)) {
    return { status: 400, body: { error: `There is no operation "${String(name)}"` } }
  }
  const parsed = operations[name].safeParse(args)
  if (!parsed.success) {
    return { status: 400, body: { error: `${name}: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}` } }
  }
  try {
    return { status: 200, body: await run(name, context, parsed.data) }
  } catch (error) {
    const sentence =
      error instanceof z.ZodError ? z.prettifyError(error) : error instanceof Error ? error.message : error
    return { status: 409, body: { error: `${name}: ${String(sentence).replaceAll('\n', ' ')}` } }
  }
}

const isOperation = (name: string): name is OperationName => Object.hasOwn(operations, name)

async function run(name: OperationName, context: Phone, args: unknown): Promise<unknown> {
  // One map holds schemas, the other handlers, under the same names; the compiler can't see that they pair up.
  const handler = handlers[name] as (context: Phone, args: unknown) => unknown
  return await handler(context, args)
}

function stateOf({ number, world, line }: Phone): SimulatorState {
  const pages = new Set([...line.sessions, ...line.phones.unlinked()])
  return {
    phone: number,
    pages: [...pages].map((session) => session.info()),
    devices: [...world.devices.values()].map(({ id, linkedAt, seenSeq }) => ({ id, linkedAt, seenSeq })),
    chats: world.chats.size,
    contacts: world.contacts.size,
    messages: world.messageCount,
    lastLog: world.log.at(-1)?.seq ?? 0,
    network: { up: line.up, http: line.httpUp },
    settings: world.settings,
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks).toString('utf8')
}

function refuse(response: ServerResponse, error: unknown): void {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: error instanceof Error ? error.message : String(error) }))
}
