import fs from 'node:fs/promises'

/** Makes what was created, renamed or removed in a folder durable. Windows can't open a folder, and needs no such thing. */
export async function flushFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await fs.open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
