/** vCards as phones write them, and what no file may do. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { CardReader, type Card } from './vcard'

function cardsOf(text: string): Card[] {
  const reader = new CardReader()
  const cards = text.split(/\r?\n/).flatMap((line) => [...reader.feed(line)])
  return [...cards, ...reader.end()]
}

it('reads what an iPhone writes: groups, folded lines, escapes, WhatsApp’s own number', () => {
  const [card] = cardsOf(
    String.raw`BEGIN:VCARD
VERSION:3.0
N:Rahma;Siti;;Ibu;
FN:Ibu Siti Rahma
item1.TEL;type=CELL;waid=6281234567890:0812-3456-7890
TEL;TYPE="HOME,VOICE":(021) 555 1234
item2.EMAIL;type=INTERNET:siti@toko.example
ORG:CV Maju\, Jaya;Sales
item3.ADR;type=HOME:;;Jl. Melati 1\nRT 2;Bandung;;40111;Indonesia
NOTE:Suka warna perak\; bayar
  tunai
CATEGORIES:VIP,Grosir\, besar
NICKNAME:Bu Siti
PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD
 /2wBDAAEBAQEBAQEBAQEBAQEBAQEB
END:VCARD
BEGIN:VCARD
VERSION:3.0
N:Mehta;Arjun;;;
END:VCARD`,
  )
  expect(card).toEqual({
    ...{ line: 1, name: 'Ibu Siti Rahma', phones: ['+6281234567890', '(021) 555 1234'] },
    ...{ emails: ['siti@toko.example'], company: 'CV Maju, Jaya' },
    address: 'Jl. Melati 1\nRT 2, Bandung, 40111, Indonesia',
    note: 'Suka warna perak; bayar tunai',
    ...{ aliases: ['Bu Siti'], tags: ['VIP', 'Grosir, besar'] },
    ...{ consent: null, consentHow: null, fields: [] },
  })
})

it('reads what old Androids write: quoted-printable over several lines, in other character sets, cards within cards', () => {
  const cards = cardsOf(
    [
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=AE=E0=A5=87=E0=A4=B9=E0=A4=A4=E0=A4=BE;=',
      '=E0=A4=86=E0=A4=B6=E0=A4=BE;;;',
      'TEL;CELL:+91 98765 43210',
      'AGENT:',
      'BEGIN:VCARD',
      'FN:Somebody else',
      'TEL:12345',
      'END:VCARD',
      'NOTE;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Gr=FC=DFe=0D=0Aaus',
      'END:VCARD',
      'BEGIN:VCARD',
      'FN:Second',
      'END:VCARD',
    ].join('\r\n'),
  )
  expect(cards).toMatchObject([
    { line: 1, name: 'आशा मेहता', phones: ['+91 98765 43210'], note: 'Grüße\r\naus' },
    { line: 13, name: 'Second' },
  ])
})

it('reads version 4, whose numbers are addresses', () => {
  const card =
    'BEGIN:VCARD\nVERSION:4.0\nFN:Zoë\nTEL;VALUE=uri;TYPE="voice,cell":tel:+49-30-1234567\nEMAIL:z@x.example\nEND:VCARD'
  expect(cardsOf(card)).toMatchObject([{ name: 'Zoë', phones: ['+49-30-1234567'] }])
})

it('never throws', () => {
  const line = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'BEGIN:VCARD',
      'END:VCARD',
      'TEL',
      ' ',
      'N;QUOTED-PRINTABLE:=E',
      'FN;CHARSET=none;QUOTED-PRINTABLE:=ZZ=',
    ),
  )
  fc.assert(fc.property(fc.array(line), (lines) => Array.isArray(cardsOf(lines.join('\n')))))
})
