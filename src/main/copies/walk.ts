/** Finds what is to be copied of a profile, and tells whether it stood still meanwhile. */
import type { Dirent } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { systemCode } from './errors'
import { isKept, KEPT } from './kept'

export interface Found {
  /** Relative, with `/` between its parts. */
  name: string
  /** Bytes. */
  size: number
  changedAt: number
}

/** In the order of their names. What is neither file nor folder (a link that leads elsewhere) is left out. */
export async function findKept(folder: string): Promise<Found[]> {
  const found: Found[] = []
  for (const kept of KEPT) await look(folder, kept, found)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function look(folder: string, name: string, found: Found[]): Promise<void> {
  const stat = await orNull(fs.lstat(path.join(folder, name)))
  if (stat?.isFile() && isKept(name)) found.push({ name, size: stat.size, changedAt: stat.mtimeMs })
  if (!stat?.isDirectory()) return
  const entries: Dirent[] = (await orNull(fs.readdir(path.join(folder, name), { withFileTypes: true }))) ?? []
  for (const entry of entries) await look(folder, `${name}/${entry.name}`, found)
}

/** Null where it is gone. */
async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null
    throw error
  }
}

export const isSame = (a: readonly Found[], b: readonly Found[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b)
