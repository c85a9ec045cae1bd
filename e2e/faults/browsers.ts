/** The browsers that the app runs, one per account, found by the profile they were started with. Empty on Windows, which has no `ps`. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { until } from '../harness/wait'

interface Processes {
  /** The browser itself, whose end is the end of all. */
  browser: number[]
  /** What shows its pages. */
  renderers: number[]
}

function processesOf(profile: string): Processes {
  if (process.platform === 'win32') return { browser: [], renderers: [] }
  const options = { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
  const lines = execFileSync('ps', ['-eo', 'pid=,stat=,args='], options)
    .split('\n')
    .filter((line) => line.includes(`--user-data-dir=${profile} `) && !/^\s*\d+\s+Z/.test(line))
  const pids = (matches: (line: string) => boolean): number[] => lines.filter(matches).map(Number.parseFloat)
  return {
    browser: pids((line) => !line.includes('--type=') && !line.includes('crashpad')),
    renderers: pids((line) => line.includes('--type=renderer')),
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** SIGKILL to one part of the account's browser, as soon as there is one. */
export async function killPart(profile: string, part: keyof Processes): Promise<void> {
  const pids = await until(
    () => {
      const found = processesOf(profile)[part]
      return Promise.resolve(found.length > 0 && found)
    },
    { what: `a ${part} process of ${profile}` },
  )
  for (const pid of pids) end(pid)
}

/** Somebody else's browser in the profile; resolves once it has it. */
export async function startBrowser(executable: string, profile: string): Promise<ChildProcess> {
  const args = [
    '--headless=new',
    '--disable-gpu',
    '--no-first-run',
    `--user-data-dir=${profile}`,
    'about:blank',
  ]
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const browser = spawn(executable, [...sandbox, ...args], { stdio: 'ignore' })
  // `host-pid`; one that was killed leaves its own behind.
  const lock = path.join(profile, 'SingletonLock')
  const isTaken = (): boolean =>
    fs.readdirSync(profile).includes('SingletonLock') &&
    fs.readlinkSync(lock).endsWith(`-${String(browser.pid)}`)
  await until(() => Promise.resolve(isTaken()), { what: 'the lock of the other browser' })
  return browser
}

export async function endBrowser(browser: ChildProcess | null): Promise<void> {
  if (browser === null || browser.exitCode !== null || browser.signalCode !== null) return
  const ended = once(browser, 'exit')
  browser.kill('SIGKILL')
  await ended
}
