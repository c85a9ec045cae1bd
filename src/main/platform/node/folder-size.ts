import fs from 'node:fs/promises'
import path from 'node:path'

/** Bytes of all files below a folder; what goes away meanwhile counts nothing, nor does a link lead anywhere. */
export async function folderSize(folder: string): Promise<number> {
  const entries = await fs.readdir(folder, { withFileTypes: true }).catch(() => [])
  const sizes = entries.map(async (entry) => {
    const name = path.join(folder, entry.name)
    if (entry.isDirectory()) return folderSize(name)
    return entry.isFile() ? ((await fs.stat(name).catch(() => null))?.size ?? 0) : 0
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
