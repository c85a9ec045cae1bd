import { defineConfig } from '@playwright/test'
import { findBrowser } from '../scripts/find-browser.mjs'
import type { Host } from './fixtures'

/** No word to the outside, and room in small containers. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
]
/** What only Electron itself can show. */
const ONLY_ELECTRON = /(hostile|desktop-only)\.spec\.ts$/
const isRoot = process.getuid?.() === 0

/** The built app against the simulator and the reference CRM. Each test has a data folder of its own. */
export default defineConfig<Host>({
  testDir: '.',
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  timeout: 120_000,
  expect: { timeout: 15_000 },
  fullyParallel: true,
  forbidOnly: process.env['CI'] !== undefined,
  workers: 2,
  reporter: [['list'], ['json', { outputFile: '../test-results/e2e.json' }]],
  projects: [
    { name: 'service', testIgnore: ONLY_ELECTRON },
    // The same scenarios in Electron, where its program is; elsewhere they are skipped and say so.
    {
      name: 'desktop',
      use: { host: 'desktop' },
      testMatch: [/(main-job|relink|sending|unlink)\.spec\.ts$/, ONLY_ELECTRON],
    },
  ],
  use: {
    locale: 'en-US',
    viewport: { width: 1280, height: 800 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: findBrowser() ?? 'no Chrome, Chromium or Edge was found',
      args: isRoot ? [...QUIET, '--no-sandbox'] : QUIET,
    },
  },
})
