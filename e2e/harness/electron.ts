/** Electron's program, where it is: the desktop's specs run there and are skipped, with the reason, elsewhere. */
import fs from 'node:fs'
import path from 'node:path'
import { troubleHere } from '../../scripts/electron-sandbox.mjs'

const ROOT = path.resolve(import.meta.dirname, '../..')

/** The program to run, or why the desktop can't be run here. */
export function findElectron(): { program: string } | { why: string } {
  const folder = path.join(ROOT, 'node_modules/electron')
  const name = path.join(folder, 'path.txt')
  const program = fs.existsSync(name) && path.join(folder, 'dist', fs.readFileSync(name, 'utf8').trim())
  if (!program || !fs.existsSync(program)) return { why: 'Electron’s program is not here' }
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { why: 'there is no display for Electron' }
  // As root the tests start it without a sandbox (desktop.ts).
  const trouble = process.getuid?.() === 0 ? null : troubleHere(program)
  if (trouble !== null) return { why: trouble }
  return { program }
}
