/**
 * The memory of an account's browser: all processes that descend from the one with its profile. What processes share counts once
 * where the kernel tells (Linux, PSS). Elsewhere it is that of the largest one, which is the page: a sum would count Chromium's shared
 * pages ten times. Windows tells it only to tools that are not everywhere: unknown there.
 */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ofAllProcesses, procTexts } from './proc'
import { commandLines, holdersAmong } from './profile'

const run = promisify(execFile)

interface Process {
  pid: number
  parent: number
  /** Resident bytes; null where they are asked for by themselves. */
  resident: number | null
}

/** Bytes of one process. */
export interface Measured {
  /** Its share, as PSS; null where the system does not tell. */
  share: number | null
  resident: number
}

/** Those and all that descend from them; each once, whatever circles a listing taken in haste may have. */
export function treeOf(roots: readonly number[], parentOf: ReadonlyMap<number, number>): Set<number> {
  const children = new Map<number, number[]>()
  for (const [pid, parent] of parentOf) children.set(parent, [...(children.get(parent) ?? []), pid])
  const tree = new Set<number>()
  const left = [...roots]
  for (let pid = left.pop(); pid !== undefined; pid = left.pop()) {
    if (tree.has(pid)) continue
    tree.add(pid)
    left.push(...(children.get(pid) ?? []))
  }
  return tree
}

/** The field of a file of `/proc` in kB, as bytes. */
const kilobytes = (text: string, field: string): number | null => {
  const match = new RegExp(`^${field}:\\s*(\\d+) kB`, 'm').exec(text)
  return match ? Number(match[1]) * 1024 : null
}

async function fromProc(): Promise<Process[]> {
  const all = await ofAllProcesses('stat')
  return all.flatMap(({ pid, text }) => {
    // The name, in brackets, may hold anything.
    const parent = Number(text.slice(text.lastIndexOf(')') + 1).split(' ')[2])
    return Number.isNaN(parent) ? [] : [{ pid, parent, resident: null }]
  })
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-ax', '-o', 'pid=,ppid=,rss='], { maxBuffer: 4 * 1024 * 1024 })
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, rss] = line.trim().split(/\s+/).map(Number)
    return pid && parent !== undefined && rss !== undefined ? [{ pid, parent, resident: rss * 1024 }] : []
  })
}

async function measure({ pid, resident }: Process): Promise<Measured> {
  if (resident !== null) return { share: null, resident }
  const [rollup, status] = await procTexts([`${pid}/smaps_rollup`, `${pid}/status`])
  return { share: kilobytes(rollup ?? '', 'Pss'), resident: kilobytes(status ?? '', 'VmRSS') ?? 0 }
}

/** Of a tree of processes: the sum of their shares; where any of them is unknown, the largest alone. One that ended has nothing. */
export function together(all: readonly Measured[]): number {
  const alive = all.filter(({ share, resident }) => share !== null || resident > 0)
  if (alive.every(({ share }) => share !== null))
    return alive.reduce((sum, { share }) => sum + (share ?? 0), 0)
  return Math.max(...alive.map(({ resident }) => resident))
}

/** Bytes by profile, from one listing of the machine's processes; without those that no browser has, or where the system does not tell. */
export async function browserMemory(
  folders: readonly string[],
  system: NodeJS.Platform = process.platform,
): Promise<ReadonlyMap<string, number>> {
  if (system === 'win32' || folders.length === 0) return new Map()
  const commands = await commandLines()
  const open = folders.flatMap((folder) => {
    const roots = holdersAmong(commands, folder)
    return roots.length === 0 ? [] : [{ folder, roots }]
  })
  if (open.length === 0) return new Map()
  const all = await (system === 'linux' ? fromProc() : fromPs())
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]))
  const measured = open.map(async ({ folder, roots }) => {
    const tree = treeOf(roots, parents)
    const each = await Promise.all(all.filter(({ pid }) => tree.has(pid)).map(measure))
    return [folder, together(each)] as const
  })
  return new Map(await Promise.all(measured))
}
