import fc from 'fast-check'
import { expect, test } from 'vitest'
import { redactFields, redactText } from './redact'

test.each([
  '6281234567890',
  '+62 812-3456-7890',
  '(0812) 345 6789',
  '+91 98765 43210',
  '९८७६५४३२१०',
  '0812/345/6789',
  '6281234567890@c.us',
  '6281234567890:12@s.whatsapp.net',
  '120363041234567890@g.us',
  '98765@lid',
  'false_6281234567890@c.us_3EB0C767D26A1B2E5F',
])('%s does not get through', (secret) => {
  const masked = redactText(`could not send to ${secret}, again`)
  expect(masked).not.toMatch(/\p{Nd}{5,}/u)
  expect(masked).not.toContain(secret)
  expect(masked).toMatch(/^could not send to .*, again$/)
})

test('what helps stays', () => {
  const text = 'navigation timed out after 30000 ms at 127.0.0.1:3001 (attempt 2 of 3), code 1006'
  expect(redactText(text)).toBe(text)
  const uuid = '550e8400-e29b-41d4-a716-446655440000'
  expect(redactText(`account ${uuid}`)).toBe(`account ${uuid}`)
})

test('any number of seven digits and more is masked, wherever it stands', () => {
  const digits = fc.stringMatching(/^[1-9]\d{6,14}$/)
  fc.assert(
    fc.property(digits, fc.string(), fc.string(), (number, before, after) => {
      const out = JSON.stringify(
        redactFields({ [`x${before}`]: `${before}${number}${after}`, deep: [{ id: number }] }),
      )
      expect(out).not.toContain(number)
    }),
  )
})

test('fields that hold texts, names and secrets are dropped, however deep', () => {
  const logged = redactFields({
    accountId: 'a1',
    message: { id: 5, body: 'two kopi please', caption: 'look', ack: 2, from: '6281234567890@c.us' },
    contact: { Name: 'Budi', phone: '+6281234567890', pushName: 'Budi S.' },
    list: [{ text: 'ok' }],
    token: 'secret-token',
  })
  expect(logged).toEqual({
    accountId: 'a1',
    message: { id: 5, ack: 2, from: '[address]' },
    contact: {},
    list: [{}],
  })
})

test('errors keep their kind, code and place, not what they say of people', () => {
  const error = Object.assign(
    new TypeError('no chat 6281234567890@c.us', { cause: new Error('call +62 812 345 6789') }),
    {
      code: 'E_CHAT',
      body: 'two kopi please',
    },
  )
  const logged = redactFields({ error })['error']
  expect(logged).toMatchObject({
    type: 'TypeError',
    code: 'E_CHAT',
    message: 'no chat [address]',
    cause: { message: 'call [number]' },
  })
  const text = JSON.stringify(logged)
  expect(text).toContain('redact.test.ts')
  expect(text).not.toMatch(/6281|kopi|812 345/)
})

test('numbers: times and sizes stay, others that long do not', () => {
  expect(
    redactFields({
      tookMs: 1_234_567,
      bytes: 16_777_216,
      at: 1_763_712_000_000,
      id: 6_281_234_567_890,
      n: 42,
    }),
  ).toEqual({
    tookMs: 1_234_567,
    bytes: 16_777_216,
    at: 1_763_712_000_000,
    id: '[number]',
    n: 42,
  })
})

test('circles, bytes and depth do no harm', () => {
  const circle: Record<string, unknown> = { a: 1 }
  circle['self'] = circle
  expect(redactFields({ circle, bytes: Buffer.from('hello') })).toEqual({
    circle: { a: 1, self: '[circular]' },
    bytes: '[5 bytes]',
  })
})
