/** Files the person attached, kept encrypted until the message that carries them is written. Unused ones go after an hour. */
import { randomUUID } from 'node:crypto'
import { AppError } from '../../contract'
import type { Clock } from './clock'
import type { Files } from './files'
import { typeOf } from './sniff'

/** WhatsApp's limit for documents, in bytes. */
export const MAX_DOCUMENT = 100 * 1024 * 1024
/** WhatsApp's limit for what shows as picture, film or sound, in bytes. */
export const MAX_SHOWN = 16 * 1024 * 1024

const UNUSED_MS = 60 * 60 * 1000

export interface Upload {
  /** Name in the media folder. */
  file: string
  mime: string
  name: string | null
  /** Bytes. */
  size: number
}

export interface Uploads {
  /** @throws {AppError} `file-too-large`, `disk-full`, `invalid-input` (empty). */
  save(
    source: Uint8Array | AsyncIterable<Uint8Array>,
    about: { mime: string; name: string | null },
  ): Promise<{ uploadId: string; size: number; mime: string }>
  /** Hands it over for good. @throws {AppError} `not-found` */
  take(uploadId: string): Upload
  /** The message could not be written: it can be taken again. */
  giveBack(uploadId: string, upload: Upload): void
  /** Files that no message names yet. */
  held(): string[]
  /** Removes what nobody used. */
  expire(): Promise<void>
}

async function collect(source: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of source instanceof Uint8Array ? [source] : source) {
    size += part.length
    if (size > MAX_DOCUMENT) throw new AppError('file-too-large', 'WhatsApp takes files up to 100 MB.')
    parts.push(part)
  }
  if (size === 0) throw new AppError('invalid-input', 'The file is empty.')
  return Buffer.concat(parts)
}

/** Only the last part of a path, without what a file system or a header could stumble over. */
function cleanName(name: string | null): string | null {
  const last = name?.split(/[/\\]/).at(-1) ?? ''
  // eslint-disable-next-line no-control-regex -- control characters are what must go
  const clean = last.replaceAll(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069]/g, '').trim()
  return clean === '' ? null : clean.slice(0, 200)
}

/**
 * @param pending files being written that nothing names yet.
 * @param doubt notes that no message names the file yet, for the next start
 */
export function createUploads(
  files: Files,
  clock: Clock,
  pending: Set<string>,
  doubt: (file: string) => Promise<void>,
): Uploads {
  const waiting = new Map<string, { upload: Upload; at: number }>()
  return {
    save: async (source, about) => {
      const data = await collect(source)
      const mime = typeOf(data, about.mime)
      const file = files.newName()
      const uploadId = randomUUID()
      const upload = { file, mime, name: cleanName(about.name), size: data.length }
      pending.add(file)
      try {
        await doubt(file)
        await files.write(file, data)
        waiting.set(uploadId, { upload, at: clock.now() })
      } finally {
        pending.delete(file)
      }
      return { uploadId, size: data.length, mime }
    },
    take: (uploadId) => {
      const entry = waiting.get(uploadId)
      if (!entry) throw new AppError('not-found', 'The attachment is no longer there. Attach it again.')
      waiting.delete(uploadId)
      return entry.upload
    },
    giveBack: (uploadId, upload) => {
      waiting.set(uploadId, { upload, at: clock.now() })
    },
    held: () => [...waiting.values()].map((entry) => entry.upload.file),
    expire: async () => {
      const before = clock.now() - UNUSED_MS
      const old = [...waiting].filter(([, entry]) => entry.at <= before)
      for (const [uploadId] of old) waiting.delete(uploadId)
      await files.remove(old.map(([, entry]) => entry.upload.file))
    },
  }
}
