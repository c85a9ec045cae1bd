/** What the service serves beside the contract: media out, attachments in. */
import type { FastifyInstance } from 'fastify'
import { AppError, codeOf, type ErrorCode } from '../../../contract'
import type { Rooms } from '../rooms'

/** One byte more than the largest document: the room itself says what is too large. */
const MOST_BYTES = 100 * 1024 * 1024 + 1

const STATUS: Partial<Record<ErrorCode, number>> = {
  'not-found': 404,
  'file-too-large': 413,
  'invalid-input': 400,
  locked: 423,
  'disk-full': 507,
}

/** `bytes=a-b` of a body; null where it can't be satisfied or is not asked for. */
export function rangeOf(header: string | undefined, size: number): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return start <= end && start < size ? { start, end } : null
}

function disposition(kind: 'inline' | 'attachment', name: string | null): string {
  return name === null ? kind : `${kind}; filename*=UTF-8''${encodeURIComponent(name)}`
}

export function serveFiles(server: FastifyInstance, rooms: () => Rooms | null): void {
  const open = (): Rooms => {
    const found = rooms()
    if (!found) throw new AppError('locked', 'Leadline is locked.')
    return found
  }

  server.setErrorHandler((error, _request, reply) => {
    const code = codeOf(error) ?? 'internal'
    const tooLarge =
      typeof error === 'object' && error !== null && 'statusCode' in error && error.statusCode === 413
    const status = tooLarge ? 413 : (STATUS[code] ?? 500)
    if (status === 500) server.log.error(error)
    const message =
      status === 500 || !(error instanceof Error) ? 'Something went wrong in Leadline.' : error.message
    return reply.code(status).send({ code: tooLarge ? 'file-too-large' : code, message })
  })

  server.get<{ Params: { messageId: string } }>('/media/:messageId', async (request, reply) => {
    const media = await open().media.open(Number(request.params.messageId))
    const range = rangeOf(request.headers.range, media.size)
    void reply
      .type(media.mime)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, max-age=3600')
      .header('content-security-policy', "sandbox; default-src 'none'; style-src 'unsafe-inline'")
      .header('content-disposition', disposition(media.inline ? 'inline' : 'attachment', media.name))
    if (!range) return reply.send(media.data)
    return reply
      .code(206)
      .header('content-range', `bytes ${range.start}-${range.end}/${media.size}`)
      .send(media.data.subarray(range.start, range.end + 1))
  })

  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  server.post('/upload', { bodyLimit: MOST_BYTES }, async (request) => {
    const name = request.headers['x-file-name']
    const about = {
      mime: request.headers['content-type'] ?? 'application/octet-stream',
      name: typeof name === 'string' ? decodeURIComponent(name) : null,
    }
    return open().media.saveUpload(request.body as AsyncIterable<Uint8Array>, about)
  })
}
