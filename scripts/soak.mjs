/** The long fault runs: 200 kills. `KILL_SEED` chooses another course. */
import './node-guard.mjs'
import { build } from './build.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { bin, run } from './run.mjs'

await ensureBrowser()
if ((await build()) !== 0) process.exit(1)
const env = { KILLS: process.env.KILLS ?? '200' }
process.exitCode = await run(
  [bin('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', 'kill'],
  { env },
)
