/** What the service serves beside the contract: media out, attachments in. */
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Diagnostics } from '../../diagnostics'
import type { Logger } from '../../platform/ports'
import {
  answerFailure,
  serveDiagnostics,
  serveMedia,
  servePicture,
  takeImport,
  takeUpload,
  type Answer,
} from '../files'
import { MOST_IMPORT_BYTES } from '../../imports'
import { MOST_UPLOAD_BYTES } from '../limits'
import type { Rooms } from '../rooms'

const send = (reply: FastifyReply, { status, headers, body }: Answer) =>
  reply.code(status).headers(headers).send(body)

export interface FilesOptions {
  rooms(): Rooms | null
  diagnostics(): Promise<Diagnostics>
  logger: Logger
}

export function serveFiles(server: FastifyInstance, options: FilesOptions): void {
  const { rooms, logger } = options
  server.setErrorHandler((error, _request, reply) => {
    const tooLarge =
      typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 413
    if (!tooLarge) return send(reply, answerFailure(error, logger))
    const message = error instanceof Error ? error.message : 'The file is too large.'
    return reply.code(413).send({ code: 'file-too-large', message })
  })

  server.get<{ Params: { messageId: string } }>('/media/:messageId', async (request, reply) =>
    send(reply, await serveMedia(rooms(), request.params.messageId, request.headers.range)),
  )

  server.get<{ Params: { productId: string } }>('/pictures/:productId', async (request, reply) =>
    send(reply, await servePicture(rooms(), request.params.productId)),
  )

  server.get('/diagnostics', async (_request, reply) =>
    send(reply, await serveDiagnostics(options.diagnostics)),
  )

  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  server.post('/upload', { bodyLimit: MOST_UPLOAD_BYTES }, async (request, reply) => {
    const name = request.headers['x-file-name']
    const upload = {
      mime: request.headers['content-type'] ?? null,
      name: typeof name === 'string' ? name : null,
      body: request.body as AsyncIterable<Uint8Array>,
    }
    return send(reply, await takeUpload(rooms(), upload))
  })
  server.post('/import', { bodyLimit: MOST_IMPORT_BYTES }, async (request, reply) => {
    const name = request.headers['x-file-name']
    const upload = {
      name: typeof name === 'string' ? name : null,
      size: request.headers['content-length'] ?? null,
      body: request.body as AsyncIterable<Uint8Array>,
    }
    return send(reply, await takeImport(rooms(), upload))
  })
}
