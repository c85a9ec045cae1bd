/** Starts the desktop app at login. Decides nothing: see entry.ts. */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { app } from 'electron'
import { defaultDataFolder } from '../../node/paths'
import type { LoginItem } from '../../ports'
import { autostartEntry, autostartFile, isEntryOn, loginArguments, loginItem } from './entry'

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

function linuxLogin(args: readonly string[]): LoginItem {
  const file = autostartFile(os.homedir(), process.env)
  return {
    isOn: async () => isEntryOn(await readIfThere(file)),
    async set(on) {
      if (!on) {
        await fs.rm(file, { force: true })
        return
      }
      await fs.mkdir(path.dirname(file), { recursive: true })
      await fs.writeFile(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath, args))
    },
  }
}

function systemLogin(args: readonly string[]): LoginItem {
  const system = process.platform
  const asked = system === 'darwin' ? {} : { args: loginItem(system, true, args).args ?? [] }
  return {
    isOn: () => {
      const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(asked)
      // On Windows the entry stays when the person switches it off in the system's settings.
      return Promise.resolve(openAtLogin && (system === 'darwin' || executableWillLaunchAtLogin))
    },
    set: (on) => {
      app.setLoginItemSettings(loginItem(system, on, args))
      return Promise.resolve()
    },
  }
}

/** Null while it is not installed: the login would start Electron's own program. */
export function createElectronLogin({ dataFolder }: { dataFolder: string }): LoginItem | null {
  if (!app.isPackaged) return null
  const args = loginArguments(dataFolder === defaultDataFolder() ? null : dataFolder)
  return process.platform === 'linux' ? linuxLogin(args) : systemLogin(args)
}

/** macOS alone says it this way; elsewhere the arguments do. */
export const wasOpenedAtLogin = (): boolean =>
  process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin
