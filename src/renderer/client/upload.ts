/** Puts a file into the app's hands before it is named in a message: raw body to `/upload`, answered with an id. */
import { ORPCError } from '@orpc/client'
import { OfflineError } from './errors'

export interface Uploaded {
  uploadId: string
}

const isUploaded = (value: unknown): value is Uploaded =>
  typeof value === 'object' && value !== null && 'uploadId' in value && typeof value.uploadId === 'string'

/** Errors: `offline`, `file-too-large`, `disk-full`, `internal` (see problemOf). */
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
    const code = answer.status === 413 ? 'file-too-large' : answer.status === 507 ? 'disk-full' : 'internal'
    throw new ORPCError('LEADLINE', { data: { code, reference: null } })
  }
  const body: unknown = await answer.json()
  if (!isUploaded(body)) throw new ORPCError('LEADLINE', { data: { code: 'internal', reference: null } })
  return body
}
