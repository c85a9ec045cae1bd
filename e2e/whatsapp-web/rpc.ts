/** What a page may ask of the simulated servers: one handler per request, each writing what it did into the log. */
import { pageActions } from './page-actions'
import { pageQueries } from './page-queries'
import type { RpcContext, RpcHandler } from './rpc-kit'
import { acceptSend } from './sending'

const handlers: Record<string, RpcHandler> = { send: acceptSend, ...pageActions, ...pageQueries }

/** Runs one request. Throws where the server would refuse; linked-only requests of unlinked pages are refused. */
export async function answerRpc(
  context: RpcContext,
  request: { name: string; args: Record<string, unknown> },
): Promise<unknown> {
  const handler = handlers[request.name]
  if (handler === undefined) throw new Error(`The servers know no request "${request.name}"`)
  const open = ['pairing-code', 'refresh-qr', 'passkey-done']
  if (context.session.device === undefined && !open.includes(request.name)) throw new Error('not linked')
  return await handler(context, request.args)
}
