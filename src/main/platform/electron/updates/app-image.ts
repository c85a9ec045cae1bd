/**
 * electron-updater's AppImage updater, installing differently: it removes the old file before it has the new one in place, and renames
 * it. Here the new version takes the old one's place in one step, under its name, which links and the start at login know it by.
 */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { AppImageUpdater } from 'electron-updater'
import type { ElectronAppAdapter } from 'electron-updater/out/ElectronAppAdapter.js'

type AppAdapter = Pick<ElectronAppAdapter, keyof ElectronAppAdapter>

/**
 * Puts a copy of `from` in the place of `to`; afterwards `to` is wholly the one or wholly the other.
 * @throws what the file system says; `to` is then unchanged.
 */
export function replaceFile(from: string, to: string): void {
  const beside = `${to}.new`
  try {
    fs.copyFileSync(from, beside)
    fs.chmodSync(beside, 0o755)
    const fd = fs.openSync(beside, 'r+')
    try {
      fs.fsyncSync(fd)
    } finally {
      fs.closeSync(fd)
    }
    fs.renameSync(beside, to)
  } catch (error) {
    fs.rmSync(beside, { force: true })
    throw error
  }
}

/** Starts an AppImage that outlives this process. */
export function startAppImage(file: string, args: readonly string[], onFailed: (error: Error) => void): void {
  const env = { ...process.env, APPIMAGE_SILENT_INSTALL: 'true' }
  const child = spawn(file, args, { detached: true, stdio: 'ignore', env })
  child.once('error', onFailed)
  child.unref()
}

export class AtomicAppImageUpdater extends AppImageUpdater {
  constructor(
    app: AppAdapter,
    private readonly startWith: readonly string[],
    private readonly onStartFailed: (error: Error) => void,
  ) {
    super(null, app)
  }

  protected override doInstall({ isForceRunAfter }: { isForceRunAfter: boolean }): boolean {
    const current = process.env['APPIMAGE']
    const downloaded = this.installerPath
    if (current === undefined || downloaded === null) return false
    replaceFile(downloaded, current)
    fs.rmSync(downloaded, { force: true })
    if (isForceRunAfter) startAppImage(current, this.startWith, this.onStartFailed)
    return true
  }
}
