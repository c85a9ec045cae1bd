/** Keeps the world in a file of the state folder, written behind (at most once in `everyMs`) and at the end. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defaultSettings, isRecord, patched } from '../settings'
import type { Saved, World } from './world'

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
  const write = (): void => {
    timer = undefined
    writeFileSync(`${file}.new`, JSON.stringify(world.save()))
    renameSync(`${file}.new`, file)
  }
  world.onChange = () => {
    timer ??= setTimeout(write, everyMs)
  }
  return {
    flush() {
      if (timer === undefined) return
      clearTimeout(timer)
      write()
    },
  }
}
