/**
 * Whether Electron's Chromium can put its pages into a sandbox here. Where it can't, it ends at once (electron#42510), so who starts it
 * asks first. `npm ci` can't make the helper beside it one that root owns; what is left are user namespaces, which not every Linux gives.
 */
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'

/** Owned by root, and run as root by whoever starts it. */
const SETUID = 0o4755

/**
 * Why Electron would not start, or null. Pure.
 * @param {{ system: NodeJS.Platform, uid: number, helper: { uid: number, mode: number } | null, namespaces: boolean }} here
 *   `helper`: the file `chrome-sandbox` beside Electron's program.
 */
export function sandboxTrouble({ system, uid, helper, namespaces }) {
  if (system !== 'linux') return null
  if (uid === 0) return 'Electron does not run as root'
  if (namespaces || (helper?.uid === 0 && (helper.mode & 0o7777) === SETUID)) return null
  return 'this system lets Electron make no sandbox (docs/troubleshooting.md says how it would)'
}

/** @param {string} file */
function helperAt(file) {
  const found = fs.statSync(file, { throwIfNoEntry: false })
  return found ? { uid: found.uid, mode: found.mode } : null
}

function givesNamespaces() {
  // Ubuntu since 23.10: a program gets one without any right in it, so trying it says nothing.
  const restricted = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns'
  if (fs.existsSync(restricted) && fs.readFileSync(restricted, 'utf8').trim() === '1') return false
  return spawnSync('unshare', ['-Ur', 'true'], { stdio: 'ignore', timeout: 5_000 }).status === 0
}

/**
 * The same of this machine.
 * @param {string | null} program Electron's, or null where it is not here yet.
 * @returns {string | null}
 */
export function troubleHere(program) {
  if (process.platform !== 'linux') return null
  return sandboxTrouble({
    system: process.platform,
    uid: process.getuid(),
    helper: program === null ? null : helperAt(path.join(path.dirname(program), 'chrome-sandbox')),
    namespaces: givesNamespaces(),
  })
}
