/**
 * What the desktop's own scheme serves: the renderer's files, media and uploads, with the same headers as the service host. Nothing
 * outside the renderer's folder can be reached.
 */
import fs from 'node:fs/promises'
import path from 'node:path'
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
import { SECURITY_HEADERS } from '../headers'
import { MOST_UPLOAD_BYTES } from '../limits'
import type { Rooms } from '../rooms'

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json; charset=utf-8',
}

export interface PagesOptions {
  /** The built renderer. */
  rendererFolder: string
  rooms(): Rooms | null
  diagnostics(): Promise<Diagnostics>
  logger: Logger
}

/** The file a path of the address names, or null where it names none inside the folder. Pure: touches no disk. */
export function fileOf(folder: string, pathname: string): string | null {
  let decoded
  try {
    decoded = decodeURIComponent(pathname)
  } catch {
    return null
  }
  if (!decoded.startsWith('/') || /[\0\\:]/.test(decoded)) return null
  if (decoded.split('/').some((part) => part === '..' || part === '.')) return null
  const file = path.join(folder, decoded === '/' ? 'index.html' : decoded)
  if (!file.startsWith(folder + path.sep)) return null
  return Object.hasOwn(TYPES, path.extname(file)) ? file : null
}

const nothing = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: Buffer.alloc(0),
})

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && ['ENOENT', 'EISDIR', 'ENOTDIR'].includes(String(error.code))

export function createPages(options: PagesOptions): (request: Request) => Promise<Response> {
  const folder = path.resolve(options.rendererFolder)

  async function page(pathname: string): Promise<Answer> {
    const file = fileOf(folder, pathname)
    if (file === null) return nothing(404)
    try {
      const body = await fs.readFile(file)
      return { status: 200, headers: { 'content-type': TYPES[path.extname(file)] ?? '' }, body }
    } catch (error) {
      if (isMissing(error)) return nothing(404)
      throw error
    }
  }

  async function upload(request: Request): Promise<Answer> {
    if (Number(request.headers.get('content-length') ?? 0) > MOST_UPLOAD_BYTES) {
      return { status: 413, headers: {}, body: { code: 'file-too-large', message: 'The file is too large.' } }
    }
    const body = request.body ?? new Blob([]).stream()
    const about = { mime: request.headers.get('content-type'), name: request.headers.get('x-file-name') }
    return takeUpload(options.rooms(), { ...about, body: body as AsyncIterable<Uint8Array> })
  }

  function importFile(request: Request): Promise<Answer> {
    const body = (request.body ?? new Blob([]).stream()) as AsyncIterable<Uint8Array>
    const name = request.headers.get('x-file-name')
    return takeImport(options.rooms(), { name, size: request.headers.get('content-length'), body })
  }

  async function answer(request: Request): Promise<Answer> {
    const { pathname } = new URL(request.url)
    if (pathname === '/upload')
      return request.method === 'POST' ? upload(request) : nothing(405, { allow: 'POST' })
    if (pathname === '/import')
      return request.method === 'POST' ? importFile(request) : nothing(405, { allow: 'POST' })
    if (request.method !== 'GET' && request.method !== 'HEAD') return nothing(405, { allow: 'GET, HEAD' })
    if (pathname === '/diagnostics') return serveDiagnostics(options.diagnostics)
    const productId = /^\/pictures\/([\w-]{1,100})$/.exec(pathname)?.[1]
    if (productId !== undefined) return servePicture(options.rooms(), productId)
    const messageId = /^\/media\/(\d{1,15})$/.exec(pathname)?.[1]
    return messageId === undefined
      ? page(pathname)
      : serveMedia(options.rooms(), messageId, request.headers.get('range'))
  }

  return async (request) => {
    const { status, headers, body } = await answer(request).catch((error: unknown) =>
      answerFailure(error, options.logger),
    )
    const isFile = Buffer.isBuffer(body)
    const content = isFile ? new Uint8Array(body) : JSON.stringify(body)
    const type = isFile ? {} : { 'content-type': 'application/json; charset=utf-8' }
    const length = { 'content-length': String(Buffer.byteLength(content)) }
    return new Response(request.method === 'HEAD' ? null : content, {
      status,
      headers: { ...SECURITY_HEADERS, ...type, ...headers, ...length },
    })
  }
}
