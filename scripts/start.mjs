/** `npm start`: the desktop app where it can run, else the service host, with one line saying which and why. `--service` is the latter outright. */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { buildIfNeeded } from './build-if-needed.mjs'
import { troubleHere } from './electron-sandbox.mjs'
import { ROOT, become, runNode, tool } from './run.mjs'

/** How long Electron's download may take before the browser is used instead, in ms. */
const LONGEST_DOWNLOAD = 180_000

const args = process.argv.slice(2)
const service = path.join(ROOT, 'out/main/service.js')

/** The program, or null where Electron's binary is not here. */
function electronProgram() {
  const folder = tool('electron')
  try {
    const program = path.join(folder, 'dist', fs.readFileSync(path.join(folder, 'path.txt'), 'utf8').trim())
    return fs.existsSync(program) ? program : null
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** @returns {Promise<{ program: string } | { why: string }>} */
async function desktop() {
  if (!fs.existsSync(path.join(ROOT, 'src/main/index.ts')))
    return { why: 'this version has no desktop app yet' }
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) {
    return { why: 'there is no display' }
  }
  const there = electronProgram()
  const trouble = troubleHere(there)
  if (trouble) return { why: trouble }
  if (there) return { program: there }
  process.stderr.write('Fetching Electron...\n')
  await runNode([tool('electron/install.js')], { quiet: true, timeout: LONGEST_DOWNLOAD })
  const fetched = electronProgram()
  return fetched
    ? { program: fetched }
    : { why: "Electron's program is not here and could not be downloaded" }
}

if (args.includes('--service')) {
  await buildIfNeeded()
  await become(process.execPath, [service, ...args.filter((arg) => arg !== '--service')])
} else {
  const found = await desktop()
  await buildIfNeeded()
  if ('program' in found) {
    process.stdout.write('Starting the desktop app: Electron is at hand.\n')
    await become(found.program, [ROOT, ...args])
  } else {
    process.stdout.write(`Starting in your browser (service host): ${found.why}.\n`)
    await become(process.execPath, [service, ...args])
  }
}
