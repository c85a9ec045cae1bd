/** Builds main, preload and renderer into out/; `buildIfStale` only where a source is newer than the last build. */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { bin, ROOT, run } from './run.mjs'

const STAMP = path.join(ROOT, 'out/.built')
const SOURCES = ['src', 'resources', 'electron.vite.config.ts', 'package.json', 'package-lock.json']

function newest(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  return Math.max(0, ...fs.readdirSync(file).map((name) => newest(path.join(file, name))))
}

/** Exit code of the build. */
export async function build() {
  fs.rmSync(STAMP, { force: true })
  const startedAt = new Date()
  const code = await run([bin('electron-vite/bin/electron-vite.js'), 'build'], { quiet: true })
  if (code === 0) {
    fs.writeFileSync(STAMP, '')
    fs.utimesSync(STAMP, startedAt, startedAt)
  }
  return code
}

export async function buildIfStale() {
  const builtAt = fs.statSync(STAMP, { throwIfNoEntry: false })?.mtimeMs ?? 0
  if (SOURCES.every((source) => newest(path.join(ROOT, source)) < builtAt)) return 0
  console.log('Building Leadline …')
  return build()
}

if (process.argv[1] === import.meta.filename) process.exitCode = await build()
