/**
 * The files handed over, for as long as an import needs them. They are the old system's own, readable as they were there, so they lie
 * here only until the import is done or given up, for their owner's eyes alone.
 */
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../../contract'

/** Bytes. */
export const MOST_IMPORT_BYTES = 16 * 1024 ** 3
/** Left free for everything else. */
const SPARE_BYTES = 256 * 1024 * 1024

export function createFiles(folder: string) {
  const fileOf = (id: string): string => path.join(folder, `${id}.import`)

  async function checkSpace(size: number): Promise<void> {
    const { bavail, bsize } = await fs.promises.statfs(folder)
    if (size + SPARE_BYTES > bavail * bsize)
      throw new AppError('disk-full', 'There is no room for this file.')
  }

  async function* capped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let size = 0
    for await (const part of source) {
      size += part.length
      if (size > MOST_IMPORT_BYTES) throw new AppError('file-too-large', 'The file is too large to import.')
      yield part
    }
  }

  const remove = (id: string): Promise<void> => fs.promises.rm(fileOf(id), { force: true })

  return {
    fileOf,
    remove,
    /**
     * Writes it to disk piece by piece.
     * @param size in bytes, as announced; null where it was not.
     * @returns bytes written.
     * @throws {AppError} `file-too-large`, `disk-full`; nothing stays then.
     */
    async save(id: string, source: AsyncIterable<Uint8Array>, size: number | null): Promise<number> {
      fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
      await checkSpace(size ?? 0)
      try {
        await pipeline(capped(source), fs.createWriteStream(fileOf(id), { flags: 'wx', mode: 0o600 }))
        return (await fs.promises.stat(fileOf(id))).size
      } catch (error) {
        await remove(id)
        throw error
      }
    },
    /** Removes all but these. */
    async keepOnly(ids: ReadonlySet<string>): Promise<void> {
      if (!fs.existsSync(folder)) return
      const names = await fs.promises.readdir(folder)
      const left = names.filter((name) => !ids.has(path.basename(name, '.import')))
      await Promise.all(left.map((name) => fs.promises.rm(path.join(folder, name), { force: true })))
    },
  }
}
