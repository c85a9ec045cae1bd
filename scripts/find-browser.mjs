/** Finds an installed Chromium, Chrome or Edge. The places are data, shared with the app. */
import fs from 'node:fs'
import path from 'node:path'
import { ROOT } from './run.mjs'

const PLACES = path.join(ROOT, 'src/main/platform/node/browsers.json')

/** @returns {string | null} `LEADLINE_BROWSER`, else the first place that exists, else the first name on the PATH. */
export function findBrowser() {
  const chosen = process.env.LEADLINE_BROWSER
  if (chosen) return chosen
  const places = JSON.parse(fs.readFileSync(PLACES, 'utf8'))
  const { files, commands } = places[process.platform] ?? places.linux
  const expanded = files.map((place) =>
    place.replaceAll(/%([A-Z()0-9]+)%/gi, (_, name) => process.env[name] ?? ''),
  )
  const onPath = commands.flatMap((name) =>
    (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, name)),
  )
  return [...expanded, ...onPath].find((place) => fs.existsSync(place)) ?? null
}
