/** Files of each kind of media for tests and the demo, made on the spot: each can be opened or played. */
import { pdfOf, textAt } from '../../files/pdf'
import { pngOf, rowBytes } from '../../files/png'
import type { MediaSpec } from '../operations'
import { clip, face, notes } from './recorded'

/** Small but real files of each kind. */
export const samples: Record<NonNullable<MediaSpec['sample']>, (spec: MediaSpec) => Buffer> = {
  image: (spec) => png(spec.width ?? 320, spec.height ?? 240),
  audio: (spec) => voice(spec.duration ?? 2),
  document: (spec) => pdfOf(textAt(72, 720, 24, spec.filename ?? 'Document')),
  sticker: () => Buffer.from(face, 'base64'),
  video: () => Buffer.from(clip, 'base64'),
}

let hue = 0

/** A soft gradient, so that images can be told apart in a demo. */
function png(width: number, height: number): Buffer {
  hue = (hue + 67) % 256
  const rows = Buffer.alloc(rowBytes(width) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * rowBytes(width) + 1 + x * 3
      rows[at] = (hue + (x * 80) / width) & 255
      rows[at + 1] = 120 + (y * 100) / height
      rows[at + 2] = (255 - hue + (y * 60) / height) & 255
    }
  }
  return pngOf(width, height, rows)
}

/**
 * A voice note as WhatsApp sends them: Opus in Ogg, a second of four notes over and over.
 */
function voice(seconds: number): Buffer {
  const head = Buffer.alloc(19)
  head.write('OpusHead', 0)
  head.set([1, 1], 8)
  head.writeUInt16LE(312, 10)
  head.writeUInt32LE(48_000, 12)
  const vendor = 'leadline'
  const tags = Buffer.alloc(16 + vendor.length)
  tags.write('OpusTags', 0)
  tags.writeUInt32LE(vendor.length, 8)
  tags.write(vendor, 12)
  const count = Math.max(1, Math.round(seconds))
  const pages = [oggPage([head], 0, 0, 2), oggPage([tags], 1, 0, 0)]
  for (let second = 1; second <= count; second++) {
    pages.push(oggPage(notes, second + 1, second * 48_000, second === count ? 4 : 0))
  }
  return Buffer.concat(pages)
}

function oggPage(packets: readonly Buffer[], number: number, samplesSoFar: number, flags: number): Buffer {
  const header = Buffer.alloc(27 + packets.length)
  header.write('OggS', 0)
  header[5] = flags
  header.writeBigInt64LE(BigInt(samplesSoFar), 6)
  header.writeUInt32LE(0x1ead, 14)
  header.writeUInt32LE(number, 18)
  header[26] = packets.length
  // Every packet here is shorter than 255 bytes, so each is one segment.
  packets.forEach((packet, i) => (header[27 + i] = packet.length))
  const page = Buffer.concat([header, ...packets])
  page.writeUInt32LE(oggCrc(page), 22)
  return page
}

/** Ogg's own checksum: the usual polynomial, bits not reflected, nothing inverted. */
function oggCrc(bytes: Buffer): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc >>> 0
}
