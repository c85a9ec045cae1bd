/** Keeps the world in a file of the state folder, written behind and at the end. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings, isRecord, patched } from '../settings'
import type { Saved, World } from './world'

/** Milliseconds between writes; a large world, slow to write, is written less often. */
const everyMs = 1000

export interface Disk {
  /** Writes what is not written yet. */
  flush(): void
}

/** Loads the world from `stateDir`, if it was saved there, and keeps it saved from now on. */
export function keepOnDisk(world: World, stateDir: string): Disk {
  mkdirSync(stateDir, { recursive: true })
  const file = join(stateDir, 'world.json')
  if (existsSync(file)) {
    // Written by this very program, a moment or a release ago.
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Saved
    const settings = isRecord(saved.settings) ? patched(defaultSettings(), saved.settings) : defaultSettings()
    world.load({ ...saved, settings })
  }
  let timer: NodeJS.Timeout | undefined
  let tookMs = 0
  const write = (): void => {
    timer = undefined
    const start = performance.now()
    writeFileSync(`${file}.new`, JSON.stringify(world.save()))
    renameSync(`${file}.new`, file)
    tookMs = performance.now() - start
  }
  world.onChange = () => {
    timer ??= setTimeout(write, Math.max(everyMs, tookMs * 20))
  }
  return {
    flush() {
      if (timer === undefined) return
      clearTimeout(timer)
      write()
    },
  }
}
