import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatRecoveryCode, newRecoverySecret, parseRecoveryCode } from './recovery-code'

const secrets = fc.uint8Array({ minLength: 18, maxLength: 18 })

test('a code is eight groups of four and reads back', () => {
  fc.assert(
    fc.property(secrets, (secret) => {
      const code = formatRecoveryCode(secret)
      expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){7}[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(parseRecoveryCode(code)).toEqual(Buffer.from(secret))
    }),
  )
})

test('case, spaces, and letters that look like digits are forgiven', () => {
  fc.assert(
    fc.property(
      secrets,
      fc.constantFrom('O', 'o'),
      fc.constantFrom('I', 'i', 'L', 'l'),
      (secret, zero, one) => {
        const code = formatRecoveryCode(secret)
        const typed = ` ${code.toLowerCase().replaceAll('-', '  ').replaceAll('0', zero).replaceAll('1', one)}\n`
        expect(parseRecoveryCode(typed)).toEqual(Buffer.from(secret))
      },
    ),
  )
})

test('one wrong symbol is noticed in nearly every case', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  let missed = 0
  for (let i = 0; i < 200; i++) {
    const code = formatRecoveryCode(newRecoverySecret())
    const at = (i * 5) % code.length
    if (code.charAt(at) === '-') continue
    const other = alphabet.charAt((alphabet.indexOf(code.charAt(at)) + 1 + (i % 30)) % 32)
    if (parseRecoveryCode(code.slice(0, at) + other + code.slice(at + 1)) !== null) missed++
  }
  // A 16-bit checksum lets one in 65,536 through: two in 200 do not happen.
  expect(missed).toBeLessThan(2)
})

test('what is no code is refused', () => {
  for (const typed of ['', 'hello', '0'.repeat(31), '0'.repeat(33), 'U'.repeat(32), '🙂'.repeat(16)]) {
    expect(parseRecoveryCode(typed)).toBeNull()
  }
})
