/** The bytes of media: kept by hash, in memory and, with a state folder, on disk. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MediaSpec } from '../operations'
import { samples } from './samples'

export class MediaStore {
  readonly #bytes = new Map<string, Buffer>()
  readonly #dir: string | undefined

  constructor(stateDir: string | undefined) {
    this.#dir = stateDir === undefined ? undefined : join(stateDir, 'media')
    if (this.#dir !== undefined) mkdirSync(this.#dir, { recursive: true })
  }

  /** Keeps bytes; answers WhatsApp's `filehash` (base64 of the sha-256). */
  put(bytes: Buffer): string {
    const hash = createHash('sha256').update(bytes).digest('base64')
    if (!this.#bytes.has(hash)) {
      this.#bytes.set(hash, bytes)
      if (this.#dir !== undefined) writeFileSync(join(this.#dir, hexOf(hash)), bytes)
    }
    return hash
  }

  get(hash: string): Buffer | undefined {
    const known = this.#bytes.get(hash)
    if (known !== undefined || this.#dir === undefined) return known
    const file = join(this.#dir, hexOf(hash))
    if (!existsSync(file)) return undefined
    const bytes = readFileSync(file)
    this.#bytes.set(hash, bytes)
    return bytes
  }

  byHex(hex: string): Buffer | undefined {
    return this.get(Buffer.from(hex, 'hex').toString('base64'))
  }
}

export const hexOf = (hash: string): string => Buffer.from(hash, 'base64').toString('hex')

export interface MadeMedia {
  bytes: Buffer
  mimetype: string
}

const mimetypes = {
  image: 'image/png',
  audio: 'audio/ogg; codecs=opus',
  document: 'application/pdf',
  sticker: 'image/webp',
  video: 'video/mp4',
} as const

/** The bytes a media specification asks for. */
export function makeMedia(spec: MediaSpec): MadeMedia {
  if (spec.data !== undefined) {
    return { bytes: Buffer.from(spec.data, 'base64'), mimetype: spec.mimetype ?? 'application/octet-stream' }
  }
  const sample = spec.sample ?? 'image'
  const small = samples[sample](spec)
  // Trailing bytes after the end marker hurt none of these formats.
  const bytes =
    spec.size === undefined || spec.size <= small.length
      ? small
      : Buffer.concat([small, Buffer.alloc(spec.size - small.length)])
  return { bytes, mimetype: spec.mimetype ?? mimetypes[sample] }
}
