/**
 * What a support person asks for: versions, how the accounts stand and stood, the last errors by their codes, what lies on the disk and
 * how large it is. As text, or with the logs, which are redacted as they are written, in one zip. No number, no name, no text, no
 * path, no key, no address of the CRM.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { dependencies } from '../../../package.json'
import type { Account, AccountChange, AccountHealth, Preferences } from '../../contract'
import type { Paths, Platform } from '../platform/ports'
import { textOf } from './text'
import type { Trouble } from './trouble'

export { rememberTrouble } from './trouble'

/** All that is known of one account. */
export interface AccountFacts {
  account: Account
  health: AccountHealth | null
  /** How its connection stands: failed tries, last probe and how long it took. */
  pulse: object
  /** Memory, and what became of the last hour's messages. */
  sample: object | null
  /** Newest first. */
  changes: readonly AccountChange[]
  /** The version of the page; null where none is open. */
  whatsAppWeb: string | null
}

export interface DiagnosticsOptions {
  platform: Pick<Platform, 'host' | 'version' | 'paths' | 'browser'>
  /** Empty while nothing is open. */
  accounts(): Promise<readonly AccountFacts[]>
  /** Newest first. */
  trouble(): readonly Trouble[]
  preferences(): Preferences
  now?: () => number
}

/** Bytes of each log, counted from its end. */
const MOST_LOG = 2 * 1024 * 1024

export interface Diagnostics {
  name: string
  zip: Uint8Array
}

/** Of what a person sets: what bears on how it runs. Others hold names, texts of their own, or chats. */
const settingsOf = ({ language, keep, dailyLimit, minuteLimit, memoryLimit, ...rest }: Preferences) => ({
  ...{ language, keep, dailyLimit, minuteLimit, memoryLimit },
  ...{ mediaCap: rest.mediaCap, staleAfter: rest.staleAfter, mostAccounts: rest.mostAccounts },
})

/** An account as far as it names nobody. */
function accountOf({ account, health, changes, ...facts }: AccountFacts) {
  const { id, state, reason, since, nextTryAt, paused, today, phone } = account
  return {
    ...{ id, state, reason, since, nextTryAt, paused, today, isKnown: phone !== null },
    ...{ grade: health?.grade ?? null, reasons: health?.reasons ?? [], ...facts, changes },
  }
}

/** `Chrome 146.0.0.0`, from the browser's own words; null where there is none. */
async function browserOf({ browser }: Pick<Platform, 'browser'>): Promise<string | null> {
  try {
    const said = await browser.userAgent()
    const [, name = '', version = ''] = /(Edg|Chrome)\/([\d.]+)(?!.*Edg\/)/.exec(said) ?? []
    return name === '' ? null : `${name === 'Edg' ? 'Edge' : name} ${version}`
  } catch {
    // None is installed, which the account's state says.
    return null
  }
}

/** Bytes of a file, or of all files of a folder; null where there is none. */
async function sizeOf(place: string): Promise<number | null> {
  try {
    const stat = await fs.stat(place)
    if (!stat.isDirectory()) return stat.size
    const names = await fs.readdir(place)
    const sizes = await Promise.all(names.map((name) => sizeOf(path.join(place, name))))
    return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
  } catch {
    // Not there, or gone while it was measured.
    return null
  }
}

async function diskOf(paths: Paths): Promise<Record<string, number | null>> {
  const { database, backups, media, profiles, chromium, sessionCopies, logs } = paths
  const log = `${database}-wal`
  const places = { database, log, backups, media, profiles, chromium, sessionCopies, logs }
  const sizes = Object.entries(places).map(async ([name, place]) => [name, await sizeOf(place)] as const)
  const { bavail, bsize } = await fs.statfs(paths.data)
  return { ...Object.fromEntries(await Promise.all(sizes)), free: bavail * bsize }
}

async function endOf(file: string): Promise<Uint8Array> {
  const handle = await fs.open(file)
  try {
    const { size } = await handle.stat()
    const length = Math.min(size, MOST_LOG)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, size - length)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function logsOf(folder: string): Promise<Record<string, Uint8Array>> {
  const names = (await fs.readdir(folder)).filter((name) => name.endsWith('.log'))
  const logs = names.map(async (name) => [`logs/${name}`, await endOf(path.join(folder, name))] as const)
  return Object.fromEntries(await Promise.all(logs))
}

export function createDiagnostics(options: DiagnosticsOptions) {
  const { platform, accounts, trouble, preferences, now = Date.now } = options
  const { host, version, paths } = platform

  const about = async () => ({
    ...{ at: new Date(now()).toISOString(), version, host },
    versions: {
      browser: await browserOf(platform),
      library: dependencies['whatsapp-web.js'],
      ...process.versions,
    },
    system: { platform: process.platform, release: os.release(), arch: process.arch },
    uptimeMs: Math.round(process.uptime() * 1000),
    memory: { ...process.memoryUsage() },
    machine: { memory: os.totalmem(), free: os.freemem(), processors: os.cpus().length },
    disk: await diskOf(paths),
    accounts: (await accounts()).map(accountOf),
    trouble: trouble(),
    set: settingsOf(preferences()),
  })

  return {
    zip: async (): Promise<Diagnostics> => {
      const report = await about()
      const files = { 'about.json': strToU8(JSON.stringify(report, null, 2)), ...(await logsOf(paths.logs)) }
      return { name: `leadline-diagnostics-${report.at.slice(0, 10)}.zip`, zip: zipSync(files) }
    },
    /** The same without the logs, for a message to whoever helps. */
    text: async (): Promise<string> => {
      const { versions, ...report } = await about()
      const { browser, library, node, electron, chrome } = versions as Record<string, string | null>
      return textOf({ ...report, versions: { browser, library, node, electron, chrome } })
    },
  }
}
