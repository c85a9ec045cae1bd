/**
 * What a support person asks for, in one zip: versions, how the accounts stand, what lies on the disk and how large it is, and the logs,
 * which are redacted as they are written. No number, no name, no text, no key, no address of the CRM.
 */
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { strToU8, zipSync } from 'fflate'
import type { Account, Preferences } from '../../contract'
import type { Paths, Platform } from '../platform/ports'

export interface DiagnosticsOptions {
  platform: Pick<Platform, 'host' | 'version' | 'paths'>
  /** Empty while nothing is open. */
  accounts(): readonly Account[]
  preferences(): Preferences
  now?: () => number
}

/** Bytes of each log, counted from its end. */
const MOST_LOG = 2 * 1024 * 1024

export interface Diagnostics {
  name: string
  zip: Uint8Array
}

/** An account as far as it names nobody. */
function accountOf({ id, state, reason, since, nextTryAt, paused, today, phone }: Account) {
  return { id, state, reason, since, nextTryAt, paused, today, isKnown: phone !== null }
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

export function createDiagnostics({
  platform,
  accounts,
  preferences,
  now = Date.now,
}: DiagnosticsOptions): () => Promise<Diagnostics> {
  const { host, version, paths } = platform
  return async () => {
    const at = new Date(now()).toISOString()
    const about = {
      ...{ at, version, host },
      versions: process.versions,
      system: { platform: process.platform, release: os.release(), arch: process.arch },
      uptimeMs: Math.round(process.uptime() * 1000),
      memory: process.memoryUsage(),
      machine: { memory: os.totalmem(), free: os.freemem(), processors: os.cpus().length },
      disk: await diskOf(paths),
      preferences: preferences(),
      accounts: accounts().map(accountOf),
    }
    const files = { 'about.json': strToU8(JSON.stringify(about, null, 2)), ...(await logsOf(paths.logs)) }
    return { name: `leadline-diagnostics-${at.slice(0, 10)}.zip`, zip: zipSync(files) }
  }
}
