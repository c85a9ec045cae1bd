/** Leadline as installed from an AppImage, with a feed of updates on this machine: what the stand-in needs to be one. */
import fs from 'node:fs'
import path from 'node:path'
import {
  appImage,
  startUpdateServer,
  type UpdateServer,
} from '../../src/main/platform/electron/updates/server.testing'
import { certificateFor } from '../whatsapp-web/certificate'

/** Where electron-updater is told to look; without a port, as a real one. */
const FEED = 'updates.leadline.example'

export interface Installed {
  /** Where its code lies; undefined for what was built here. */
  root?: string
  /** The app's own file, which an update replaces: a script that notes that it was started. */
  file: string
  server: UpdateServer
  env: Record<string, string>
  /** What starts it at login; null for nothing. */
  loginEntry(): string | null
  /** The versions that were started from the file, each with its arguments, in order. */
  started(): string[]
  close(): Promise<void>
}

const read = (file: string): string | null => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null)

/** @param folder the test's own. */
export async function installed(folder: string, version: string): Promise<Installed> {
  const at = (...names: string[]): string => path.join(folder, ...names)
  const { key, cert } = await certificateFor(undefined, FEED)
  const server = await startUpdateServer({ key, cert })
  const file = at('Leadline.AppImage')
  fs.writeFileSync(file, appImage(version), { mode: 0o755 })
  fs.writeFileSync(at('feed.pem'), cert)
  fs.mkdirSync(at('resources'))
  fs.writeFileSync(
    at('resources', 'app-update.yml'),
    `provider: generic\nurl: https://${FEED}/\nupdaterCacheDirName: leadline-updater\n`,
  )
  return {
    file,
    server,
    env: {
      APPIMAGE: file,
      XDG_CACHE_HOME: at('cache'),
      XDG_CONFIG_HOME: at('config'),
      STAND_IN_PACKAGED: '1',
      STAND_IN_RESOURCES: at('resources'),
      STAND_IN_HOSTS: JSON.stringify({ [FEED]: new URL(server.url).host }),
      STAND_IN_CERTIFICATE: at('feed.pem'),
    },
    loginEntry: () => read(at('config', 'autostart', 'leadline.desktop')),
    started: () => read(at('started'))?.trim().split('\n') ?? [],
    close: () => server.close(),
  }
}
