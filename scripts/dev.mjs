/**
 * `npm run dev`: Leadline while working on it. Vite serves the screens from their sources (changes show at once) and passes everything
 * else on to the service host, which is built and started anew when the app's own code changes. Arguments go to the service host;
 * the address to open is the one that is printed here.
 */
import './node-guard.mjs'
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { createServer } from 'vite'
import { build, isBuilt } from './build-if-needed.mjs'
import { ROOT } from './run.mjs'

/** Editors write several files at once; building waits until it is quiet for so long, in ms. */
const QUIET_MS = 300
const PORT = 5173
const URL_LINE = /^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]+$/

const say = (text) => process.stdout.write(`[dev] ${text}\n`)
const args = process.argv.slice(2).filter((arg) => arg !== '--no-open')

/** The running service host: where it listens and the cookie that lets the screens in. */
let current = null
let child = null
let ending = false

async function enter(url) {
  const answer = await fetch(url, { redirect: 'manual' })
  current = { origin: new URL(url).origin, cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

function start() {
  child = spawn(
    process.execPath,
    ['--enable-source-maps', path.join(ROOT, 'out/main/service.js'), ...args, '--no-open'],
    {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (URL_LINE.test(line)) enter(line).catch((error) => say(error.message))
    else say(line)
  })
  child.once('exit', (code, signal) => {
    child = null
    current = null
    if (!ending && code !== 0 && signal !== 'SIGTERM')
      say(`the service host ended (${code ?? signal}); it starts again at the next change`)
  })
}

function stop() {
  return new Promise((resolve) => {
    if (!child) return resolve()
    child.once('exit', resolve)
    child.kill('SIGTERM')
  })
}

const buildMain = () => build({ ...process.env, LEADLINE_BUILD_ONLY: 'main' })

async function restart() {
  if (ending) return
  say('building...')
  if ((await buildMain()) !== 0) return
  await stop()
  if (ending) return
  start()
  say('the service host was started anew')
}

/** What the browser asks of the service host, with this launch's cookie; other sites' pages get nothing through here. */
function passOn(own) {
  let server
  const isOwn = (request) => request.headers.origin === undefined || request.headers.origin === own()
  return {
    target: 'http://127.0.0.1',
    ws: true,
    configure(made) {
      server = made
    },
    // The address changes with every start of the service host, so it is looked up for every request.
    bypass(request) {
      if (!current || !isOwn(request)) return false
      server.options.target = current.origin
      request.headers.host = new URL(current.origin).host
      request.headers.cookie = current.cookie
      if (request.headers.origin !== undefined) request.headers.origin = current.origin
      return undefined
    },
  }
}

if (!isBuilt() && (await buildMain()) !== 0) process.exit(1)
start()

let origin = ''
const proxied = () => passOn(() => origin)
const vite = await createServer({
  configFile: false,
  root: path.join(ROOT, 'src/renderer'),
  plugins: [react(), tailwindcss()],
  server: {
    host: '127.0.0.1',
    port: PORT,
    proxy: { '/rpc': proxied(), '/media': proxied(), '/upload': proxied() },
  },
  logLevel: 'warn',
})
await vite.listen()
origin = `http://127.0.0.1:${vite.httpServer.address().port}`
say(`open ${origin}/`)

let timer
let work = Promise.resolve()
const watchers = ['src/main', 'src/contract'].map((folder) =>
  fs.watch(path.join(ROOT, folder), { recursive: true }, (_, file) => {
    if (file?.endsWith('.test.ts')) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      work = work.then(restart).catch((error) => say(error.message))
    }, QUIET_MS)
  }),
)

async function end() {
  if (ending) return
  ending = true
  clearTimeout(timer)
  for (const watcher of watchers) watcher.close()
  await Promise.all([vite.close(), stop()])
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end())
