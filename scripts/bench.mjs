/**
 * `npm run bench [-- name...]`: builds the benchmarks as the app is built, so that what is measured is what ships, installs the peer
 * where it is asked for, and runs them. BENCH_ROUNDS sets the rounds (7), BENCH_NODE_OPTIONS passes options to Node, for profiling.
 * `accounts` measures the built app with its browsers: see bench/accounts/main.ts.
 */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { buildIfNeeded } from './build-if-needed.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ROOT, run, runNode } from './run.mjs'

const OUT = path.join(ROOT, 'node_modules/.cache/leadline-bench')
const PEER = path.join(ROOT, 'bench/.peers/typeorm')
const PEER_PACKAGE = {
  private: true,
  dependencies: { 'better-sqlite3': '13.2.0', 'reflect-metadata': '0.2.2', typeorm: '1.1.1' },
}

async function bundle(entry, name) {
  await build({
    configFile: false,
    logLevel: 'warn',
    root: ROOT,
    build: {
      ssr: path.join(ROOT, entry),
      outDir: OUT,
      emptyOutDir: false,
      target: 'node22',
      rolldownOptions: { output: { entryFileNames: name, codeSplitting: false } },
    },
  })
}

/** better-sqlite3 13 runs with TypeORM, which asks for 12; it brings its binary, so no script has to run. */
async function installPeer() {
  const packageFile = path.join(PEER, 'package.json')
  const wanted = `${JSON.stringify(PEER_PACKAGE, null, 2)}\n`
  const isThere = fs.existsSync(path.join(PEER, 'node_modules/typeorm/package.json'))
  if (isThere && fs.readFileSync(packageFile, 'utf8') === wanted) return
  process.stderr.write('Installing TypeORM to compare with...\n')
  fs.mkdirSync(PEER, { recursive: true })
  fs.writeFileSync(packageFile, wanted)
  const options = ['--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock']
  const npm = process.env.npm_execpath
  const install = ['install', '--prefix', PEER, ...options]
  const { code, output } = npm
    ? await runNode([npm, ...install], { quiet: true })
    : await run('npm', install, { quiet: true })
  if (code === 0) return
  process.stderr.write(output)
  process.exit(code)
}

const nodeOptions = (process.env.BENCH_NODE_OPTIONS ?? '').split(' ').filter((option) => option !== '')

/** Of the database and the way in, within one process. */
async function inProcess(names) {
  if (names.length === 0 || names.includes('ingest-typeorm')) await installPeer()
  fs.rmSync(OUT, { recursive: true, force: true })
  await bundle('bench/main.ts', 'main.mjs')
  await bundle('src/main/database-worker.ts', 'database-worker.mjs')
  return runNode(['--expose-gc', ...nodeOptions, path.join(OUT, 'main.mjs'), ...names])
}

/** Of the whole built app with its browsers. */
async function wholeApp(names) {
  const browser = await ensureBrowser()
  if ('error' in browser) {
    process.stderr.write(`${browser.error}\n`)
    return { code: 1 }
  }
  await buildIfNeeded()
  const env = { ...process.env, LEADLINE_BROWSER: browser.executable, CHROMIUM_PATH: browser.executable }
  return runNode(['--import=tsx', path.join(ROOT, 'bench/accounts/main.ts'), ...names], { env })
}

const names = process.argv.slice(2)
const ofApp = names.filter((name) => name.startsWith('accounts'))
const others = names.filter((name) => !name.startsWith('accounts'))
const runs = []
if (names.length === 0 || others.length > 0) runs.push(await inProcess(others))
if (names.length === 0 || ofApp.length > 0) runs.push(await wholeApp(ofApp))
process.exitCode = Math.max(...runs.map(({ code }) => code))
