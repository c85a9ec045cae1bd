/** WhatsApp Web in the installed browser: one headless Chromium per account, over a pipe, with the account's own profile. */
import fs from 'node:fs/promises'
import type { LaunchOptions } from 'puppeteer-core'
import type { Logger, SessionBrowser } from '../ports'
import { findBrowser, userAgentOf, type InstalledBrowser } from './find-browser'
import { browserMemory } from './memory'
import { deleteProfile, freeProfile, profileFolder } from './profile'
import { QUIET } from './quiet'
import { targetFlags, type WhatsAppTarget } from './whatsapp-target'

export interface NodeBrowserOptions {
  profiles: string
  whatsapp: WhatsAppTarget | null
  logger: Logger
  find?: () => Promise<InstalledBrowser>
}

export function createNodeBrowser({
  profiles,
  whatsapp,
  logger,
  find = findBrowser,
}: NodeBrowserOptions): SessionBrowser {
  let found: Promise<InstalledBrowser> | undefined
  /** Looked for again after a failure: the person may have installed one meanwhile. */
  const installed = (): Promise<InstalledBrowser> => {
    found ??= find().catch((error: unknown) => {
      found = undefined
      throw error
    })
    return found
  }
  const userAgent = async (): Promise<string> => userAgentOf(await installed(), process.platform)

  return {
    async optionsFor(accountId) {
      const { executable } = await installed()
      const folder = profileFolder(profiles, accountId)
      await fs.mkdir(folder, { recursive: true, mode: 0o700 })
      await freeProfile(folder, (pids) => logger.warn('browser-left-over', { pids }))
      const options: LaunchOptions = {
        executablePath: executable,
        headless: true,
        pipe: true,
        userDataDir: folder,
        defaultViewport: null,
        // The app closes its browsers itself; without these, Ctrl-C would take them away under its hands.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        args: [
          ...QUIET,
          '--window-size=1280,900',
          `--user-agent=${await userAgent()}`,
          ...(whatsapp ? targetFlags(whatsapp) : []),
          // Chromium refuses its sandbox to root; everybody else keeps it.
          ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        ],
      }
      return { ...options }
    },
    async clear(accountId) {
      await freeProfile(profileFolder(profiles, accountId), (pids) =>
        logger.warn('browser-left-over', { pids }),
      )
      await deleteProfile(profiles, accountId)
    },
    userAgent,
    memory: async (accountIds) => {
      const folders = new Map(accountIds.map((id) => [id, profileFolder(profiles, id)]))
      const bytes = await browserMemory([...folders.values()])
      return new Map(
        [...folders].flatMap(([id, folder]) => {
          const its = bytes.get(folder)
          return its === undefined ? [] : [[id, its] as const]
        }),
      )
    },
    // Headless: there is no window to show.
    showWindow: () => Promise.resolve(false),
    ...(whatsapp?.timings ? { timings: whatsapp.timings } : {}),
  }
}
