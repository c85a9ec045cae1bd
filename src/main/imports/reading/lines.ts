/** A file's lines, a chunk at a time: memory is bounded by the longest line that is allowed. */
import { isUtf8 } from 'node:buffer'
import fs from 'node:fs'
import { LONGEST, UnreadableFile, type Place } from './source'

export interface Line {
  /** Without its end. */
  text: string
  /** From 1. */
  line: number
  /** Bytes. */
  offset: number
}

const CHUNK = 256 * 1024
const NEWLINE = 0x0a
const RETURN = 0x0d

export type LineEncoding = 'utf-8' | 'windows-1252'

function decoderOf(encoding: LineEncoding): (bytes: Buffer, line: number) => string {
  if (encoding === 'windows-1252') {
    const decoder = new TextDecoder('windows-1252')
    return (bytes) => decoder.decode(bytes)
  }
  return (bytes, line) => {
    if (!isUtf8(bytes)) throw new UnreadableFile('encoding', line)
    return bytes.toString('utf8')
  }
}

export interface LineOptions {
  from: Place
  encoding: LineEncoding
  /** Lines end with a return and a newline; else a return is part of the line. */
  returns: boolean
  /** Bytes read so far. */
  onProgress: (bytes: number) => void
}

/**
 * @param encoding one in which a line ends with the byte 0x0A.
 * @throws {UnreadableFile} `encoding`, `not-text`, `line-too-long`.
 */
export async function* linesOf(
  file: string,
  { from, encoding, returns, onProgress }: LineOptions,
): AsyncGenerator<Line[]> {
  const decode = decoderOf(encoding)
  let { line, offset } = from
  let parts: Buffer[] = []
  let held = 0
  const take = (bytes: Buffer): Line => {
    if (bytes.includes(0)) throw new UnreadableFile('not-text', line)
    const end = returns && bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length
    return { text: decode(bytes.subarray(0, end), line), line, offset }
  }
  for await (const chunk of fs.createReadStream(file, { start: offset, highWaterMark: CHUNK })) {
    const bytes = chunk as Buffer
    const lines: Line[] = []
    let begin = 0
    for (let end = bytes.indexOf(NEWLINE); end !== -1; end = bytes.indexOf(NEWLINE, begin)) {
      const rest = bytes.subarray(begin, end)
      const whole = held > 0 ? Buffer.concat([...parts, rest]) : rest
      if (whole.length > LONGEST) throw new UnreadableFile('line-too-long', line)
      lines.push(take(whole))
      line++
      offset += whole.length + 1
      parts = []
      held = 0
      begin = end + 1
    }
    if (begin < bytes.length) {
      parts.push(bytes.subarray(begin))
      held += bytes.length - begin
      if (held > LONGEST) throw new UnreadableFile('line-too-long', line)
    }
    onProgress(offset + held)
    if (lines.length > 0) yield lines
  }
  if (held > 0) yield [take(Buffer.concat(parts))]
}
