/**
 * Authenticated encryption of small things and whole files: AES-256-GCM under a versioned header. The header is authenticated too, so
 * that a file can't be passed off as another version; `aad` binds the data to its place (a file's name, a wrap's kind).
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { VaultError } from './errors'

/** "LL", then the format's version. */
const HEADER = Buffer.from([0x4c, 0x4c, 1])
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** What a sealed text is longer than its plain text, in bytes. */
export const SEAL_OVERHEAD_BYTES = HEADER.length + NONCE_BYTES + TAG_BYTES

export type KeyPurpose = 'database' | 'media' | 'session-copy' | 'tokens' | 'not-work' | 'pictures'

/** One of the keys made from the data key: 32 bytes, always the same for a purpose, telling nothing of the others. */
export function deriveKey(dataKey: Uint8Array, purpose: KeyPurpose): Buffer {
  return derive(dataKey, purpose)
}

export function derive(dataKey: Uint8Array, label: string): Buffer {
  if (dataKey.length !== 32) throw new RangeError('a data key has 32 bytes')
  return Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `leadline/1/${label}`, 32))
}

/** Encrypts under a 32-byte key: header, random nonce, ciphertext, tag. */
export function seal(key: Uint8Array, plain: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  cipher.setAAD(Buffer.concat([HEADER, aad]))
  const body = cipher.update(plain)
  const last = cipher.final()
  return Buffer.concat([HEADER, nonce, body, last, cipher.getAuthTag()])
}

/**
 * Undoes `seal` with the same key and aad.
 * @throws {VaultError} `unreadable` on the slightest change, and for a format this version does not know.
 */
export function unseal(key: Uint8Array, sealed: Uint8Array, aad: Uint8Array): Buffer {
  const all = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  if (all.length < SEAL_OVERHEAD_BYTES || !all.subarray(0, HEADER.length).equals(HEADER)) {
    throw new VaultError('unreadable', 'This is not data sealed by this version of Leadline.')
  }
  const nonce = all.subarray(HEADER.length, HEADER.length + NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
  decipher.setAAD(Buffer.concat([HEADER, aad]))
  decipher.setAuthTag(all.subarray(all.length - TAG_BYTES))
  try {
    const body = decipher.update(all.subarray(HEADER.length + NONCE_BYTES, all.length - TAG_BYTES))
    return Buffer.concat([body, decipher.final()])
  } catch (cause) {
    throw new VaultError('unreadable', 'Sealed data was changed or belongs to another key.', { cause })
  }
}
