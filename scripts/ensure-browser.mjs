/**
 * The Chromium, Chrome or Edge that end-to-end tests drive. Where none is installed: Debian as root gets it from its own packages,
 * anywhere else the one command that installs it is named.
 */
import './node-guard.mjs'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findBrowser } from './find-browser.mjs'
import { run } from './run.mjs'

const ADVICE = {
  win32: 'winget install Google.Chrome',
  darwin: 'brew install --cask google-chrome',
  linux: 'sudo apt-get install chromium (or your system’s package of Chromium or Chrome)',
}

function isDebianRoot() {
  return process.getuid?.() === 0 && fs.existsSync('/etc/debian_version')
}

/** The executable. Exits with advice where none can be had. */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return found
  if (isDebianRoot()) {
    console.log('No browser found: installing Debian’s Chromium …')
    const env = { DEBIAN_FRONTEND: 'noninteractive' }
    const updated = await run(['update', '-qq'], { command: 'apt-get', quiet: true, env })
    const packages = ['chromium', 'fonts-noto-core']
    if (updated === 0)
      await run(['install', '-y', '-qq', ...packages], { command: 'apt-get', quiet: true, env })
  }
  const installed = findBrowser()
  if (installed) return installed
  console.error(
    `Leadline needs Chromium, Chrome or Edge. Install one: ${ADVICE[os.platform()] ?? ADVICE.linux}`,
  )
  process.exit(1)
}

if (process.argv[1] === import.meta.filename) console.log(path.resolve(await ensureBrowser()))
