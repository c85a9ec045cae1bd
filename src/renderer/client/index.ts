/** The screens' way to the app: `client.<room>.<procedure>(input)`, events by type, and what went wrong by code. */
import { createORPCClient, DynamicLink } from '@orpc/client'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../contract'
import { currentLink, keepConnected } from './connection'
import { isDesktop, portTransport } from './port'
import { openWebSocket } from './websocket'

export const client: ContractRouterClient<Contract> = createORPCClient(new DynamicLink(currentLink))

/** Called once at start. */
export function connect(): void {
  void keepConnected(isDesktop() ? portTransport() : openWebSocket, () => client.events())
}

export { onOnline, reconnectNow, useConnection, type ConnectionState } from './connection'
export { OfflineError, problemOf, type Problem, type ProblemCode } from './errors'
export { onEvent } from './events'
export { upload, type Uploaded } from './upload'
