import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openTarget } from '../../../contract'
import { linkIn, parseDeepLink } from './deep-links'

const ID = '0198c0de-1234-7abc-8def-0123456789ab'

it.each([
  ['leadline://chat/+628123456789', { kind: 'chat', phone: '+628123456789' }],
  ['leadline://chat/%2B628123456789/', { kind: 'chat', phone: '+628123456789' }],
  ['LEADLINE://CHAT/+628123456789', { kind: 'chat', phone: '+628123456789' }],
  [`leadline://lead/${ID}`, { kind: 'lead', id: ID }],
  [`leadline://order/${ID.toUpperCase()}`, { kind: 'order', id: ID }],
])('%s', (link, target) => {
  expect(parseDeepLink(link)).toEqual(target)
})

it.each([
  '',
  'leadline:',
  'leadline://',
  'leadline://chat',
  'leadline://chat/',
  'leadline://chat/628123456789',
  'leadline://chat/+0628123456789',
  'leadline://chat/+6281234567890123456',
  'leadline://chat/+62%38123456789',
  'leadline://chat/../lead/1',
  `leadline://lead/../order/${ID}`,
  `leadline://lead/%2e%2e/${ID}`,
  `leadline://lead/${ID}/..`,
  `leadline://lead/${ID}//`,
  `leadline://lead/${ID}?x=1`,
  `leadline://lead/${ID}#x`,
  `leadline://me@lead/${ID}`,
  `leadline://me:secret@lead/${ID}`,
  `leadline://lead:80/${ID}`,
  `leadline://settings/${ID}`,
  `leadline://conversation/${ID}`,
  'leadline://lead/1',
  'leadline://lead/<script>alert(1)</script>',
  'leadline://chat/javascript:alert(1)',
  'javascript:alert(1)',
  ' leadline://chat/+628123456789',
  'leadline://chat/+628123456789\n--remote-debugging-port=1',
  'leadline://chat/+628123456789\0',
  'leadline://chat/+٦٢٨١٢٣٤٥٦٧٨٩',
  `leadline://chat/+${'6'.repeat(1_000_000)}`,
  `leadline://chat/${'a'.repeat(1_000_000)}`,
])('%.70s is refused', (link) => {
  expect(parseDeepLink(link)).toBeNull()
})

it('whatever is written, a well-formed target or nothing comes out', () => {
  const text = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom('chat', 'lead', 'order'), fc.string()).map(([a, b]) => `leadline://${a}/${b}`),
  )
  fc.assert(
    fc.property(text, (link) => {
      const target = parseDeepLink(link)
      if (target !== null) expect(openTarget.parse(target)).toEqual(target)
    }),
  )
})

it('finds the link among a start’s arguments, and looks at the first alone', () => {
  const link = 'leadline://chat/+628123456789'
  expect(linkIn(['leadline', '--data-dir=/x', link])).toEqual({ kind: 'chat', phone: '+628123456789' })
  expect(linkIn(['leadline', 'leadline://evil', link])).toBeNull()
  expect(linkIn(['leadline', `--x=${link}`, '/home/leadline'])).toBeNull()
  expect(linkIn([])).toBeNull()
})
