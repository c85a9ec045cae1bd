/**
 * What a file is, by its first bytes. What a browser or a sender says of it is never enough to show it inside the app: a web page
 * or an SVG served as itself could run code in it.
 */

function ascii(data: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...data.subarray(from, to))
}

function startsWith(data: Uint8Array, bytes: readonly number[]): boolean {
  return data.length >= bytes.length && bytes.every((byte, index) => data[index] === byte)
}

/** ISO media (MP4 and its kin) name their brand after `ftyp`. */
function isoMedia(data: Uint8Array, declared: string): string | null {
  if (ascii(data, 4, 8) !== 'ftyp') return null
  const brand = ascii(data, 8, 12)
  if (brand.startsWith('M4A') || brand.startsWith('M4B')) return 'audio/mp4'
  if (brand === 'avif' || brand === 'avis') return 'image/avif'
  if (['heic', 'heix', 'mif1', 'msf1', 'hevc'].includes(brand)) return 'image/heic'
  if (brand === 'qt  ') return 'video/quicktime'
  if (brand.startsWith('3g')) return declared.startsWith('audio/') ? 'audio/3gpp' : 'video/3gpp'
  return declared.startsWith('audio/') ? 'audio/mp4' : 'video/mp4'
}

function riff(data: Uint8Array): string | null {
  if (ascii(data, 0, 4) !== 'RIFF') return null
  const form = ascii(data, 8, 12)
  return form === 'WEBP' ? 'image/webp' : form === 'WAVE' ? 'audio/wav' : null
}

/** MPEG audio: eleven set bits, then a layer; layer 0 is AAC in ADTS. */
function mpegAudio(data: Uint8Array): string | null {
  if (ascii(data, 0, 3) === 'ID3') return 'audio/mpeg'
  const second = data[1] ?? 0
  if (data[0] !== 0xff || (second & 0xe0) !== 0xe0) return null
  return (second & 0x06) === 0 ? 'audio/aac' : 'audio/mpeg'
}

/** Null where it is none of the kinds that are shown inside the app. `declared` only decides between sound and picture of one container. */
export function sniff(data: Uint8Array, declared: string): string | null {
  if (startsWith(data, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png'
  if (startsWith(data, [0xff, 0xd8, 0xff])) return 'image/jpeg'
  if (['GIF87a', 'GIF89a'].includes(ascii(data, 0, 6))) return 'image/gif'
  if (ascii(data, 0, 5) === '%PDF-') return 'application/pdf'
  if (ascii(data, 0, 4) === 'OggS') return declared.startsWith('video/') ? 'video/ogg' : 'audio/ogg'
  if (startsWith(data, [0x1a, 0x45, 0xdf, 0xa3]))
    return declared.startsWith('audio/') ? 'audio/webm' : 'video/webm'
  if (ascii(data, 0, 5) === '#!AMR') return 'audio/amr'
  return riff(data) ?? isoMedia(data, declared) ?? mpegAudio(data)
}

/** A media type as it may be kept: lower case, without parameters (RFC 6838). */
export const MIME = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,127}$/
/** Kinds that are only believed when the bytes agree. */
const PROVEN = /^(image|video|audio)\/|^application\/pdf$/

/**
 * The type to keep for a file: what its bytes say; else what was declared, unless that is a kind which the bytes would have shown.
 * SVG stays what it is (text), and is never shown as a picture: see `isShown`.
 */
export function typeOf(data: Uint8Array, declared: string): string {
  const plain = declared.split(';')[0]?.trim().toLowerCase() ?? ''
  const found = sniff(data, plain)
  if (found) return found
  const believed = MIME.test(plain) && (!PROVEN.test(plain) || plain === 'image/svg+xml')
  return believed ? plain : 'application/octet-stream'
}

/** Whether a sniffed type may be shown inside the app; everything else is only ever downloaded. */
export function isShown(mime: string | null): mime is string {
  return mime !== null && PROVEN.test(mime) && mime !== 'image/svg+xml'
}
