/**
 * Real use: the desktop app where Electron's binary is at hand, else the service host in the person's browser. Says in one line which
 * and why. `--service` is the service host outright; all other options are handed on.
 */
import './node-guard.mjs'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { buildIfStale } from './build.mjs'
import { bin, ROOT, run } from './run.mjs'

const DESKTOP = path.join(ROOT, 'out/main/index.js')
const SERVICE = path.join(ROOT, 'out/main/service.js')
const DOWNLOAD_MS = 120_000

function electronBinary() {
  const folder = bin('electron')
  const nameFile = path.join(folder, 'path.txt')
  if (!fs.existsSync(nameFile)) return null
  const binary = path.join(folder, 'dist', fs.readFileSync(nameFile, 'utf8').trim())
  return fs.existsSync(binary) ? binary : null
}

/** Electron's own installer; false where it can't be had in time. */
async function downloadElectron() {
  const late = new Promise((resolve) => setTimeout(resolve, DOWNLOAD_MS, 1).unref())
  return (await Promise.race([run([bin('electron/install.js')], { quiet: true }), late])) === 0
}

/** What is run, and the line that says why. */
async function choose(wantsService) {
  if (wantsService) return { command: process.execPath, args: [SERVICE], why: null }
  if (!fs.existsSync(DESKTOP)) {
    return {
      command: process.execPath,
      args: [SERVICE],
      why: 'in your browser: the desktop app is not part of this version yet.',
    }
  }
  const binary = electronBinary() ?? ((await downloadElectron()) ? electronBinary() : null)
  if (binary) return { command: binary, args: [ROOT], why: 'as the desktop app.' }
  return {
    command: process.execPath,
    args: [SERVICE],
    why: 'in your browser: Electron’s binary could not be downloaded.',
  }
}

const given = process.argv.slice(2)
const code = await buildIfStale()
if (code !== 0) process.exit(code)
const { command, args, why } = await choose(given.includes('--service'))
if (why) console.log(`Leadline runs ${why}`)
const child = spawn(command, [...args, ...given.filter((option) => option !== '--service')], {
  stdio: 'inherit',
  cwd: process.cwd(),
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (exitCode, signal) => process.exit(signal ? 1 : (exitCode ?? 1)))
