/**
 * Electronegativity over the desktop's code. Its parser skips, without a word, a file with syntax newer than it knows: so it is given a
 * build for ES2019, and beside it a file with faults that it must find.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from '@playwright/test'
import { build } from 'vite'

const ROOT = path.resolve(import.meta.dirname, '..')
const PLANTED = `const { BrowserWindow } = require('electron')
new BrowserWindow({ webPreferences: { nodeIntegration: true, contextIsolation: false, webSecurity: false } })
`
/** Answered in docs/decisions/0018. */
const ANSWERED = ['CSP_GLOBAL_CHECK', 'OPEN_EXTERNAL_JS_CHECK', 'PROTOCOL_HANDLER_JS_CHECK']

interface Finding {
  check: string
  severity: string
  file: string
}

/** BigInt literals can't be made older; written as calls they mean the same. */
const bigInts = {
  name: 'big-ints',
  transform: (code: string, id: string) =>
    id.endsWith('recovery-code.ts') ? code.replaceAll(/\b(\d+)n\b/g, 'BigInt($1)') : undefined,
}

async function buildFor(folder: string, entry: string, name: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    root: ROOT,
    plugins: [bigInts],
    build: {
      ssr: path.join(ROOT, entry),
      outDir: folder,
      emptyOutDir: false,
      target: 'es2019',
      minify: false,
      rolldownOptions: { output: { format: 'cjs', entryFileNames: name, codeSplitting: false } },
    },
  })
}

function scan(folder: string): Finding[] {
  const report = path.join(folder, 'report.csv')
  const scanner = path.join(ROOT, 'node_modules/@doyensec/electronegativity/dist/index.js')
  const offline = path.join(import.meta.dirname, 'desktop/offline.cjs')
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--require', offline, scanner, '-i', folder, '-o', report, '-r'],
    { encoding: 'utf8' },
  )
  expect(status, stderr).toBe(0)
  const [, ...lines] = fs.readFileSync(report, 'utf8').trim().split('\n')
  return lines.flatMap((line) => {
    const [check, severity, , file] = line.split(',').map((cell) => cell.replaceAll('"', ''))
    return check && severity && file ? [{ check, severity, file }] : []
  })
}

test('the scanner finds the planted faults, and nothing of the kind in ours', async () => {
  test.setTimeout(180_000)
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-scan-'))
  try {
    await buildFor(folder, 'src/main/index.ts', 'main.js')
    await buildFor(folder, 'src/preload/index.ts', 'preload.js')
    fs.writeFileSync(path.join(folder, 'planted.js'), PLANTED)
    const findings = scan(folder)
    const planted = findings.filter(({ file }) => file === 'planted.js')
    expect(planted.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['NODE_INTEGRATION_JS_CHECK', 'CONTEXT_ISOLATION_JS_CHECK']),
    )
    expect(planted.some(({ severity }) => severity === 'HIGH')).toBe(true)

    const ours = findings.filter(({ file }) => file !== 'planted.js')
    // It did read our code: it knows the two places it asks about.
    expect(ours.filter(({ file }) => file === 'main.js')).not.toEqual([])
    expect(ours.filter(({ severity }) => severity === 'HIGH')).toEqual([])
    expect(ours.filter(({ check }) => !ANSWERED.includes(check))).toEqual([])
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
