/** The long fault runs: 200 kills. `KILL_SEED` chooses another course. */
import './node-guard.mjs'
import { build } from './build-if-needed.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { runNode, tool } from './run.mjs'

await ensureBrowser()
const built = await build()
if (built !== 0) process.exit(built)
const env = { ...process.env, KILLS: process.env.KILLS ?? '200' }
const { code } = await runNode(
  [tool('@playwright/test/cli.js'), 'test', '-c', 'e2e/playwright.config.ts', 'kill'],
  { env },
)
process.exitCode = code
