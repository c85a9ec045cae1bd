/**
 * The lines of vCards 2.1, 3.0 and 4.0 as properties: folded lines joined, quoted-printable decoded. Never throws: what is no property is
 * passed over.
 */

/** What one property may be at most, in characters; pictures are longer and nobody asks for them. */
const LONGEST = 1024 * 1024

export interface Property {
  /** Upper case, without its group: `TEL` of `item1.TEL`. */
  name: string
  /** By their names in upper case; one without a name, as 2.1 writes them, is a `TYPE`. */
  parameters: ReadonlyMap<string, string>
  /** With its escapes: see `textOf` and `partsOf`. */
  value: string
}

const QUOTED_PRINTABLE = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE\b[^:]*:/i

/** Takes a file's lines one by one. */
export class Unfolder {
  private held: string | null = null
  private isSoft = false

  /** The property that ends with the line before this one. */
  next(line: string): Property | null {
    if (this.held !== null && (this.isSoft || /^[ \t]/.test(line))) {
      const more = this.isSoft ? line : line.slice(1)
      if (this.held.length + more.length <= LONGEST) this.held += more
      this.soften()
      return null
    }
    const before = this.end()
    this.held = line.slice(0, LONGEST)
    this.soften()
    return before
  }

  /** The last one. */
  end(): Property | null {
    const line = this.held
    this.held = null
    this.isSoft = false
    return line === null ? null : propertyOf(line)
  }

  /** A quoted-printable line that ends with `=` goes on in the next. */
  private soften(): void {
    this.isSoft = this.held !== null && this.held.endsWith('=') && QUOTED_PRINTABLE.test(this.held)
    if (this.isSoft) this.held = this.held?.slice(0, -1) ?? null
  }
}

/** Pieces at a sign that is neither in quotes nor escaped. */
function cut(text: string, sign: string, quotes: boolean): string[] {
  const pieces: string[] = []
  let begin = 0
  let inQuotes = false
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && !quotes) at++
    else if (text[at] === '"' && quotes) inQuotes = !inQuotes
    else if (text[at] === sign && !inQuotes) {
      pieces.push(text.slice(begin, at))
      begin = at + 1
    }
  }
  return [...pieces, text.slice(begin)]
}

function propertyOf(line: string): Property | null {
  const [head = '', ...rest] = cut(line, ':', true)
  if (rest.length === 0) return null
  const [name = '', ...given] = cut(head, ';', true)
  const parameters = new Map(
    given.map((one) => {
      const [key = '', ...values] = one.split('=')
      const named = values.length > 0 ? ([key, values.join('=')] as const) : (['TYPE', key] as const)
      return [named[0].trim().toUpperCase(), named[1].replaceAll('"', '').trim()] as const
    }),
  )
  const value = line.slice(head.length + 1)
  const isQuoted = QUOTED_PRINTABLE.test(line)
  return {
    name: name.trim().toUpperCase().replace(/^.*\./, ''),
    parameters,
    value: isQuoted ? unquoted(value, parameters.get('CHARSET') ?? 'utf-8') : value,
  }
}

/** Bytes in the character set that is named; in Windows' own where they are not in it. */
function unquoted(value: string, charset: string): string {
  const bytes: number[] = []
  const plain = new TextEncoder()
  for (let at = 0; at < value.length; at++) {
    const hex = value[at] === '=' ? /^[0-9A-F]{2}/i.exec(value.slice(at + 1, at + 3))?.[0] : undefined
    if (hex !== undefined) {
      bytes.push(Number.parseInt(hex, 16))
      at += 2
    } else {
      const sign = String.fromCodePoint(value.codePointAt(at) ?? 0)
      bytes.push(...plain.encode(sign))
      at += sign.length - 1
    }
  }
  const decoded = new Uint8Array(bytes)
  try {
    return new TextDecoder(charset, { fatal: true }).decode(decoded)
  } catch {
    // An unknown character set, or bytes that are not in it.
    return new TextDecoder('windows-1252').decode(decoded)
  }
}

const ESCAPED = /\\([\\;:,nN])/g

/** The text of a value. */
export const textOf = (value: string): string =>
  value.replaceAll(ESCAPED, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign)).trim()

/** The texts of a value of several, parted by `;` or `,`. */
export const partsOf = (value: string, sign: ';' | ','): string[] => cut(value, sign, false).map(textOf)
