/** For tests: a browser's processes, to be looked for and killed. Only where `LINUX`. */
import { readdirSync, readFileSync } from 'node:fs'

/** Whether processes can be looked for here. */
export const LINUX = process.platform === 'linux'

/** The browser's main process, found by the profile it was given. */
export function chromiumPid(profile: string): number {
  const pid = findChromium(profile)
  if (pid === undefined) throw new Error('No browser uses this profile')
  return pid
}

/** Whether a browser uses this profile. */
export function runs(profile: string): boolean {
  return findChromium(profile) !== undefined
}

function findChromium(profile: string): number | undefined {
  return processes().find(
    ({ command }) => command.includes(`--user-data-dir=${profile}`) && !command.includes('--type='),
  )?.pid
}

/** Its processes that hold pages. */
export function rendererPids(profile: string): number[] {
  const all = processes()
  const browser = chromiumPid(profile)
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const isBelow = (pid: number): boolean => {
    for (let each = parents.get(pid); each !== undefined; each = parents.get(each)) {
      if (each === browser) return true
    }
    return false
  }
  return all
    .filter(({ pid, command }) => command.includes('--type=renderer') && isBelow(pid))
    .map(({ pid }) => pid)
}

function processes(): { pid: number; parent: number; command: string }[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8')
        // The name before the parent may hold anything, spaces and brackets included.
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8')
        const parent = Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2])
        return [{ pid: Number(name), parent, command }]
      } catch {
        return [] // Ended meanwhile.
      }
    })
}
