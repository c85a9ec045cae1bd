/**
 * The recovery code: eight groups of four symbols that a person writes on paper and reads back. Crockford's base32 (no I, L, O, U);
 * 144 random bits and a 16-bit checksum, so that a slip of the pen is told from a code of another data folder.
 */
import { createHash, randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const SECRET_BYTES = 18
const CHECK_BYTES = 2
const SYMBOLS = 32

/** A new random code's secret part. */
export function newRecoverySecret(): Buffer {
  return randomBytes(SECRET_BYTES)
}

/** `XXXX-XXXX-...`, eight groups. */
export function formatRecoveryCode(secret: Uint8Array): string {
  if (secret.length !== SECRET_BYTES) throw new RangeError('a recovery secret has 18 bytes')
  let bits = BigInt('0x' + Buffer.concat([secret, checksum(secret)]).toString('hex'))
  let symbols = ''
  for (let i = 0; i < SYMBOLS; i++) {
    symbols = ALPHABET.charAt(Number(bits & 31n)) + symbols
    bits >>= 5n
  }
  return (symbols.match(/.{4}/g) ?? []).join('-')
}

/**
 * The secret of a code as a person types it: case, spaces and dashes don't matter, O is 0, I and L are 1. Null where it is not a
 * whole code or its checksum is wrong.
 */
export function parseRecoveryCode(typed: string): Buffer | null {
  const symbols = typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\p{Pd}._]/gu, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1')
  if (symbols.length !== SYMBOLS) return null
  let bits = 0n
  for (const symbol of symbols) {
    const value = ALPHABET.indexOf(symbol)
    if (value < 0) return null
    bits = (bits << 5n) | BigInt(value)
  }
  const all = Buffer.from(bits.toString(16).padStart((SECRET_BYTES + CHECK_BYTES) * 2, '0'), 'hex')
  const secret = all.subarray(0, SECRET_BYTES)
  return checksum(secret).equals(all.subarray(SECRET_BYTES)) ? secret : null
}

function checksum(secret: Uint8Array): Buffer {
  return createHash('sha256')
    .update('leadline recovery code')
    .update(secret)
    .digest()
    .subarray(0, CHECK_BYTES)
}
