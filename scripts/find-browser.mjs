/** The installed Chrome, Chromium or Edge for the tests. Where to look is the same list that the app has. */
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './run.mjs'

const places = JSON.parse(fs.readFileSync(path.join(ROOT, 'src/main/platform/node/browsers.json'), 'utf8'))

function isProgram(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    // Not there, or not ours to run: look on.
    return false
  }
}

/** @returns {string | null} the program's path */
export function findBrowser(env = process.env) {
  if (env.LEADLINE_BROWSER) return isProgram(env.LEADLINE_BROWSER) ? env.LEADLINE_BROWSER : null
  const { files, commands } = places[process.platform] ?? places.linux
  const known = files
    .filter((file) => [...file.matchAll(/%([^%]+)%/g)].every(([, name]) => env[name]))
    .map((file) => file.replace(/%([^%]+)%/g, (_, name) => env[name]))
  const folders = (env.PATH ?? '').split(path.delimiter).filter(Boolean)
  const onPath = commands.flatMap((command) => folders.map((folder) => path.join(folder, command)))
  return [...known, ...onPath].find(isProgram) ?? null
}
