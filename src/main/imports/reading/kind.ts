/** What a file is: by what is in it; its name only decides between kinds of text. */
import fs from 'node:fs/promises'
import type { ImportFileKind } from '../../../contract'
import { encodingByMark } from './decode'
import { isSettingsLine } from './settings-file'
import { UnreadableFile } from './source'

const HEAD = 16 * 1024

const startsWith = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte)

function refuseForeign(head: Buffer): void {
  if (head.length === 0) throw new UnreadableFile('empty', null)
  if (head.toString('latin1', 0, 5) === 'PGDMP') throw new UnreadableFile('custom-dump', null)
  const isZip = startsWith(head, 0x50, 0x4b, 0x03, 0x04) || startsWith(head, 0x50, 0x4b, 0x05, 0x06)
  const isGzip = startsWith(head, 0x1f, 0x8b)
  const isOther =
    startsWith(head, 0x42, 0x5a, 0x68) ||
    startsWith(head, 0xfd, 0x37, 0x7a) ||
    startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)
  const isTar = head.toString('latin1', 257, 262) === 'ustar'
  if (isZip || isGzip || isOther || isTar) throw new UnreadableFile('compressed', null)
}

const isDatabaseName = (name: string): boolean => /\.(?:db|db3|sqlite|sqlite3)$/i.test(name)

function kindOfText(text: string, name: string): ImportFileKind {
  const ending = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase()
  const bare = text.trimStart()
  if (/^[[{]/.test(bare)) return 'json'
  if (/^BEGIN:VCARD\s/i.test(bare)) return 'vcard'
  if (ending === 'csv' || ending === 'tsv') return 'csv'
  const statement =
    /^(?:--|\/\*|\\(?:un)?restrict|\\connect|(?:SET|CREATE|COPY|INSERT|BEGIN|SELECT|DROP|ALTER|START)\b)/im
  if (ending === 'sql' || statement.test(bare.slice(0, 200))) return 'pg-dump'
  const lines = bare.split(/\r?\n/).filter((line) => !/^\s*(?:#.*)?$/.test(line))
  // The last line may be cut by the look.
  const whole = lines.length > 1 ? lines.slice(0, -1) : lines
  if (whole.length > 0 && whole.every(isSettingsLine)) return 'settings'
  return 'csv'
}

/**
 * @param name the name that the file had, for its ending.
 * @throws {UnreadableFile} where it is of a kind that is not read.
 */
export async function kindOf(file: string, name: string): Promise<ImportFileKind> {
  const handle = await fs.open(file)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD), 0, HEAD, 0)
    const head = buffer.subarray(0, bytesRead)
    refuseForeign(head)
    if (head.toString('latin1', 0, 16) === 'SQLite format 3\0') return 'sqlite'
    // An encrypted database has no head that anybody could know.
    if (isDatabaseName(name)) throw new UnreadableFile('damaged', null)
    const encoding = encodingByMark(head) ?? 'utf-8'
    const text = new TextDecoder(encoding).decode(head)
    if (text.includes('\0')) throw new UnreadableFile('not-text', null)
    return kindOfText(text.replace(/^\uFEFF/, ''), name)
  } finally {
    await handle.close()
  }
}
