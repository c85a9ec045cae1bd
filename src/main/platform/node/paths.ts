/** Where everything lies: one data folder, readable by its owner only. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Paths } from '../ports'

/** This system's usual place for an app's data. */
export function defaultDataFolder(
  system: NodeJS.Platform = process.platform,
  env: NodeJS.ProcessEnv = process.env,
  home: string = os.homedir(),
): string {
  if (system === 'win32') {
    return path.win32.join(env['LOCALAPPDATA'] || path.win32.join(home, 'AppData', 'Local'), 'Leadline')
  }
  if (system === 'darwin') return path.posix.join(home, 'Library', 'Application Support', 'Leadline')
  const base = env['XDG_DATA_HOME']
  // The specification says that a relative path there is to be ignored.
  return path.posix.join(
    base && path.posix.isAbsolute(base) ? base : path.posix.join(home, '.local', 'share'),
    'leadline',
  )
}

/** Makes the folders that are missing, 0700. An existing data folder keeps its rights: it was chosen. */
export function makePaths(dataDir: string | null | undefined): Paths {
  const wanted = path.resolve(dataDir ?? defaultDataFolder())
  fs.mkdirSync(wanted, { recursive: true, mode: 0o700 })
  // One name for one folder: the keychain's entries and the lock must not depend on the way it was reached.
  const data = fs.realpathSync(wanted)
  const paths: Paths = {
    data,
    database: path.join(data, 'leadline.db'),
    backups: path.join(data, 'backups'),
    media: path.join(data, 'media'),
    pictures: path.join(data, 'pictures'),
    profiles: path.join(data, 'profiles'),
    sessionCopies: path.join(data, 'session-copies'),
    logs: path.join(data, 'logs'),
    chromium: path.join(data, 'chromium'),
    keyFile: path.join(data, 'keys.json'),
  }
  for (const folder of [paths.backups, paths.media, paths.profiles, paths.sessionCopies, paths.logs]) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
  }
  return paths
}
