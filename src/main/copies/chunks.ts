/**
 * A stream of any length, sealed in chunks: AES-256-GCM under a key that seals nothing else, each chunk with its number and a mark
 * on the last one in its nonce (Rogaway's STREAM). So nothing can be cut off, added, left out or put elsewhere, and never more than
 * a chunk lies in memory. The last chunk is the one that is not full; it may be empty.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { damaged } from './errors'

/** Plain bytes of every chunk but the last. */
export const CHUNK_BYTES = 1 << 20

/** Bytes worked on at once. Blocks of a megabyte, taken and given back by the hundred, leave the process with holes that nothing fills. */
export const PIECE_BYTES = 1 << 16
const TAG_BYTES = 16

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(number, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

export class ChunkWriter {
  private readonly buffer = Buffer.alloc(CHUNK_BYTES)
  private filled = 0
  private number = 0

  /** @param aad bound into every chunk */
  constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
    private readonly aad: Uint8Array,
  ) {}

  async write(bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length;) {
      const part = bytes.subarray(at, at + CHUNK_BYTES - this.filled)
      this.buffer.set(part, this.filled)
      this.filled += part.length
      at += part.length
      if (this.filled === CHUNK_BYTES) await this.seal(false)
    }
  }

  /** Without it the stream is refused. */
  async end(): Promise<void> {
    await this.seal(true)
  }

  private async seal(isLast: boolean): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.number++, isLast))
    cipher.setAAD(this.aad)
    for (let at = 0; at < this.filled; at += PIECE_BYTES)
      await writeFully(
        this.file,
        cipher.update(this.buffer.subarray(at, Math.min(at + PIECE_BYTES, this.filled))),
      )
    const rest = cipher.final()
    await writeFully(this.file, Buffer.concat([rest, cipher.getAuthTag()]))
    this.filled = 0
  }
}

/** A write may take fewer bytes than it was given. */
export async function writeFully(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
}

export class ChunkReader {
  private readonly buffer = Buffer.alloc(CHUNK_BYTES + TAG_BYTES)
  private plain: Buffer = Buffer.alloc(0)
  private number = 0
  private ended = false

  /** @param position where the first chunk begins, in bytes */
  constructor(
    private readonly file: FileHandle,
    private readonly key: Uint8Array,
    private readonly aad: Uint8Array,
    private position: number,
  ) {}

  /**
   * Up to `most` bytes; none only at the end. They are true as soon as they are given, but only after the end nothing is missing.
   * @throws {CopyError} `damaged`
   */
  async some(most: number): Promise<Buffer> {
    while (this.plain.length === 0 && !this.ended) await this.open()
    const part = this.plain.subarray(0, most)
    this.plain = this.plain.subarray(part.length)
    return part
  }

  /** Exactly so many. @throws {CopyError} `damaged` */
  async exactly(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let left = bytes; left > 0;) {
      // Copied: the next chunk takes the place of this one.
      const part = Buffer.from(await this.some(left))
      if (part.length === 0) throw damaged()
      parts.push(part)
      left -= part.length
    }
    return Buffer.concat(parts)
  }

  private async open(): Promise<void> {
    const length = await this.fill()
    const isLast = length < this.buffer.length
    if (length < TAG_BYTES) throw damaged()
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonceOf(this.number++, isLast), {
      authTagLength: TAG_BYTES,
    })
    decipher.setAAD(this.aad)
    decipher.setAuthTag(this.buffer.subarray(length - TAG_BYTES, length))
    try {
      const body = decipher.update(this.buffer.subarray(0, length - TAG_BYTES))
      this.plain = Buffer.concat([body, decipher.final()])
    } catch (cause) {
      throw damaged(cause)
    }
    this.ended = isLast
  }

  /** Answers how many bytes there were: fewer than the buffer holds only at the file's end. */
  private async fill(): Promise<number> {
    let length = 0
    while (length < this.buffer.length) {
      const { bytesRead } = await this.file.read(
        this.buffer,
        length,
        this.buffer.length - length,
        this.position,
      )
      if (bytesRead === 0) break
      length += bytesRead
      this.position += bytesRead
    }
    return length
  }
}
