/** Runs in the desktop's window, for tests: a client of the contract over a port of its own, as the screens get theirs. */
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { askPreload } from '../../src/renderer/client/port'

type Call = (input: unknown) => Promise<unknown>

async function connect(): Promise<(path: readonly string[], input: unknown) => Promise<unknown>> {
  const port = await askPreload()
  const client: unknown = createORPCClient(new RPCLink({ port: port as unknown as MessagePort }))
  port.start()
  return (path, input) => {
    const call = path.reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], client) as Call
    return call(input)
  }
}

Object.assign(window, { leadlineTest: connect() })
