/** Small real files for the demo: photos of goods, transfer slips, damaged boxes, invoices as PDF, voice notes. */
import type { MediaSpec } from '../../whatsapp-web/operations'
import { pdfOf, textAt } from '../../files/pdf'
import { paint, type Rgb, type Shape } from '../../central-crm/seed/png'
import type { Chance } from './chance'
import type { Person } from './people'
import { nameOf, priceOf, type Topic } from './wording'

const SIZE = 320
const box = (x: number, y: number, width: number, height: number, round: number, color: Rgb): Shape => ({
  ...{ x, y, width, height, round, color },
})
const DARK: Rgb = [42, 46, 58]
const PAPER: Rgb = [250, 250, 247]
const INK: Rgb = [120, 126, 140]
const SHELVES: readonly Rgb[] = [
  [214, 199, 178],
  [190, 205, 214],
  [205, 214, 190],
  [222, 206, 212],
]
const SCREENS: readonly Rgb[] = [
  [66, 126, 204],
  [214, 104, 76],
  [58, 154, 116],
  [138, 98, 190],
]

const drawn = new Map<string, string>()
/** Painting takes a moment, so each picture is made once. */
function once(key: string, shapes: () => [Rgb, Shape[]]): string {
  const known = drawn.get(key)
  if (known !== undefined) return known
  const made = paint(SIZE, ...shapes()).toString('base64')
  drawn.set(key, made)
  return made
}

const photo = (data: string): MediaSpec => ({ data, mimetype: 'image/png', width: SIZE, height: SIZE })
const at = <T>(list: readonly T[], index: number, otherwise: T): T => list[index % list.length] ?? otherwise

/** A laptop, phone, headphone or box on a table, one of sixteen. */
export function productPhoto(chance: Chance, sku: string): MediaSpec {
  const tint = chance.whole(0, 3)
  const kind = sku.slice(0, 3)
  return photo(
    once(`${kind}${tint}`, () => {
      const screen = at(SCREENS, tint, INK)
      const table = box(-0.1, 0.72, 1.2, 0.4, 0, [150, 118, 88])
      const shapes: Record<string, Shape[]> = {
        LPT: [
          box(0.2, 0.26, 0.6, 0.4, 0.03, DARK),
          box(0.225, 0.285, 0.55, 0.34, 0.01, screen),
          box(0.12, 0.66, 0.76, 0.07, 0.03, [208, 212, 220]),
          box(0.41, 0.66, 0.18, 0.025, 0.01, INK),
        ],
        PHN: [box(0.37, 0.16, 0.27, 0.62, 0.05, DARK), box(0.385, 0.185, 0.24, 0.57, 0.035, screen)],
        TAB: [box(0.24, 0.2, 0.52, 0.56, 0.04, DARK), box(0.265, 0.225, 0.47, 0.51, 0.02, screen)],
        AUD: [
          box(0.24, 0.2, 0.52, 0.62, 0.26, DARK),
          box(0.3, 0.26, 0.4, 0.62, 0.2, at(SHELVES, tint, PAPER)),
          box(0.2, 0.46, 0.15, 0.3, 0.07, screen),
          box(0.65, 0.46, 0.15, 0.3, 0.07, screen),
        ],
      }
      const boxed = [box(0.26, 0.36, 0.48, 0.4, 0.02, screen), box(0.3, 0.5, 0.4, 0.06, 0.01, PAPER)]
      return [at(SHELVES, tint, PAPER), [table, ...(shapes[kind] ?? boxed)]]
    }),
  )
}

/** A carton with a hole in its corner. */
export const damagePhoto = (chance: Chance): MediaSpec => {
  const which = chance.whole(0, 2)
  return photo(
    once(`damage${which}`, () => [
      [176, 170, 160],
      [
        box(0.14, 0.22, 0.72, 0.6, 0.01, [186, 140, 92]),
        box(0.46, 0.22, 0.08, 0.6, 0, [214, 186, 140]),
        box(0.6 - which * 0.2, 0.16, 0.28, 0.24, 0.12, [64, 48, 36]),
        box(0.64 - which * 0.2, 0.22, 0.08, 0.3, 0.02, [64, 48, 36]),
      ],
    ]),
  )
}

/** What a banking app shows after a transfer: rows of grey with a tick above. */
export const slipPhoto = (chance: Chance): MediaSpec => {
  const which = chance.whole(0, 3)
  return photo(
    once(`slip${which}`, () => {
      const rows = [0.46, 0.54, 0.62, 0.7, 0.78].flatMap((y, row) => [
        box(0.22, y, 0.18, 0.025, 0.01, [190, 194, 202]),
        box(0.5, y, 0.12 + ((row * 7 + which * 5) % 5) * 0.035, 0.025, 0.01, INK),
      ])
      return [
        at(SCREENS, which, INK),
        [
          box(0.14, 0.08, 0.72, 0.84, 0.04, PAPER),
          box(0.42, 0.15, 0.16, 0.16, 0.08, [46, 160, 103]),
          box(0.3, 0.36, 0.4, 0.045, 0.02, DARK),
          ...rows,
        ],
      ]
    }),
  )
}

/** Text that PDF's built-in fonts have; other scripts need fonts that this small file does not carry. */
const latin = (text: string): string => text.replace(/₹/g, 'Rs ').replace(/[^\x20-\x7e]/g, '')

/** A one-page invoice that really lists what was ordered. */
export function invoicePdf(person: Person, topic: Topic): MediaSpec {
  const put = (x: number, y: number, size: number, text: string): string => textAt(x, y, size, latin(text))
  const money = (amount: number): string => priceOf(amount, person.currency)
  const rows = topic.lines.flatMap(({ product, quantity }, row) => [
    put(72, 600 - row * 24, 12, `${quantity} x ${nameOf(product)}`),
    put(420, 600 - row * 24, 12, money(product.price * quantity)),
  ])
  const content = [
    put(72, 740, 24, 'Cahaya Elektronik'),
    put(72, 700, 14, `Invoice ${topic.orderNumber}`),
    put(72, 660, 12, `${person.name.replace(/[^\x20-\x7e]+/g, ' ').trim()} ${person.city}`),
    ...rows,
    put(72, 500, 14, 'Total'),
    put(420, 500, 14, money(topic.total)),
  ].join('\n')
  const data = pdfOf(content).toString('base64')
  return { data, mimetype: 'application/pdf', filename: `${topic.orderNumber}.pdf` }
}

const RATE = 8000
/** Hums with the rise, fall and pauses of speech, 3 to 9 seconds: WAV, 8 bit, mono. */
export function voiceNote(chance: Chance): MediaSpec {
  const seconds = chance.whole(3, 9)
  const count = seconds * RATE
  const file = Buffer.alloc(44 + count)
  file.write('RIFF', 0)
  file.writeUInt32LE(36 + count, 4)
  file.write('WAVEfmt ', 8)
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(RATE, 24)
  file.writeUInt32LE(RATE, 28)
  file.writeUInt16LE(1, 32)
  file.writeUInt16LE(8, 34)
  file.write('data', 36)
  file.writeUInt32LE(count, 40)
  const syllable = RATE / 5
  let pitch = 150
  let loud = 1
  let phase = 0
  for (let i = 0; i < count; i++) {
    if (i % syllable === 0) {
      pitch = 120 + chance.whole(0, 90)
      loud = chance.flip(0.15) ? 0 : 0.5 + chance.next() / 2
    }
    phase += (2 * Math.PI * pitch) / RATE
    const swell = Math.sin((Math.PI * (i % syllable)) / syllable)
    const voice = Math.sin(phase) * 0.6 + Math.sin(phase * 3) * 0.25 + Math.sin(phase * 7) * 0.15
    file[44 + i] = Math.round(128 + voice * swell * loud * 90)
  }
  return { data: file.toString('base64'), mimetype: 'audio/wav', duration: seconds }
}
