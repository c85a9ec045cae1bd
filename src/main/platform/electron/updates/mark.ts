/**
 * Which version is being installed, on disk: after a restart it tells whether that came about. An installer runs when the app is
 * gone, so the app itself can't see it fail.
 */
import fs from 'node:fs/promises'

export async function writeMark(file: string, version: string): Promise<void> {
  await fs.writeFile(file, JSON.stringify({ version }), { mode: 0o600 })
}

/** Reads the mark and removes it; null where there is none that can be read. */
export async function takeMark(file: string): Promise<string | null> {
  const text = await fs.readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  await fs.rm(file, { force: true })
  return versionIn(text)
}

function versionIn(text: string): string | null {
  try {
    const mark = JSON.parse(text) as unknown
    if (typeof mark !== 'object' || mark === null || !('version' in mark)) return null
    return typeof mark.version === 'string' ? mark.version : null
  } catch {
    // Half written when the power went: it says nothing.
    return null
  }
}
