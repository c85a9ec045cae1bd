/** After each packaging: says how large the app is, and ends the build where it grew beyond its limit. */
import fs from 'node:fs'
import path from 'node:path'

/** Bytes. What everybody downloads with each update, besides Electron itself. */
const MOST_ASAR = 40 * 1024 * 1024

/** @param {{ appOutDir: string, packager: { getResourcesDir(appOutDir: string): string } }} context */
export default async function afterPack({ appOutDir, packager }) {
  const file = path.join(packager.getResourcesDir(appOutDir), 'app.asar')
  const { size } = await fs.promises.stat(file)
  process.stdout.write(
    `  app.asar: ${(size / 1024 / 1024).toFixed(1)} MB (at most ${MOST_ASAR / 1024 / 1024} MB)\n`,
  )
  if (size > MOST_ASAR) throw new Error('app.asar is larger than it may be')
}
