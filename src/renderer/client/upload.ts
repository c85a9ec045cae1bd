/** Puts a file into the app's hands before it is named in a message: raw body to `/upload`, answered with an id. */
import { ORPCError } from '@orpc/client'
import type { ErrorCode } from '../../contract'
import { OfflineError } from './errors'

export interface Uploaded {
  uploadId: string
}

const isUploaded = (value: unknown): value is Uploaded =>
  typeof value === 'object' && value !== null && 'uploadId' in value && typeof value.uploadId === 'string'

const CODES: Partial<Record<number, ErrorCode>> = { 413: 'file-too-large', 423: 'locked', 507: 'disk-full' }

/** Errors: `offline`, `locked`, `file-too-large`, `disk-full`, `internal` (see problemOf). */
export async function upload(file: File, signal?: AbortSignal): Promise<Uploaded> {
  let answer: Response
  try {
    answer = await fetch('/upload', {
      method: 'POST',
      headers: {
        'content-type': file.type === '' ? 'application/octet-stream' : file.type,
        'x-file-name': encodeURIComponent(file.name),
      },
      body: file,
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    if (signal?.aborted === true) throw error
    throw new OfflineError('The file could not be handed over', { cause: error })
  }
  if (!answer.ok) {
    throw new ORPCError('LEADLINE', { data: { code: CODES[answer.status] ?? 'internal', reference: null } })
  }
  const body: unknown = await answer.json()
  if (!isUploaded(body)) throw new ORPCError('LEADLINE', { data: { code: 'internal', reference: null } })
  return body
}
