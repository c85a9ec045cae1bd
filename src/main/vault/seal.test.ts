import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VaultError } from './errors'
import { SEAL_OVERHEAD_BYTES, deriveKey, seal, unseal } from './seal'

const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
const bytes = fc.uint8Array({ maxLength: 300 })

test('what is sealed reads back, and is not found in the sealed bytes', () => {
  fc.assert(
    fc.property(key, bytes, bytes, (k, plain, aad) => {
      const sealed = seal(k, plain, aad)
      expect(sealed.length).toBe(plain.length + SEAL_OVERHEAD_BYTES)
      expect(unseal(k, sealed, aad)).toEqual(Buffer.from(plain))
      if (plain.length >= 8) expect(sealed.includes(Buffer.from(plain))).toBe(false)
    }),
  )
})

test('every flipped bit, every cut, another key and another place are refused', () => {
  fc.assert(
    fc.property(key, bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (k, plain, seed, bit) => {
      const aad = Buffer.from('a1.bin')
      const sealed = seal(k, plain, aad)
      const at = seed % sealed.length
      const changed = Buffer.from(sealed)
      changed.writeUInt8(changed.readUInt8(at) ^ (1 << bit), at)
      expect(() => unseal(k, changed, aad)).toThrow(VaultError)
      expect(() => unseal(k, sealed.subarray(0, at), aad)).toThrow(VaultError)
      expect(() => unseal(k, sealed, Buffer.from('a2.bin'))).toThrow(VaultError)
      expect(() => unseal(deriveKey(k, 'media'), sealed, aad)).toThrow(VaultError)
    }),
  )
})

test('each purpose has its own key, always the same', () => {
  fc.assert(
    fc.property(key, (k) => {
      const all = (['database', 'media', 'session-copy', 'tokens'] as const).map((purpose) =>
        deriveKey(k, purpose).toString('hex'),
      )
      expect(new Set([...all, Buffer.from(k).toString('hex')]).size).toBe(5)
      expect(deriveKey(k, 'media').toString('hex')).toBe(all[1])
    }),
  )
})
