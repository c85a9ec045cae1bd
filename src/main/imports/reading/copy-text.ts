/** The text format of PostgreSQL's COPY: one row a line, cells between tabs, `\N` for null. Pure. */
import type { Cell } from './source'

const SIGNS: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }
const ESCAPE = /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/gsu

/** Null where bytes given by number are no UTF-8. */
function unescape(text: string): Cell | undefined {
  const hasBytes = /\\(?:[0-7]|x[0-9a-fA-F])/.test(text)
  if (!hasBytes) return text.replaceAll(ESCAPE, (_all, _octal, _hex, sign: string) => SIGNS[sign] ?? sign)
  // Bytes given by number may be parts of one letter, so they are put together as bytes.
  const parts: Buffer[] = []
  let last = 0
  for (const match of text.matchAll(ESCAPE)) {
    const [all, octal, hex, sign = ''] = match
    parts.push(Buffer.from(text.slice(last, match.index)))
    if (octal !== undefined) parts.push(Buffer.from([Number.parseInt(octal, 8) & 0xff]))
    else if (hex !== undefined) parts.push(Buffer.from([Number.parseInt(hex, 16)]))
    else parts.push(Buffer.from(SIGNS[sign] ?? sign))
    last = match.index + all.length
  }
  parts.push(Buffer.from(text.slice(last)))
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Buffer.concat(parts))
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** The cells of a line; null where the line can't be one of this format. */
export function cellsOfCopyLine(line: string): Cell[] | null {
  const cells: Cell[] = []
  for (const part of line.split('\t')) {
    if (part === '\\N') cells.push(null)
    else if (!part.includes('\\')) cells.push(part)
    else {
      const text = /(?:^|[^\\])(?:\\\\)*\\$/.test(part) ? undefined : unescape(part)
      if (text === undefined) return null
      cells.push(text)
    }
  }
  return cells
}
