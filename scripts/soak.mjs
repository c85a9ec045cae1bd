/**
 * The long fault runs: every property over draws of its own, a day of 500 leads and 500 orders with a CRM that fails three of ten
 * requests and 24 kills, 200 kills of the whole app, 20 times linked and disconnected, and ten accounts through 200 faults each.
 * `PROPERTY_SEED`, `FLAKY_SEED`, `KILL_SEED` and `FAULT_SEED` choose another course; the names of the runs say which it was.
 */
import './node-guard.mjs'
import { spawnSync } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { build } from './build-if-needed.mjs'
import { ensureBrowser } from './ensure-browser.mjs'
import { ROOT, runNode, tool } from './run.mjs'

/** The test files that state properties, asked of git so that none is forgotten. */
function propertyFiles() {
  const { stdout } = spawnSync('git', ['grep', '-l', "from 'fast-check'", '--', '*.test.ts', '*.test.tsx'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  return stdout.trim().split('\n')
}

async function properties() {
  const PROPERTY_SEED = process.env.PROPERTY_SEED ?? String(randomInt(2 ** 31))
  const PROPERTY_RUNS = process.env.PROPERTY_RUNS ?? '1000'
  process.stdout.write(`Properties: seed ${PROPERTY_SEED}, ${PROPERTY_RUNS} runs each\n`)
  const args = [tool('vitest/vitest.mjs'), 'run', '--testTimeout=600000', ...propertyFiles()]
  const { code } = await runNode(args, { env: { ...process.env, PROPERTY_SEED, PROPERTY_RUNS } })
  return code
}

/** 24 hours as the app and the CRM take them; see e2e/flaky/time-lapse.ts. */
async function flakyCrm() {
  const day = {
    ...{ FLAKY_LEADS: '500', FLAKY_ORDERS: '500', FLAKY_HOURS: '24', FLAKY_KILLS: '24' },
    FLAKY_TIMEOUT: '800',
  }
  const args = [tool('vitest/vitest.mjs'), 'run', '--disableConsoleIntercept', 'e2e/flaky/flaky.test.ts']
  const { code } = await runNode(args, {
    env: { ...day, FLAKY_SEED: String(randomInt(2 ** 31)), ...process.env },
  })
  return code
}

/** One end-to-end spec on the service host, made long by the environment; what the person set there stands. */
const longRun = (spec, env) => async () => {
  const args = ['test', '-c', 'e2e/playwright.config.ts', '--project=service', spec]
  const { code } = await runNode([tool('@playwright/test/cli.js'), ...args], {
    env: { ...env, ...process.env },
  })
  return code
}
const kills = longRun('kill/kill', { KILLS: '200' })
const relinks = longRun('relink', { RELINK_ROUNDS: '20' })
const faults = longRun('faults/faults', {
  FAULT_ACCOUNTS: '10',
  FAULTS: '200',
  FAULT_SEED: String(randomInt(2 ** 31)),
})

const browser = await ensureBrowser()
if ('error' in browser) {
  process.stderr.write(`${browser.error}\n`)
  process.exit(1)
}
for (const step of [properties, flakyCrm, build, kills, relinks, faults]) {
  const code = await step()
  if (code !== 0) process.exit(code)
}
