/** What is served beside the contract, whichever host serves it: media out, attachments in. Decides; the host sends. */
import { AppError, codeOf, type ErrorCode } from '../../contract'
import type { Diagnostics } from '../diagnostics'
import type { Logger } from '../platform/ports'
import type { Rooms } from './rooms'

export interface Answer {
  status: number
  /** Lower case; beside, and before, the security headers. */
  headers: Record<string, string>
  /** An object is sent as JSON. */
  body: Buffer | object
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  'not-found': 404,
  'file-too-large': 413,
  'invalid-input': 400,
  'wrong-state': 409,
  locked: 423,
  'disk-full': 507,
}

/** `bytes=a-b` of a body; null where it can't be satisfied or is not asked for. */
export function rangeOf(
  header: string | null | undefined,
  size: number,
): { start: number; end: number } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return null
  const start = match[1] === '' ? Math.max(0, size - Number(match[2])) : Number(match[1])
  const end = match[1] === '' || match[2] === '' ? size - 1 : Math.min(Number(match[2]), size - 1)
  return start <= end && start < size ? { start, end } : null
}

function disposition(kind: 'inline' | 'attachment', name: string | null): string {
  return name === null ? kind : `${kind}; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`
}

/** @throws {AppError} `invalid-input` */
function fileNameOf(header: string | null): string | null {
  if (header === null) return null
  try {
    return decodeURIComponent(header)
  } catch {
    throw new AppError('invalid-input', 'The name of the file can not be read.')
  }
}

/** @throws {AppError} `locked` */
function opened(rooms: Rooms | null): Rooms {
  if (!rooms) throw new AppError('locked', 'Leadline is locked.')
  return rooms
}

/** @throws {AppError} `locked`, `not-found` */
export async function serveMedia(
  rooms: Rooms | null,
  messageId: string,
  range: string | null | undefined,
): Promise<Answer> {
  const media = await opened(rooms).media.open(Number(messageId))
  const part = rangeOf(range, media.size)
  const headers = {
    'content-type': media.mime,
    'accept-ranges': 'bytes',
    'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    'content-disposition': disposition(media.inline ? 'inline' : 'attachment', media.name),
  }
  if (!part) return { status: 200, headers, body: media.data }
  return {
    status: 206,
    headers: { ...headers, 'content-range': `bytes ${part.start}-${part.end}/${media.size}` },
    body: media.data.subarray(part.start, part.end + 1),
  }
}

/** A product's picture, from this machine. @throws {AppError} `locked`, `not-found` */
export async function servePicture(rooms: Rooms | null, productId: string): Promise<Answer> {
  const { mime, data } = await opened(rooms).sharing.picture(productId)
  const headers = { 'content-type': mime, 'content-security-policy': "sandbox; default-src 'none'" }
  return { status: 200, headers, body: data }
}

/** @throws {AppError} `locked`, `invalid-input`, `file-too-large`, `disk-full` */
export async function takeUpload(
  rooms: Rooms | null,
  upload: { mime: string | null; name: string | null; body: AsyncIterable<Uint8Array> },
): Promise<Answer> {
  const about = { mime: upload.mime ?? 'application/octet-stream', name: fileNameOf(upload.name) }
  return { status: 200, headers: {}, body: await opened(rooms).media.saveUpload(upload.body, about) }
}

/** A file of an earlier system. @throws {AppError} `locked`, `wrong-state`, `file-too-large`, `disk-full` */
export async function takeImport(
  rooms: Rooms | null,
  upload: { name: string | null; size: string | null; body: AsyncIterable<Uint8Array> },
): Promise<Answer> {
  const size = /^\d{1,15}$/.test(upload.size ?? '') ? Number(upload.size) : null
  const about = { name: fileNameOf(upload.name), size }
  return { status: 200, headers: {}, body: await opened(rooms).imports.receive(upload.body, about) }
}

/** The zip for a support person. */
export async function serveDiagnostics(diagnostics: () => Promise<Diagnostics>): Promise<Answer> {
  const { name, zip } = await diagnostics()
  const headers = {
    'content-type': 'application/zip',
    'content-disposition': disposition('attachment', name),
  }
  return { status: 200, headers, body: Buffer.from(zip) }
}

/** A failure as a code and a sentence; faults of ours are logged. */
export function answerFailure(error: unknown, logger: Logger): Answer {
  const code = codeOf(error) ?? 'internal'
  const status = STATUS[code] ?? 500
  if (status === 500) logger.error('file-not-served', { error })
  const message =
    status === 500 || !(error instanceof Error) ? 'Something went wrong in Leadline.' : error.message
  return { status, headers: {}, body: { code, message } }
}
