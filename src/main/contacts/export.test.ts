/** What a spreadsheet makes of names that strangers chose. */
import { expect, it } from 'vitest'
import fc from 'fast-check'
import { guarded, unguarded } from './export'

it.each([
  ['=HYPERLINK("http://x")', '\'=HYPERLINK("http://x")'],
  ['+1+cmd|calc', "'+1+cmd|calc"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t'=1"],
  ['x;=cmd', "x;'=cmd"],
  ['Siti; @SUM(A1)', "Siti; '@SUM(A1)"],
  ["calls:\n'-2+3\n- late", "calls:\n''-2+3\n'- late"],
  ['Siti; VIP', 'Siti; VIP'],
  ["'=1", "''=1"],
  ['+62 812 3456 7890', '+62 812 3456 7890'],
  ['+62 812 3456 ::: +91 98765', '+62 812 3456 ::: +91 98765'],
  ['Siti - VIP', 'Siti - VIP'],
])('guards %j as %j', (cell, safe) => {
  expect(guarded(cell)).toBe(safe)
  expect(unguarded(safe)).toBe(cell)
})

it('guards nothing that can not be taken off again, and leaves nothing that runs', () => {
  const start = fc.constantFrom('', "'", '=', '+', '-', '@', '\t', '\r', "''=", '+62 ')
  const signs = fc.string({
    unit: fc.constantFrom(...[';', '\t', '\r', '\n', ' ', "'", '=', '+', '-', '@', 'a']),
  })
  fc.assert(
    fc.property(start, fc.oneof(fc.string(), signs), (head, rest) => {
      const safe = guarded(head + rest)
      expect(unguarded(safe)).toBe(head + rest)
      expect(/^[=\-@\t\r]/.test(safe)).toBe(false)
      expect(/[;\t\r\n] *[=+\-@]/.test(safe)).toBe(false)
      if (safe.startsWith('+')) expect(safe).toMatch(/^[+\d: ]+$/)
    }),
  )
})
