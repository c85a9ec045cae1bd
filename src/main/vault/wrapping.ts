/** Wrapping the data key: each way yields a 32-byte wrapping key, and the data key is sealed under it, bound to file and way. */
import { randomBytes, scrypt } from 'node:crypto'
import type { ScryptParameters, Wrap, WrapKind } from './key-file'
import { seal, unseal } from './seal'

/** About 128 MB and a third of a second here: guessing a person's passphrase must be dear. */
const PASSPHRASE_COST = 131_072
/** The code has 144 random bits: nobody guesses it, however cheap a guess is. */
const RECOVERY_COST = 16_384

export function newScrypt(kind: 'passphrase' | 'recovery'): ScryptParameters {
  return {
    salt: randomBytes(16).toString('base64'),
    cost: kind === 'passphrase' ? PASSPHRASE_COST : RECOVERY_COST,
    blockSize: 8,
    parallel: 1,
  }
}

/** A wrapping key from something a person knows. */
export function stretch(secret: string | Uint8Array, parameters: ScryptParameters): Promise<Buffer> {
  const { cost, blockSize, parallel } = parameters
  const options = { N: cost, r: blockSize, p: parallel, maxmem: 256 * cost * blockSize }
  return new Promise((resolve, reject) => {
    scrypt(secret, Buffer.from(parameters.salt, 'base64'), 32, options, (error, key) => {
      if (error) reject(error)
      else resolve(key)
    })
  })
}

/** The same passphrase typed on another keyboard may arrive composed differently; its meaning counts. */
export const normalPassphrase = (passphrase: string): string => passphrase.normalize('NFKC')

export function wrapKey(wrapping: Uint8Array, dataKey: Uint8Array, id: string, kind: WrapKind): string {
  return seal(wrapping, dataKey, binding(id, kind)).toString('base64')
}

/** @throws {VaultError} `unreadable` */
export function unwrapKey(wrapping: Uint8Array, wrap: Wrap, id: string): Buffer {
  return unseal(wrapping, Buffer.from(wrap.sealed, 'base64'), binding(id, wrap.kind))
}

const binding = (id: string, kind: WrapKind): Buffer => Buffer.from(`leadline key ${id} ${kind}`)
