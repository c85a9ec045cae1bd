/** The browsers that the app runs, one per account, found by the profile they were started with. Empty on Windows, which has no `ps`. */
import { execFileSync } from 'node:child_process'
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
