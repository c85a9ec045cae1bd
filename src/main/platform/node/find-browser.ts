/**
 * Finds the Chrome, Chromium or Edge that is installed. Where to look is data (browsers.json), shared with the scripts.
 * `LEADLINE_BROWSER` names another one.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { PlatformError } from '../ports'
import places from './browsers.json'

const run = promisify(execFile)

export interface InstalledBrowser {
  executable: string
  /** Four numbers, as the browser says it: `141.0.7390.122`. */
  version: string
  isEdge: boolean
}

const MISSING =
  'No Chrome, Chromium or Edge was found. Install one of them, or name its program in LEADLINE_BROWSER.'

/** @throws {PlatformError} `browser-missing` */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<InstalledBrowser> {
  const named = env['LEADLINE_BROWSER']
  if (named) {
    if (!(await isProgram(named))) {
      throw new PlatformError('browser-missing', `LEADLINE_BROWSER names ${named}, which is no program.`)
    }
    return describe(named)
  }
  for (const executable of candidates(process.platform, env)) {
    if (await isProgram(executable)) return describe(executable)
  }
  throw new PlatformError('browser-missing', MISSING)
}

/** Every place to look at, best first: the usual folders, then the PATH. */
export function candidates(system: NodeJS.Platform, env: NodeJS.ProcessEnv): string[] {
  const here = system === 'win32' || system === 'darwin' ? places[system] : places.linux
  const { delimiter, join } = system === 'win32' ? path.win32 : path.posix
  const files = here.files.flatMap((file) => expand(file, env))
  const folders = (env['PATH'] ?? env['Path'] ?? '').split(delimiter).filter(Boolean)
  return [...files, ...here.commands.flatMap((command) => folders.map((folder) => join(folder, command)))]
}

/** `%NAME%` from the environment; a place with an unset name is none. */
function expand(file: string, env: NodeJS.ProcessEnv): string[] {
  const names = [...file.matchAll(/%([^%]+)%/g)].map((match) => match[1] ?? '')
  if (names.some((name) => !env[name])) return []
  return [file.replace(/%([^%]+)%/g, (_, name: string) => env[name] ?? '')]
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await fs.access(file, fs.constants.X_OK)
    return (await fs.stat(file)).isFile()
  } catch {
    // Not there, or not ours to run: look on.
    return false
  }
}

async function describe(executable: string): Promise<InstalledBrowser> {
  const version =
    process.platform === 'win32' ? await versionBeside(executable) : await askVersion(executable)
  return { executable, version, isEdge: /msedge|microsoft[ -]edge/i.test(executable) }
}

async function askVersion(executable: string): Promise<string> {
  try {
    const { stdout } = await run(executable, ['--version'], { timeout: 20_000 })
    const version = /\d+(?:\.\d+){3}/.exec(stdout)?.[0]
    if (version) return version
  } catch (cause) {
    throw new PlatformError('browser-missing', `${executable} does not start.`, { cause })
  }
  throw new PlatformError('browser-missing', `${executable} does not tell its version.`)
}

/** On Windows `--version` opens a window instead; the installed version is the name of a folder beside the program. */
async function versionBeside(executable: string): Promise<string> {
  const names = await fs.readdir(path.dirname(executable))
  const versions = names.filter((name) => /^\d+(?:\.\d+){3}$/.test(name))
  const newest = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1)
  if (!newest) throw new PlatformError('browser-missing', `${executable} does not tell its version.`)
  return newest
}

const SYSTEMS: Partial<Record<NodeJS.Platform, string>> = {
  win32: 'Windows NT 10.0; Win64; x64',
  darwin: 'Macintosh; Intel Mac OS X 10_15_7',
}

/** What this browser calls itself with a window: browsers give only their major version, and a fixed system. */
export function userAgentOf(
  browser: Pick<InstalledBrowser, 'version' | 'isEdge'>,
  system: NodeJS.Platform,
): string {
  const major = browser.version.split('.')[0] ?? ''
  const where = SYSTEMS[system] ?? 'X11; Linux x86_64'
  const edge = browser.isEdge ? ` Edg/${major}.0.0.0` : ''
  return `Mozilla/5.0 (${where}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${major}.0.0.0 Safari/537.36${edge}`
}
