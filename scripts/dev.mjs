/**
 * `npm run dev`: Leadline while working on it. What changes is built again as it changes; the service host is started anew when its own
 * code changed, and the page only needs a reload when the screens changed (it reloads itself once the service is back).
 * Remaining arguments go to the service host.
 */
import './node-guard.mjs'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { build } from './build-if-needed.mjs'
import { ROOT, tool } from './run.mjs'

const say = (text) => process.stdout.write(`[dev] ${text}\n`)
/** A build writes several files; the restart waits until it is quiet for so long, in ms. */
const QUIET_MS = 300

const args = process.argv.slice(2)
let service = null
let ending = false

function startService(more = []) {
  service = spawn(
    process.execPath,
    ['--enable-source-maps', path.join(ROOT, 'out/main/service.js'), ...args, ...more],
    {
      cwd: ROOT,
      stdio: 'inherit',
    },
  )
  service.once('exit', (code) => {
    service = null
    if (!ending && code !== 0 && code !== null)
      say(`the service ended with ${code}; it starts again at the next change`)
  })
}

function stopService() {
  return new Promise((resolve) => {
    if (!service) return resolve()
    service.once('exit', resolve)
    service.kill('SIGTERM')
  })
}

const code = await build()
if (code !== 0) process.exit(code)

const watcher = spawn(process.execPath, [tool('electron-vite/bin/electron-vite.js'), 'build', '--watch'], {
  cwd: ROOT,
  stdio: ['ignore', 'ignore', 'inherit'],
})
watcher.once('exit', (exit) => {
  if (!ending) void end(exit ?? 1)
})

/** What the service host runs; a build that changed nothing of it restarts nothing. */
const fingerprint = () =>
  fs
    .readdirSync(path.join(ROOT, 'out/main'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.js'))
    .map((entry) => fs.readFileSync(path.join(entry.parentPath, entry.name), 'utf8'))
    .join('\0')

let running = fingerprint()
let timer
let restarting = Promise.resolve()
async function restart() {
  if (!fs.existsSync(path.join(ROOT, 'out/main/service.js'))) return
  const now = fingerprint()
  if (ending || now === running) return
  running = now
  say('src/main changed: starting the service anew')
  await stopService()
  startService(['--no-open'])
}
fs.mkdirSync(path.join(ROOT, 'out/main'), { recursive: true })
const changes = fs.watch(path.join(ROOT, 'out'), { recursive: true }, () => {
  clearTimeout(timer)
  timer = setTimeout(() => {
    restarting = restarting.then(restart).catch((error) => say(error.message))
  }, QUIET_MS)
})

async function end(exit) {
  if (ending) return
  ending = true
  changes.close()
  clearTimeout(timer)
  watcher.kill()
  await stopService()
  process.exit(exit)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end(0))

startService()
