/** The bytes of media: kept by hash (in memory and, with a state folder, on disk), and samples made on the spot. */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import type { MediaSpec } from '../operations'

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
  audio: 'audio/wav',
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

const samples: Record<NonNullable<MediaSpec['sample']>, (spec: MediaSpec) => Buffer> = {
  image: (spec) => png(spec.width ?? 320, spec.height ?? 240),
  audio: (spec) => wav(spec.duration ?? 1),
  document: (spec) => pdf(spec.filename ?? 'Document'),
  // 1x1 lossless WebP
  sticker: () => Buffer.from('UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==', 'base64'),
  // An `ftyp` box only: enough to be told as MP4, not to be played.
  video: () => Buffer.from('AAAAGGZ0eXBtcDQyAAAAAG1wNDJpc29t', 'base64'),
}

let hue = 0

/** A soft gradient, so that images can be told apart in a demo. */
function png(width: number, height: number): Buffer {
  hue = (hue + 67) % 256
  const rows = Buffer.alloc((width * 3 + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width * 3 + 1) + 1 + x * 3
      rows[at] = (hue + (x * 80) / width) & 255
      rows[at + 1] = 120 + (y * 100) / height
      rows[at + 2] = (255 - hue + (y * 60) / height) & 255
    }
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const framed = Buffer.alloc(body.length + 8)
  framed.writeUInt32BE(data.length, 0)
  body.copy(framed, 4)
  framed.writeUInt32BE(crc32(body), body.length + 4)
  return framed
}

/** A 440 Hz tone, 8 kHz mono. */
function wav(seconds: number): Buffer {
  const count = Math.max(1, Math.round(seconds * 8000))
  const file = Buffer.alloc(44 + count * 2)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + count * 2, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(8000, 24)
  file.writeUInt32LE(16_000, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36)
  file.writeUInt32LE(count * 2, 40)
  for (let i = 0; i < count; i++) {
    file.writeInt16LE(Math.round(Math.sin((i / 8000) * 440 * 2 * Math.PI) * 8000), 44 + i * 2)
  }
  return file
}

/** One page with one line of text. */
function pdf(title: string): Buffer {
  const text = `BT /F1 24 Tf 72 720 Td (${title.replace(/[()\\]/g, ' ')}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${text.length} >>\nstream\n${text}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, i) => {
    const offset = file.length
    file += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const start = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  for (const offset of offsets) file += `${String(offset).padStart(10, '0')} 00000 n \n`
  file += `trailer << /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(file, 'latin1')
}
