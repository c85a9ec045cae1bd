import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCard } from './vcard'

it('reads the name and every number', () => {
  const card =
    'BEGIN:VCARD\r\nVERSION:3.0\r\nN:Rahma;Siti;;;\r\nFN:Siti \r\n Rahma\r\nitem1.TEL;waid=62812:+62 812\r\nTEL:021\r\nEND:VCARD'
  expect(parseCard(card)).toEqual({ name: 'Siti Rahma', phones: ['+62 812', '021'] })
})

it('takes N where FN is missing', () => {
  expect(parseCard('N:Mehta;Arjun;;;').name).toBe('Arjun Mehta')
})

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(parseCard(text).phones)))
})
