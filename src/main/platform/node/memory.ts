/**
 * The memory of an account's browser: all processes that descend from the one with its profile. What processes share counts once
 * where the kernel tells (Linux, PSS); elsewhere it is the sum of what each holds, which is more. Windows tells it only to tools that
 * are not everywhere: unknown there.
 */
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import { promisify } from 'node:util'
import { holders } from './profile'

const run = promisify(execFile)

interface Process {
  pid: number
  parent: number
  /** Bytes; null where it is asked for by itself. */
  memory: number | null
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

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await fs.readFile(file, 'utf8')
  } catch {
    // It ended meanwhile, or is somebody else's.
    return null
  }
}

async function fromProc(): Promise<Process[]> {
  const pids = (await fs.readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(
    pids.map(async (name) => {
      const stat = await readIfThere(`/proc/${name}/stat`)
      // The name, in brackets, may hold anything.
      const parent = Number(stat?.slice(stat.lastIndexOf(')') + 1).split(' ')[2])
      return Number.isNaN(parent) ? [] : [{ pid: Number(name), parent, memory: null }]
    }),
  )
  return all.flat()
}

async function fromPs(): Promise<Process[]> {
  const { stdout } = await run('ps', ['-ax', '-o', 'pid=,ppid=,rss='], { maxBuffer: 4 * 1024 * 1024 })
  return stdout.split('\n').flatMap((line) => {
    const [pid, parent, rss] = line.trim().split(/\s+/).map(Number)
    return pid && parent !== undefined && rss !== undefined ? [{ pid, parent, memory: rss * 1024 }] : []
  })
}

async function memoryOf({ pid, memory }: Process): Promise<number> {
  if (memory !== null) return memory
  const shared = kilobytes((await readIfThere(`/proc/${pid}/smaps_rollup`)) ?? '', 'Pss')
  return shared ?? kilobytes((await readIfThere(`/proc/${pid}/status`)) ?? '', 'VmRSS') ?? 0
}

/** Bytes; null where no browser has this profile, or the system does not tell. */
export async function browserMemory(
  folder: string,
  system: NodeJS.Platform = process.platform,
): Promise<number | null> {
  if (system === 'win32') return null
  const roots = await holders(folder)
  if (roots.length === 0) return null
  const all = await (system === 'linux' ? fromProc() : fromPs())
  const tree = treeOf(roots, new Map(all.map(({ pid, parent }) => [pid, parent])))
  const sizes = await Promise.all(all.filter(({ pid }) => tree.has(pid)).map(memoryOf))
  return sizes.reduce((sum, size) => sum + size, 0)
}
