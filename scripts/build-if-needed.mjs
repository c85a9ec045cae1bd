/** Builds where out/ is missing or older than what it is built from. */
import fs from 'node:fs'
import path from 'node:path'
import { ROOT, runNode, tool } from './run.mjs'

const BUILT = ['out/main/service.js', 'out/main/database-worker.js', 'out/renderer/index.html']
const SOURCES = ['src', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

/** The newest change below a file or folder, in ms; of folders too, since a deleted file changes only its folder. */
function newest(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(stat.mtimeMs, ...fs.readdirSync(file).map((name) => newest(path.join(file, name))))
}

export function isBuilt() {
  const built = BUILT.map(
    (file) => fs.statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs ?? 0,
  )
  return Math.min(...built) > Math.max(...SOURCES.map((file) => newest(path.join(ROOT, file))))
}

/** @returns the exit code; its output is shown only where it fails. */
export async function build(env = process.env) {
  const { code, output } = await runNode([tool('electron-vite/bin/electron-vite.js'), 'build'], {
    quiet: true,
    env,
  })
  if (code !== 0) process.stderr.write(output)
  return code
}

/** Ends the process where the build fails. */
export async function buildIfNeeded() {
  if (isBuilt()) return
  process.stderr.write('Building Leadline...\n')
  const code = await build()
  if (code !== 0) process.exit(code)
}
