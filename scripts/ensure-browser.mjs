/**
 * Makes sure there is a browser for the tests: one that is installed; on Debian as root it is installed; elsewhere the one command that
 * does it is told.
 */
import './node-guard.mjs'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { findBrowser } from './find-browser.mjs'
import { run } from './run.mjs'

const isDebian = () => process.platform === 'linux' && fs.existsSync('/etc/debian_version')
/** Ubuntu's package is a shim for a snap, which can't be driven from here. */
const isUbuntu = () => /^ID=ubuntu$/m.test(fs.readFileSync('/etc/os-release', 'utf8'))

function advice() {
  if (process.env.LEADLINE_BROWSER)
    return `LEADLINE_BROWSER names ${process.env.LEADLINE_BROWSER}, which is no program.`
  const command =
    process.platform === 'win32'
      ? 'winget install Google.Chrome'
      : process.platform === 'darwin'
        ? 'brew install --cask google-chrome'
        : isDebian() && !isUbuntu()
          ? 'sudo apt-get install chromium'
          : 'install Chrome from https://www.google.com/chrome, or chromium with your package manager'
  return `No Chrome, Chromium or Edge was found. Please run: ${command}`
}

/** @returns {Promise<{ executable: string } | { error: string }>} */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found) return { executable: found }
  if (process.env.LEADLINE_BROWSER || !isDebian() || isUbuntu() || process.getuid?.() !== 0)
    return { error: advice() }
  process.stderr.write('Installing Chromium with apt-get...\n')
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // The emoji font too: without one the demo's chats show boxes.
  const packages = ['chromium', 'fonts-noto-color-emoji']
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { code, output } = await run('apt-get', args, { quiet: true, env })
    if (code !== 0) return { error: `${output}\napt-get ${args.join(' ')} failed.` }
  }
  const installed = findBrowser()
  return installed ? { executable: installed } : { error: advice() }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = await ensureBrowser()
  if ('error' in result) {
    process.stderr.write(`${result.error}\n`)
    process.exit(1)
  }
  process.stdout.write(`${result.executable}\n`)
}
