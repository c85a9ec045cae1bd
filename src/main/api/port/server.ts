/**
 * The contract over message ports, for a host whose screens run in a window of its own. Calls come as strings; anything else, and
 * anything too large or unreadable, ends the connection, as it does on the service host's socket.
 */
import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/websocket'
import type { Logger } from '../../platform/ports'
import { toContractError } from '../failure'
import { MOST_MESSAGE_BYTES } from '../limits'
import type { createRouter } from '../router'
import { PortRefused, refusalOf, type Sender } from './sender'

/** Electron's MessagePortMain, as far as it is needed. */
export interface ServerPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  postMessage(message: unknown): void
  start(): void
  close(): void
}

export interface PortServer {
  /**
   * Serves the contract over the port until either side closes it.
   * @throws {PortRefused} the port is closed already.
   */
  accept(sender: Sender, port: ServerPort): void
  /** Ends all connections and takes no more. */
  close(): void
}

export interface PortServerOptions {
  router: ReturnType<typeof createRouter>
  /** `scheme://host` of our own pages. */
  ownOrigin: string
  logger: Logger
}

const isTooLarge = (data: string): boolean =>
  data.length > MOST_MESSAGE_BYTES || Buffer.byteLength(data) > MOST_MESSAGE_BYTES

export function createPortServer({ router, ownOrigin, logger }: PortServerOptions): PortServer {
  const handler = new RPCHandler(router, {
    clientInterceptors: [
      onError((error) => {
        throw toContractError(error, logger)
      }),
    ],
  })
  const open = new Set<() => void>()
  let isClosed = false

  function serve(port: ServerPort): void {
    // The handler knows its connections by this object, and needs no more of a socket than a way to answer.
    const connection = {
      send: (message: unknown) => {
        if (open.has(end)) port.postMessage(message)
      },
      addEventListener: () => undefined,
    }
    const end = (): void => {
      if (!open.delete(end)) return
      handler.close(connection)
      port.close()
    }
    const drop = (reason: string, fields: Record<string, unknown> = {}): void => {
      logger.warn('port-dropped', { reason, ...fields })
      end()
    }
    open.add(end)
    port.on('close', end)
    port.on('message', ({ data }) => {
      if (!open.has(end)) return
      if (typeof data !== 'string') drop('not a string')
      else if (isTooLarge(data)) drop('too large', { size: data.length })
      else handler.message(connection, data).catch((error: unknown) => drop('unreadable', { error }))
    })
    port.start()
  }

  return {
    accept(sender, port) {
      const refusal = refusalOf(sender, ownOrigin)
      if (refusal !== null || isClosed) {
        port.close()
        if (refusal !== null) throw new PortRefused(refusal)
        return
      }
      serve(port)
    },
    close() {
      isClosed = true
      for (const end of [...open]) end()
    },
  }
}
