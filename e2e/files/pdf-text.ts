/**
 * The text of a PDF as Chromium prints it: what a person who copies from it gets. Reads just what such files hold (whole objects with
 * deflated streams, fonts with a ToUnicode map, text in hexadecimal), and throws for what it does not know rather than guess.
 */
import { inflateSync } from 'node:zlib'

interface PdfObject {
  /** The dictionary, as it is written. */
  head: string
  stream: Buffer | null
}

function objectsOf(file: Buffer): Map<number, PdfObject> {
  const text = file.toString('latin1')
  const found = new Map<number, PdfObject>()
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\s*([\s\S]*?)(?:stream\r?\n|endobj)/g)) {
    const [whole, id, head = ''] = match
    const start = match.index + whole.length
    const isStream = /stream\r?\n$/.test(whole)
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0)
    const bytes = isStream ? file.subarray(start, start + length) : null
    const stream = bytes && (head.includes('/FlateDecode') ? inflateSync(bytes) : bytes)
    found.set(Number(id), { head, stream })
  }
  return found
}

const utf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

interface Font {
  /** Hexadecimal digits of one code: fonts drawn glyph by glyph (Type 3) have one byte. */
  width: 2 | 4
  text: ReadonlyMap<number, string>
}

/** A font's codes as text. */
function readMap(cmap: string): Map<number, string> {
  const map = new Map<number, string>()
  for (const [, block = ''] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g))
    for (const [, code = '', text = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g))
      map.set(parseInt(code, 16), utf16(text))
  for (const [, block = ''] of cmap.matchAll(/beginbfrange([\s\S]*?)endbfrange/g))
    for (const [, low = '', high = '', text = ''] of block.matchAll(
      /<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g,
    )) {
      const first = parseInt(text, 16)
      for (let code = parseInt(low, 16), n = 0; code <= parseInt(high, 16); code += 1, n += 1)
        map.set(code, utf16((first + n).toString(16).padStart(text.length, '0')))
    }
  return map
}

/** The pieces of text of all pages, in the order in which they are drawn. */
export function pdfText(file: Buffer): string[] {
  const objects = objectsOf(file)
  const at = (id: string | undefined): PdfObject => {
    const object = objects.get(Number(id))
    if (!object) throw new Error(`the PDF has no object ${String(id)}`)
    return object
  }
  const fontOf = (id: string | undefined): Font => {
    const { head } = at(id)
    const unicode = /\/ToUnicode (\d+) 0 R/.exec(head)?.[1]
    const text = unicode === undefined ? new Map() : readMap(at(unicode).stream?.toString('latin1') ?? '')
    return { width: /\/Subtype \/Type3/.test(head) ? 2 : 4, text }
  }
  const pieces: string[] = []
  for (const { head } of objects.values()) {
    if (!/\/Type \/Page\b(?!s)/.test(head)) continue
    const fonts = new Map<string, Font>()
    const inside = /\/Font\s*<<([\s\S]*?)>>/.exec(head)?.[1] ?? at(/\/Font (\d+) 0 R/.exec(head)?.[1]).head
    for (const [, name = '', id] of inside.matchAll(/\/(\S+) (\d+) 0 R/g)) fonts.set(name, fontOf(id))
    const content = at(/\/Contents (\d+) 0 R/.exec(head)?.[1]).stream?.toString('latin1') ?? ''
    pieces.push(...drawn(content, fonts))
  }
  return pieces
}

/** What is between BT and ET is one piece. */
function drawn(content: string, fonts: ReadonlyMap<string, Font>): string[] {
  const pieces: string[] = []
  for (const [, block = ''] of content.matchAll(/\bBT\b([\s\S]*?)\bET\b/g)) {
    let font: Font = { width: 4, text: new Map() }
    let text = ''
    // What stands for several letters is drawn between these two, with the letters beside it.
    let spelled = false
    for (const [sign, actual, name, hex = ''] of block.matchAll(
      /\/ActualText <FEFF([0-9A-Fa-f]*)>|\/(\S+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\bEMC\b/g,
    )) {
      if (actual !== undefined) {
        text += utf16(actual)
        spelled = true
      } else if (sign === 'EMC') spelled = false
      else if (name !== undefined) {
        const known = fonts.get(name)
        if (!known) throw new Error(`the page has no font ${name}`)
        font = known
      } else if (!spelled)
        for (let from = 0; from < hex.length; from += font.width)
          text += font.text.get(parseInt(hex.slice(from, from + font.width), 16)) ?? '\ufffd'
    }
    if (text !== '') pieces.push(text)
  }
  return pieces
}
