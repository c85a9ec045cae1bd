/**
 * The first bytes of a session's copy, in the clear and authenticated with every chunk that follows: what it is, whose, when and
 * under which key it was made.
 */
import { hkdfSync } from 'node:crypto'
import { CopyError, damaged } from './errors'

const MAGIC = Buffer.from('LLSESS')
export const VERSION = 1
const KEY_ID_BYTES = 16
const SALT_BYTES = 32
/** Magic, version, key id, salt, time, length of the profile's name. */
const FIXED_BYTES = MAGIC.length + 1 + KEY_ID_BYTES + SALT_BYTES + 8 + 1

export const MOST_HEADER_BYTES = FIXED_BYTES + 255

export interface CopyHeader {
  /** Whose: a profile of one account in one host. */
  profile: string
  /** Milliseconds. */
  createdAt: number
  /** Tells one copy key from another and gives nothing of it away. */
  keyId: Buffer
  /** Random, 32 bytes: every copy is sealed under a key of its own. */
  salt: Buffer
}

const derive = (key: Uint8Array, salt: Uint8Array, label: string, bytes: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, `leadline/1/session-copy/${label}`, bytes))

/** @param copyKey 32 bytes, derived from the data key for copies alone. */
export const keyIdOf = (copyKey: Uint8Array): Buffer =>
  derive(copyKey, Buffer.alloc(0), 'key-id', KEY_ID_BYTES)

/** The key that one copy's chunks are sealed under. */
export const chunkKey = (copyKey: Uint8Array, header: CopyHeader): Buffer =>
  derive(copyKey, header.salt, 'chunks', 32)

export function encodeHeader({ profile, createdAt, keyId, salt }: CopyHeader): Buffer {
  const id = Buffer.from(profile)
  if (id.length === 0 || id.length > 255) throw new RangeError('not a profile’s name')
  if (keyId.length !== KEY_ID_BYTES || salt.length !== SALT_BYTES) throw new RangeError('not a copy’s header')
  const at = Buffer.alloc(8)
  at.writeBigUInt64BE(BigInt(createdAt))
  return Buffer.concat([MAGIC, Buffer.from([VERSION]), keyId, salt, at, Buffer.from([id.length]), id])
}

/**
 * Reads a header from the beginning of a file; `bytes` is how long it is. What it says is true only once a chunk was opened under it.
 * @throws {CopyError} `damaged`, `other-version`
 */
export function decodeHeader(start: Buffer): { header: CopyHeader; bytes: Buffer } {
  if (start.length < MAGIC.length + 1 || !start.subarray(0, MAGIC.length).equals(MAGIC)) throw damaged()
  if (start[MAGIC.length] !== VERSION) {
    throw new CopyError('other-version', 'The copy of the session was made by another version of Leadline.')
  }
  if (start.length < FIXED_BYTES) throw damaged()
  let at = MAGIC.length + 1
  const take = (length: number): Buffer => start.subarray(at, (at += length))
  const keyId = take(KEY_ID_BYTES)
  const salt = take(SALT_BYTES)
  const createdAt = Number(take(8).readBigUInt64BE())
  const idLength = take(1)[0] ?? 0
  if (idLength === 0 || start.length < at + idLength || !Number.isSafeInteger(createdAt)) throw damaged()
  const profile = take(idLength).toString()
  return { header: { profile, createdAt, keyId, salt }, bytes: start.subarray(0, at) }
}
