/** The service host's profiles on disk: `profiles/<account>`, each with Chromium's one profile in it. */
import { existsSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { flushFolder } from '../../storage/flush-folder'
import type { Logger, ProfileFiles } from '../ports'
import { folderSize } from './folder-size'
import { deleteProfile, freeProfile, isAccountId, newOf, oldOf, profileFolder } from './profile'

/** Where Chromium keeps the storage of its first and only profile. */
const STORAGE = 'Default'

export function createNodeProfiles(profiles: string, logger: Logger): ProfileFiles {
  const free = (folder: string): Promise<void> =>
    freeProfile(folder, (pids) => logger.warn('browser-left-over', { pids }))
  const forget = (folder: string): Promise<void> =>
    fs.rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })

  return {
    async storageOf(accountId) {
      const folder = profileFolder(profiles, accountId)
      await free(folder)
      return path.join(folder, STORAGE)
    },

    async replace(accountId, fill) {
      const folder = profileFolder(profiles, accountId)
      const [fresh, old] = [newOf(profiles, accountId), oldOf(profiles, accountId)]
      await Promise.all([forget(fresh), forget(old)])
      try {
        const storage = path.join(fresh, STORAGE)
        await fs.mkdir(storage, { recursive: true, mode: 0o700 })
        await fill(storage)
        await free(folder)
        await moveAway(folder, old)
        // Killed here, the profile is missing, and the next start restores it once more.
        await fs.rename(fresh, folder)
        await flushFolder(profiles)
      } catch (error) {
        await putBack(old, folder)
        await forget(fresh)
        throw error
      }
      await forget(old)
    },

    async list() {
      const names = (await fs.readdir(profiles)).filter(isAccountId)
      return Promise.all(
        names.map(async (accountId) => ({
          accountId,
          bytes: await folderSize(profileFolder(profiles, accountId)),
        })),
      )
    },

    async remove(accountId) {
      await free(profileFolder(profiles, accountId))
      await deleteProfile(profiles, accountId)
    },

    async tidy() {
      for (const name of await fs.readdir(profiles)) {
        const [, kind, accountId] = /^\.(new|old)-(.+)$/.exec(name) ?? []
        if (kind === undefined || accountId === undefined || !isAccountId(accountId)) continue
        const left = path.join(profiles, name)
        try {
          // Killed between moving the profile away and putting the other one there: the account is not left with none.
          if (kind === 'old' && !existsSync(profileFolder(profiles, accountId)))
            await fs.rename(left, profileFolder(profiles, accountId))
          else await forget(left)
        } catch (error) {
          logger.warn('leftover-not-removed', { account: accountId, error })
        }
      }
    },
  }
}

async function moveAway(folder: string, old: string): Promise<void> {
  await fs.rename(folder, old).catch((error: unknown) => {
    if (!isMissing(error)) throw error
  })
}

/** Where nothing was moved away, or the new one is there already, there is nothing to do. */
async function putBack(old: string, folder: string): Promise<void> {
  await fs.rename(old, folder).catch(() => undefined)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
