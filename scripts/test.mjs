/** The whole test: types and lint, unit and integration, then end to end in a real browser. Stops at the first that fails. */
import './node-guard.mjs'
import fs from 'node:fs'
import path from 'node:path'
import { build } from './build.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { bin, ROOT, run } from './run.mjs'

const RESULTS = path.join(ROOT, 'test-results')
const UNIT = path.join(RESULTS, 'unit.json')
const E2E = path.join(RESULTS, 'e2e.json')

async function step(title, work) {
  console.log(`\n── ${title}`)
  const started = Date.now()
  const codes = await work()
  const failed = [codes].flat().find((code) => code !== 0)
  if (failed !== undefined) {
    console.error(`\n${title} failed.`)
    process.exit(failed)
  }
  console.log(`${title}: ${Math.round((Date.now() - started) / 1000)} s`)
}

/** What both runners counted, as one plain closing line. */
function summary() {
  const unit = JSON.parse(fs.readFileSync(UNIT, 'utf8'))
  const { stats } = JSON.parse(fs.readFileSync(E2E, 'utf8'))
  const passed = unit.numPassedTests + stats.expected + stats.flaky
  const failed = unit.numFailedTests + stats.unexpected
  const skipped = unit.numPendingTests + unit.numTodoTests + stats.skipped
  return `${passed} passed, ${failed} failed, ${skipped} skipped`
}

fs.rmSync(RESULTS, { recursive: true, force: true })
await step('Types and lint', () =>
  Promise.all([
    run([bin('typescript/bin/tsc'), '-p', 'tsconfig.json']),
    run([bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0']).then((code) =>
      code === 0 ? run([bin('prettier/bin/prettier.cjs'), '--check', '.', '--log-level', 'warn']) : code,
    ),
  ]),
)
await step('Browser and build', async () => {
  await ensureBrowser()
  return build()
})
await step('Unit and integration', () =>
  run([
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${UNIT}`,
  ]),
)
await step('End to end', () =>
  run([bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts']),
)
console.log(`\n${summary()}`)
