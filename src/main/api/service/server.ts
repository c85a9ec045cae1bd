/** The service host's server: the renderer's files, the contract over a WebSocket, media. On 127.0.0.1 alone. */
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import fastifyStatic from '@fastify/static'
import { onError } from '@orpc/server'
import { RPCHandler } from '@orpc/server/ws'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { WebSocketServer } from 'ws'
import type { IncomingMessage } from 'node:http'
import type { Diagnostics } from '../../diagnostics'
import type { Logger } from '../../platform/ports'
import { toContractError } from '../failure'
import { SECURITY_HEADERS } from '../headers'
import type { Rooms } from '../rooms'
import { MOST_MESSAGE_BYTES } from '../limits'
import type { createRouter } from '../router'
import { serveFiles } from './files'
import { createGuard } from './guard'
import { NO_TOKEN_PAGE } from './pages'

export interface ServiceOptions {
  router: ReturnType<typeof createRouter>
  rooms(): Rooms | null
  diagnostics(): Promise<Diagnostics>
  /** The built renderer. */
  rendererFolder: string
  /** The first port tried; the next free one is taken where it is in use. 0 takes any. */
  port: number
  /** Knows the second start of this data folder, which asks to be shown. */
  raiseSecret: string
  /** A second start asked for it; that one is answered an address that lets in once. */
  onRaise(): void
  logger: Logger
}

export interface Service {
  /** With this launch's token: the one address that gets in. */
  readonly url: string
  /** An address that lets in once, for a command line. */
  oneVisitUrl(): string
  readonly port: number
  close(): Promise<void>
}

/** A page that lost its right: the app was started anew. */
const CLOSE_UNAUTHORISED = 4401
const PORTS_TRIED = 50
const LAST_PORT = 65_535
const PUBLIC = new Set(['/raise'])

async function listen(server: FastifyInstance, port: number): Promise<void> {
  for (let next = port; ; next++) {
    try {
      await server.listen({ host: '127.0.0.1', port: next })
      return
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!isTaken || next - port >= PORTS_TRIED || next === LAST_PORT) throw error
    }
  }
}

export async function startService(options: ServiceOptions): Promise<Service> {
  const { logger } = options
  const server = Fastify({ logger: false, forceCloseConnections: true })
  const port = (): number => (server.server.address() as AddressInfo).port
  const guard = createGuard(port)
  const oneVisitUrl = (): string => `http://127.0.0.1:${port()}/?token=${guard.newTicket()}`

  server.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    reply.headers(SECURITY_HEADERS)
    const path = request.url.split('?')[0] ?? ''
    if (!guard.isOwnHost(request.headers) || !guard.isOwnOrigin(request.headers)) {
      return reply.code(403).send('This address is not served here.')
    }
    if (PUBLIC.has(path)) return undefined
    const { token } = request.query as { token?: unknown }
    if (path === '/' && guard.admits(token)) {
      const cookie = `${guard.cookie}; Path=/; HttpOnly; SameSite=Strict`
      return reply.header('set-cookie', cookie).redirect('/', 303)
    }
    if (!guard.hasCookie(request.headers)) return reply.code(401).type('text/html').send(NO_TOKEN_PAGE)
    return undefined
  })

  await server.register(fastifyStatic, { root: options.rendererFolder, cacheControl: false })
  await server.register((scope, _options, done) => {
    serveFiles(scope, options)
    done()
  })
  server.post('/raise', (request, reply) => {
    if (request.headers['x-leadline-raise'] !== options.raiseSecret) return reply.code(403).send()
    options.onRaise()
    return reply.send({ address: oneVisitUrl() })
  })

  const handler = new RPCHandler(options.router, {
    clientInterceptors: [
      onError((error) => {
        throw toContractError(error, logger)
      }),
    ],
  })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_MESSAGE_BYTES })
  server.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // Whoever knocks and goes away again resets the raw socket: without a listener that would end the app.
    socket.on('error', (error) => logger.debug('socket-error', { error }))
    const isOwn =
      request.url === '/rpc' && guard.isOwnHost(request.headers) && request.headers.origin !== undefined
    if (!isOwn || !guard.isOwnOrigin(request.headers)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      webSocket.on('error', (error) => logger.warn('socket-error', { error }))
      if (!guard.hasCookie(request.headers)) {
        webSocket.close(CLOSE_UNAUTHORISED, 'started anew')
        return
      }
      handler.upgrade(webSocket).catch((error: unknown) => logger.error('socket-failed', { error }))
    })
  })

  await listen(server, options.port)
  return {
    url: `http://127.0.0.1:${port()}/?token=${guard.token}`,
    oneVisitUrl,
    port: port(),
    close: async () => {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      await server.close()
    },
  }
}
