/** A file's text, a chunk at a time, in the encoding it proves to be in. */
import fs from 'node:fs'
import { UnreadableFile } from './source'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const CHUNK = 256 * 1024

/** By its mark, else by where the zeros of ASCII letters are; null where the bytes give nothing away. */
export function encodingByMark(head: Buffer): Encoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8'
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const look = head.subarray(0, Math.min(head.length & ~1, 1024))
  let even = 0
  let odd = 0
  for (let at = 0; at < look.length; at += 2) {
    if (look[at] === 0) even++
    if (look[at + 1] === 0) odd++
  }
  const half = look.length / 2
  if (half > 1 && even === 0 && odd > half * 0.4) return 'utf-16le'
  if (half > 1 && odd === 0 && even > half * 0.4) return 'utf-16be'
  return null
}

async function isWhollyUtf8(file: string): Promise<boolean> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of fs.createReadStream(file, { highWaterMark: CHUNK }))
      decoder.decode(chunk as Buffer, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    if (error instanceof TypeError) return false
    throw error
  }
}

/** What has no mark and is not UTF-8 throughout is taken for what old Windows programs write. */
export async function encodingOfText(file: string): Promise<Encoding> {
  const handle = await fs.promises.open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    const marked = encodingByMark(buffer.subarray(0, bytesRead))
    if (marked) return marked
  } finally {
    await handle.close()
  }
  return (await isWhollyUtf8(file)) ? 'utf-8' : 'windows-1252'
}

/** @throws {UnreadableFile} `encoding`, `not-text`. */
export async function* textOf(
  file: string,
  encoding: Encoding,
  onProgress: (bytes: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  let read = 0
  const decode = (bytes: Buffer | null): string => {
    let text
    try {
      text = bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode()
    } catch (error) {
      if (error instanceof TypeError) throw new UnreadableFile('encoding', null, { cause: error })
      throw error
    }
    if (text.includes('\0')) throw new UnreadableFile('not-text', null)
    return text
  }
  for await (const chunk of fs.createReadStream(file, { highWaterMark: CHUNK })) {
    const bytes = chunk as Buffer
    read += bytes.length
    onProgress(read)
    yield decode(bytes)
  }
  yield decode(null)
}
