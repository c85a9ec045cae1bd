/**
 * A session's copy as one encrypted file: the header, then in sealed chunks every kept file of the profile with its name and length,
 * and an empty name at the end. Written beside and renamed, so that the copy before stays until the new one is whole.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import path from 'node:path'
import { flushFolder } from '../storage/flush-folder'
import { CHUNK_BYTES, ChunkReader, ChunkWriter, PIECE_BYTES, writeFully } from './chunks'
import { CopyError, damaged, systemCode } from './errors'
import { chunkKey, decodeHeader, encodeHeader, keyIdOf, MOST_HEADER_BYTES, type CopyHeader } from './header'
import { isKept } from './kept'
import { findKept, isSame, type Found } from './walk'

/** Where a copy is until it is whole. */
export const partOf = (file: string): string => `${file}.part`

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']
/** One name twice, or a file where a folder is to be. */
const TWICE = ['EEXIST', 'ENOTDIR', 'EISDIR']

export interface WriteOptions {
  /** The folder that holds the profile's storage. Nobody may be writing there. */
  folder: string
  file: string
  /** Whose: bound into it, so that no copy passes for another's. */
  profile: string
  /** 32 bytes, derived from the data key for copies alone. */
  key: Uint8Array
  /** Milliseconds. */
  now: number
  signal?: AbortSignal
}

/**
 * Answers its size in bytes. Whatever it throws (also what aborted the signal), the copy before is there as it was.
 * @throws {CopyError} `unsteady`, `empty`, `disk-full`
 */
export async function writeCopy({ folder, file, profile, key, now, signal }: WriteOptions): Promise<number> {
  const header: CopyHeader = { profile, createdAt: now, keyId: keyIdOf(key), salt: randomBytes(32) }
  const start = encodeHeader(header)
  const part = partOf(file)
  await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  try {
    const before = await findKept(folder)
    if (before.length === 0) throw new CopyError('empty', 'There is no session in this profile.')
    // A half of an interrupted write goes; an open one elsewhere can't be, since the data folder is ours.
    await fs.rm(part, { force: true })
    const out = await fs.open(part, 'wx', 0o600)
    let size: number
    try {
      await writeFully(out, start)
      const chunks = new ChunkWriter(out, chunkKey(key, header), start)
      for (const found of before) await writeFile(folder, found, chunks, signal)
      await chunks.write(Buffer.alloc(2))
      await chunks.end()
      if (!isSame(before, await findKept(folder))) throw unsteady()
      await out.sync()
      size = (await out.stat()).size
    } finally {
      await out.close()
    }
    signal?.throwIfAborted()
    await fs.rename(part, file)
    await flushFolder(path.dirname(file))
    return size
  } catch (error) {
    await fs.rm(part, { force: true })
    if (FULL.includes(systemCode(error) ?? '')) {
      throw new CopyError('disk-full', 'There is no room for a copy of the session.', { cause: error })
    }
    throw error
  }
}

const unsteady = (cause?: unknown): CopyError =>
  new CopyError('unsteady', 'The profile was being written to.', { cause })

async function writeFile(
  folder: string,
  { name, size }: Found,
  chunks: ChunkWriter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const label = Buffer.from(name)
  const head = Buffer.alloc(2 + label.length + 8)
  head.writeUInt16BE(label.length)
  label.copy(head, 2)
  head.writeBigUInt64BE(BigInt(size), 2 + label.length)
  await chunks.write(head)
  let handle: FileHandle
  try {
    handle = await fs.open(path.join(folder, name), 'r')
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? unsteady(error) : error
  }
  try {
    const buffer = Buffer.alloc(Math.min(size, PIECE_BYTES))
    for (let left = size; left > 0;) {
      signal?.throwIfAborted()
      const { bytesRead } = await handle.read(buffer, 0, Math.min(left, buffer.length))
      if (bytesRead === 0) throw unsteady()
      await chunks.write(buffer.subarray(0, bytesRead))
      left -= bytesRead
    }
  } finally {
    await handle.close()
  }
}

export interface ReadOptions {
  file: string
  /** Where the profile's storage is put together: a new folder of nobody else's. Removed again by the caller where this throws. */
  folder: string
  profile: string
  key: Uint8Array
  signal?: AbortSignal
}

/**
 * Takes a whole, unchanged copy out into a folder.
 * @throws {CopyError} `damaged`, `other-version`, `other-key`, `other-profile`, `disk-full`; what aborted the signal; then nothing in the
 * folder is to be used.
 */
export async function readCopy({ file, folder, profile, key, signal }: ReadOptions): Promise<void> {
  const source = await fs.open(file, 'r')
  try {
    const { header, bytes } = await headerOf(source)
    if (!header.keyId.equals(keyIdOf(key))) {
      throw new CopyError('other-key', 'The copy of the session was made under another key.')
    }
    if (header.profile !== profile) {
      throw new CopyError('other-profile', 'The copy of the session is of another account.')
    }
    const chunks = new ChunkReader(source, chunkKey(key, header), bytes, bytes.length)
    while (await readFile(chunks, folder)) signal?.throwIfAborted()
    signal?.throwIfAborted()
    if ((await chunks.some(1)).length > 0) throw damaged()
  } catch (error) {
    if (FULL.includes(systemCode(error) ?? '')) {
      throw new CopyError('disk-full', 'There is no room to restore the session.', { cause: error })
    }
    if (TWICE.includes(systemCode(error) ?? '')) throw damaged(error)
    throw error
  } finally {
    await source.close()
  }
}

/** What a copy says of itself, before anything of it was checked. @throws {CopyError} `damaged`, `other-version` */
export async function readHeader(file: string): Promise<CopyHeader> {
  const source = await fs.open(file, 'r')
  try {
    return (await headerOf(source)).header
  } finally {
    await source.close()
  }
}

async function headerOf(source: FileHandle): Promise<{ header: CopyHeader; bytes: Buffer }> {
  const start = Buffer.alloc(MOST_HEADER_BYTES)
  const { bytesRead } = await source.read(start, 0, start.length, 0)
  return decodeHeader(start.subarray(0, bytesRead))
}

/** False after the last one. Everything is flushed, since the profile before it may be deleted next. */
async function readFile(chunks: ChunkReader, folder: string): Promise<boolean> {
  const nameBytes = (await chunks.exactly(2)).readUInt16BE()
  if (nameBytes === 0) return false
  const name = (await chunks.exactly(nameBytes)).toString()
  const size = (await chunks.exactly(8)).readBigUInt64BE()
  // Nothing of ours is called so: whoever made this has the key and still gets nowhere.
  if (!isKept(name)) throw damaged()
  const target = path.join(folder, name)
  await fs.mkdir(path.dirname(target), { recursive: true, mode: 0o700 })
  const out = await fs.open(target, 'wx', 0o600)
  try {
    for (let left = size; left > 0n;) {
      const part = await chunks.some(left < CHUNK_BYTES ? Number(left) : CHUNK_BYTES)
      if (part.length === 0) throw damaged()
      await writeFully(out, part)
      left -= BigInt(part.length)
    }
    await out.sync()
  } finally {
    await out.close()
  }
  return true
}
