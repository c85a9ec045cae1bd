/** `npm test`: everything, in order, stopping at the first failure; ends with one line that sums up. */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { build } from './build-if-needed.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ROOT, runNode, tool } from './run.mjs'

const results = path.join(ROOT, 'test-results')
const unitReport = path.join(results, 'unit.json')
const e2eReport = path.join(results, 'e2e.json')
const started = Date.now()
const total = { passed: 0, failed: 0, skipped: 0 }

function heading(text) {
  const seconds = Math.round((Date.now() - started) / 1000)
  process.stdout.write(`\n== ${text} (${seconds} s)\n`)
}

function finish(code) {
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped\n`)
  process.exit(code)
}

const readReport = (file) => (fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : null)

function addUnit() {
  const report = readReport(unitReport)
  if (!report) return
  total.passed += report.numPassedTests
  total.failed += report.numFailedTests
  total.skipped += report.numPendingTests + report.numTodoTests
}

/** A flaky test passed in the end, but is not hidden: it counts as failed. */
function addE2e() {
  const report = readReport(e2eReport)
  if (!report) return
  total.passed += report.stats.expected
  total.failed += report.stats.unexpected + report.stats.flaky
  total.skipped += report.stats.skipped
}

/** At the same time; the output of each is shown in one piece, where it has any. */
async function together(steps) {
  const done = await Promise.all(
    steps.map(async ([name, work]) => {
      const { code, output } = await work()
      if (code !== 0) process.stdout.write(`${output.trimEnd()}\n${name} failed.\n`)
      return code
    }),
  )
  const failed = done.find((code) => code !== 0)
  if (failed !== undefined) finish(failed)
}

const quiet = (args) => () => runNode(args, { quiet: true })

fs.mkdirSync(results, { recursive: true })
for (const file of [unitReport, e2eReport]) fs.rmSync(file, { force: true })

heading('Types and style')
await together([
  ['tsc', quiet([tool('typescript/bin/tsc'), '-p', 'tsconfig.json'])],
  [
    'lint',
    async () => {
      const eslint = await runNode([tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'], {
        quiet: true,
      })
      if (eslint.code !== 0) return eslint
      return runNode([tool('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn'], {
        quiet: true,
      })
    },
  ],
])

// Integration tests drive the real browser too, so it comes before them.
heading('A browser')
const browser = await ensureBrowser()
if ('error' in browser) {
  process.stderr.write(`${browser.error}\n`)
  finish(1)
}
process.stdout.write(`${browser.executable}\n`)
const env = { ...process.env, LEADLINE_BROWSER: browser.executable, CHROMIUM_PATH: browser.executable }

heading('Unit and integration tests')
const unit = await runNode(
  [
    tool('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${unitReport}`,
  ],
  { env },
)
addUnit()
if (unit.code !== 0) finish(unit.code)

heading('Build')
const built = await build()
if (built !== 0) finish(built)

heading('End-to-end tests')
// playwright.config.ts lists the progress and writes e2e.json.
const e2e = await runNode([tool('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts'], {
  env,
})
addE2e()
finish(e2e.code)
