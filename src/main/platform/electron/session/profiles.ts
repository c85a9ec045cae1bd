/**
 * The desktop's profiles on disk: a partition of Electron's for each account. Electron keeps a partition open from its first use until
 * the app ends, so a profile is never replaced in its place: a restored one is the next generation, in a folder that nothing has
 * touched, and the one before goes at the next start.
 */
import { readdirSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { flushFolder } from '../../../storage/flush-folder'
import { folderSize } from '../../node/folder-size'
import type { ProfileFiles } from '../../ports'
import { partitionFolder, partitionOf } from './window-options'

const NAME = /^whatsapp-([A-Za-z0-9][A-Za-z0-9_-]{0,99}?)(?:\.([1-9]\d{0,8}))?$/
/** Where the next generation is put together. */
const NEW = '.whatsapp-new-'

export interface Partitions {
  readonly files: ProfileFiles
  /** The partition that the account's next window is to use; it stays open from then on. @throws {RangeError} */
  use(accountId: string): string
}

interface Partition {
  folder: string
  accountId: string
  generation: number
}

/** @param folder Electron's own `Partitions`; it may not be there yet. */
export function createPartitions(folder: string): Partitions {
  /** Folders that Electron holds open. */
  const open = new Set<string>()

  const all = (): Partition[] =>
    namesIn(folder).flatMap((name) => {
      const [, accountId, generation] = NAME.exec(name) ?? []
      return accountId ? [{ folder: name, accountId, generation: Number(generation ?? 0) }] : []
    })
  const generationOf = (accountId: string): number =>
    Math.max(
      0,
      ...all()
        .filter((one) => one.accountId === accountId.toLowerCase())
        .map(({ generation }) => generation),
    )
  /** @throws {RangeError} */
  const current = (accountId: string): string => {
    partitionOf(accountId, 0)
    return partitionFolder(accountId, generationOf(accountId))
  }
  const forget = (name: string): Promise<void> =>
    fs.rm(path.join(folder, name), { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })

  return {
    use(accountId) {
      open.add(current(accountId))
      return partitionOf(accountId, generationOf(accountId))
    },
    files: {
      storageOf: (accountId) =>
        new Promise((resolve) => {
          resolve(path.join(folder, current(accountId)))
        }),

      async replace(accountId, fill) {
        const before = current(accountId)
        const next = partitionFolder(accountId, generationOf(accountId) + 1)
        const fresh = path.join(folder, `${NEW}${accountId}`)
        await fs.rm(fresh, { recursive: true, force: true })
        await fs.mkdir(fresh, { recursive: true, mode: 0o700 })
        try {
          await fill(fresh)
          await fs.rename(fresh, path.join(folder, next))
          await flushFolder(folder)
        } catch (error) {
          await fs.rm(fresh, { recursive: true, force: true })
          throw error
        }
        if (!open.has(before)) await forget(before)
      },

      async list() {
        const bytes = new Map<string, number>()
        for (const { accountId, folder: name } of all())
          bytes.set(accountId, (bytes.get(accountId) ?? 0) + (await folderSize(path.join(folder, name))))
        return [...bytes].map(([accountId, size]) => ({ accountId, bytes: size }))
      },

      async remove(accountId) {
        partitionOf(accountId, 0)
        for (const one of all()) {
          // What Electron holds open in this run is found again, and removed, after the next start.
          if (one.accountId === accountId.toLowerCase() && !open.has(one.folder)) await forget(one.folder)
        }
      },

      async tidy() {
        for (const name of namesIn(folder).filter((each) => each.startsWith(NEW))) await forget(name)
        for (const one of all()) {
          if (one.generation < generationOf(one.accountId) && !open.has(one.folder)) await forget(one.folder)
        }
      },
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // Electron makes it with its first partition.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
