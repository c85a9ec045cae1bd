/** Test support: an installed Leadline (a script as its AppImage) with the updater of real use, without Electron around it. */
import fs from 'node:fs'
import http from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { ElectronHttpExecutor } from 'electron-updater/out/electronHttpExecutor.js'
import { silentLogger } from '../../../storage/test-storage'
import type { Updater } from '../../ports'
import { assembleAppImage, type AppAdapter } from '.'
import type { Executor } from './guard'
import { appImage } from './server.testing'

/** Electron's executor as it ships, on Node's network instead of Chromium's. */
class NodeExecutor extends ElectronHttpExecutor {
  override createRequest(options: http.RequestOptions, callback: (response: http.IncomingMessage) => void) {
    return http.request(options, callback) as unknown as Electron.ClientRequest
  }

  /** Node does not follow redirects, so that the base class sees them. */
  protected override addRedirectHandlers(): void {
    return
  }
}

export interface StartOptions {
  stallMs?: number
  protocols?: string[]
}

export interface Installation {
  folder: string
  /** The app's own file. */
  file: string
  /** Starts this version of the app anew; answers its updater. */
  start(version: string, options?: StartOptions): Updater
  /** Whether the app was asked to quit. */
  quit: boolean
  /** What has been started, version by version. */
  started(): string[]
  /** What is left of downloads, below the cache. */
  pending(): string[]
  remove(): void
}

export function install(url: string, version: string): Installation {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-updates-'))
  const at = (name: string): string => path.join(folder, name)
  const file = at('Leadline.AppImage')
  fs.writeFileSync(file, appImage(version), { mode: 0o755 })
  fs.writeFileSync(at('app-update.yml'), `provider: generic\nurl: ${url}\nupdaterCacheDirName: updater\n`)
  const readLines = (name: string) =>
    fs.existsSync(at(name)) ? fs.readFileSync(at(name), 'utf8').trim().split('\n') : []
  const before = process.env['APPIMAGE']
  process.env['APPIMAGE'] = file
  const installation: Installation = {
    folder,
    file,
    quit: false,
    start: (running, { stallMs = 10_000, protocols = ['http:'] } = {}) => {
      const app: AppAdapter = {
        version: running,
        name: 'leadline',
        isPackaged: true,
        appUpdateConfigPath: at('app-update.yml'),
        userDataPath: folder,
        baseCachePath: at('cache'),
        whenReady: () => Promise.resolve(),
        relaunch: () => undefined,
        quit: () => {
          installation.quit = true
          for (const handler of handlers.splice(0)) handler(0)
        },
        onQuit: (handler) => {
          handlers.push(handler)
        },
      }
      const handlers: ((exitCode: number) => void)[] = []
      const executor: Executor = new NodeExecutor()
      const dataFolder = folder
      return assembleAppImage({
        app,
        executor,
        stallMs,
        protocols,
        dataFolder,
        replaces: file,
        startWith: [],
        logger: silentLogger,
      })
    },
    started: () => readLines('started'),
    pending: () => {
      const pending = at('cache/updater/pending')
      return fs.existsSync(pending) ? fs.readdirSync(pending) : []
    },
    remove: () => {
      if (before === undefined) delete process.env['APPIMAGE']
      else process.env['APPIMAGE'] = before
      fs.rmSync(folder, { recursive: true, force: true })
    },
  }
  return installation
}
