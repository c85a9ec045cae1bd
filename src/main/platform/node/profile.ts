/**
 * One browser profile per account: its folder, and nobody else in it. Chromium driven over a pipe ends when the app does, but it takes
 * a moment, and a crash of the machine leaves its lock files behind; both would keep the next start out.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { PlatformError } from '../ports'
import { ofAllProcesses } from './proc'

const run = promisify(execFile)

/** How long a browser of an earlier start is left to end by itself, and then to die, in ms. */
const PATIENCE = 5_000
const LOOK_EVERY = 100

/** Whether it can name a folder and nothing but a folder. */
export const isAccountId = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/.test(name)

/** The account's folder below `profiles`; an id that would lead elsewhere is refused. */
export function profileFolder(profiles: string, accountId: string): string {
  if (!isAccountId(accountId)) throw new RangeError('not an account id')
  return path.join(profiles, accountId)
}

/**
 * Waits for a browser that an earlier start left, ends it where it does not end, and removes its lock files. The data folder's lock is
 * ours, so whatever still holds the profile under this name is a leftover; a browser that was given it under another one is left alone.
 * @throws {PlatformError} `profile-in-use`
 */
export async function freeProfile(folder: string, onLeftover: (pids: number[]) => void): Promise<void> {
  // Windows ends a browser with its pipe and removes its lock by itself.
  if (process.platform === 'win32') return
  if (await waitUntilFree(folder, PATIENCE)) return removeLocks(folder)
  const left = await holders(folder)
  onLeftover(left)
  for (const pid of left) endProcess(pid)
  if (await waitUntilFree(folder, PATIENCE)) return removeLocks(folder)
  throw new PlatformError('profile-in-use', 'Another browser uses the WhatsApp profile of this account.')
}

async function waitUntilFree(folder: string, ms: number): Promise<boolean> {
  for (const end = Date.now() + ms; ;) {
    const all = await commandLines()
    if (holdersAmong(all, folder).length === 0 && !(await isSharedAmong(all, folder))) return true
    if (Date.now() >= end) return false
    await delay(LOOK_EVERY)
  }
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

/** The processes that were started with this very profile. */
export const holders = async (folder: string): Promise<number[]> => holdersAmong(await commandLines(), folder)

/** A process of this machine with what it was started with. */
export interface CommandLine {
  pid: number
  args: readonly string[]
}

export const commandLines = (): Promise<CommandLine[]> =>
  process.platform === 'linux' ? fromProc() : fromPs()

/** As {@link holders}, of a listing that was made already. */
export function holdersAmong(all: readonly CommandLine[], folder: string): number[] {
  const flag = `${FLAG}${folder}`
  return all
    .filter(({ args }) => args.some((arg) => arg === flag || arg.includes(`${flag} `)))
    .map(({ pid }) => pid)
}

async function fromProc(): Promise<CommandLine[]> {
  const all = await ofAllProcesses('cmdline')
  // Zygotes rewrite their command line, with spaces in place of the zeros.
  return all.map(({ pid, text }) => ({
    pid,
    args: text.includes('\0--') ? text.split('\0') : [`${text.replaceAll('\0', ' ')} `],
  }))
}

async function fromPs(): Promise<CommandLine[]> {
  const { stdout } = await run('ps', ['-axww', '-o', 'pid=,command='], { maxBuffer: 16 * 1024 * 1024 })
  return stdout.split('\n').flatMap((line) => {
    const match = /^\s*(\d+) (.*)$/.exec(line)
    return match ? [{ pid: Number(match[1]), args: [`${match[2] ?? ''} `] }] : []
  })
}

const FLAG = '--user-data-dir='

/**
 * Whether somebody else's browser has this profile under another name, a link to it: no leftover of ours, and its lock is in force. Two
 * browsers in one profile would spoil it.
 */
async function isSharedAmong(all: readonly CommandLine[], folder: string): Promise<boolean> {
  const names = new Set(all.flatMap(({ args }) => args.flatMap(named)))
  names.delete(folder)
  if (names.size === 0) return false
  const own = await realPath(folder)
  for (const name of names) if (own !== null && (await realPath(name)) === own) return true
  return false
}

const named = (arg: string): string[] => (arg.startsWith(FLAG) ? [arg.slice(FLAG.length).trimEnd()] : [])

/** Null where there is nothing of that name. */
const realPath = (name: string): Promise<string | null> => fs.realpath(name).catch(() => null)

const LOCKS = ['SingletonLock', 'SingletonCookie', 'SingletonSocket']

async function removeLocks(folder: string): Promise<void> {
  for (const name of LOCKS) await fs.rm(path.join(folder, name), { force: true })
}

/** Where another profile is put together to take the place of this one, and where this one goes meanwhile. No account id begins with a dot. */
export const newOf = (profiles: string, accountId: string): string => path.join(profiles, `.new-${accountId}`)
export const oldOf = (profiles: string, accountId: string): string => path.join(profiles, `.old-${accountId}`)

/** Deletes the profile, and what an interrupted replacement left of it. Windows, and a browser still writing, may hold a file for a moment: tried again. */
export async function deleteProfile(profiles: string, accountId: string): Promise<void> {
  const folder = profileFolder(profiles, accountId)
  for (const each of [folder, oldOf(profiles, accountId), newOf(profiles, accountId)])
    await fs.rm(each, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
