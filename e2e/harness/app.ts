/** The built app as a person starts it (service host), and a client of its contract for tests that need no screen. */
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/websocket'
import type { ContractRouterClient } from '@orpc/contract'
import { WebSocket } from 'ws'
import type { Contract } from '../../src/contract'
import { startChild, type Child } from './child'

export const SERVICE = path.join(import.meta.dirname, '../../out/main/service.js')
/** The app must not outlive a test runner that was killed. */
export const END_WITH_PARENT = pathToFileURL(
  path.join(import.meta.dirname, '../demo/end-with-parent.mjs'),
).href
const URL_LINE = /http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+/

export interface RunningApp {
  /** With the token: the address that gets in. */
  url: string
  process: Child
}

export interface AppOptions {
  dataDir: string
  endpoint: string
  spki: string
  /** First port to try; any unless set. */
  port?: number
  /** Whether the key may lie in a file; true unless set. */
  keyFile?: boolean
  /** Durations of WhatsApp sessions to change, by name, ms. */
  timings?: Record<string, number>
  env?: Record<string, string>
  /** Before the script: what Node itself is told. */
  nodeArgs?: readonly string[]
}

/** What the service host is told, without the script. */
export function serviceArgs(options: AppOptions): string[] {
  return [
    `--data-dir=${options.dataDir}`,
    `--port=${options.port ?? 0}`,
    '--no-open',
    ...((options.keyFile ?? true) ? ['--key-file'] : []),
    `--whatsapp-endpoint=${options.endpoint}`,
    `--whatsapp-spki=${options.spki}`,
    ...(options.timings ? [`--whatsapp-timings=${JSON.stringify(options.timings)}`] : []),
  ]
}

export async function startApp(options: AppOptions): Promise<RunningApp> {
  const args = [...(options.nodeArgs ?? []), '--import', END_WITH_PARENT, SERVICE, ...serviceArgs(options)]
  const { child, value } = await startChild(args, (line) => URL_LINE.exec(line)?.[0], {
    env: options.env ?? {},
  })
  return { url: value, process: child }
}

export type AppClient = ContractRouterClient<Contract>

/** The contract as the screens call it, with the cookie that the first visit gives. */
export async function connectTo(url: string): Promise<{ client: AppClient; close(): void }> {
  const { origin } = new URL(url)
  const answer = await fetch(url, { redirect: 'manual' })
  const cookie = answer.headers.get('set-cookie')?.split(';')[0]
  if (!cookie) throw new Error(`no cookie from ${origin}: ${answer.status}`)
  const websocket = new WebSocket(`${origin.replace('http', 'ws')}/rpc`, { headers: { cookie, origin } })
  await once(websocket, 'open')
  const client: AppClient = createORPCClient(new RPCLink({ websocket: websocket as never }))
  return { client, close: () => websocket.terminate() }
}
