/**
 * The media folder: every file encrypted whole, under a random name that is bound into the encryption, so that files can't be
 * swapped. A file is there completely or not at all: written beside, flushed, then renamed.
 */
import { randomBytes } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../../contract'
import { flushFolder } from '../storage/flush-folder'

/** Authenticated encryption under the media key. `aad` is bound in, not kept. */
export interface Sealing {
  seal(plain: Uint8Array, aad: Uint8Array): Uint8Array
  /** @throws where the bytes or the `aad` were changed. */
  unseal(sealed: Uint8Array, aad: Uint8Array): Uint8Array
}

export interface Files {
  /** Says nothing of what is in it. */
  newName(): string
  /** @throws {AppError} `disk-full`; nothing is left behind. */
  write(name: string, data: Uint8Array): Promise<void>
  /** @throws {AppError} `not-found` where the file is missing or was tampered with. */
  read(name: string): Promise<Buffer>
  /** Missing ones are no error. */
  remove(names: readonly string[]): Promise<void>
  /** Every file there, halves of interrupted writes included. */
  list(): Promise<string[]>
  totalBytes(): Promise<number>
  /** 0 where there is none. */
  bytesOf(name: string): Promise<number>
}

const NAME = /^[0-9a-f]{32}(\.part)?$/

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error ? String(error.code) : null
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']

export function createFiles(dir: string, sealing: Sealing): Files {
  const at = (name: string): string => {
    if (!NAME.test(name)) throw new Error('not a name of a media file')
    return path.join(dir, name)
  }

  const place = async (name: string, sealed: Uint8Array): Promise<void> => {
    const part = at(`${name}.part`)
    const file = await fs.open(part, 'wx', 0o600)
    try {
      await file.writeFile(sealed)
      await file.sync()
    } finally {
      await file.close()
    }
    await fs.rename(part, at(name))
    await flushFolder(dir)
  }

  const remove = async (names: readonly string[]): Promise<void> => {
    for (const name of names) await fs.rm(at(name), { force: true })
  }

  const list = async (): Promise<string[]> => {
    const names = await fs.readdir(dir).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return []
      throw error
    })
    return names.filter((name) => NAME.test(name))
  }

  /** One that is deleted meanwhile counts nothing. */
  const bytesOf = async (name: string): Promise<number> =>
    (await fs.stat(at(name)).catch(() => null))?.size ?? 0

  return {
    newName: () => randomBytes(16).toString('hex'),
    write: async (name, data) => {
      await fs.mkdir(dir, { recursive: true, mode: 0o700 })
      try {
        await place(name, sealing.seal(data, Buffer.from(name)))
      } catch (error) {
        await remove([name, `${name}.part`])
        if (FULL.includes(codeOf(error) ?? ''))
          throw new AppError('disk-full', 'There is no room left on the disk for media.', { cause: error })
        throw error
      }
    },
    read: async (name) => {
      let sealed: Buffer
      try {
        sealed = await fs.readFile(at(name))
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error
        throw new AppError('not-found', 'The media file is missing.', { cause: error })
      }
      try {
        return Buffer.from(sealing.unseal(sealed, Buffer.from(name)))
      } catch (error) {
        throw new AppError('not-found', 'The media file is damaged.', { cause: error })
      }
    },
    remove,
    list,
    totalBytes: async () => {
      let total = 0
      for (const name of await list()) total += await bytesOf(name)
      return total
    },
    bytesOf,
  }
}
