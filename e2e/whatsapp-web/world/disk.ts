/** Keeps the world in a file of a folder, written behind and at the end. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isRecord, patched } from '../settings'
import type { Saved, World } from './world'

/** Milliseconds between writes; a large world, slow to write, is written less often. */
const everyMs = 1000

export interface Disk {
  /** Writes what is not written yet, and no more: an ack that was still to come may change the world later, when its folder is gone. */
  close(): void
}

/** Loads the world from `folder`, if it was saved there, and keeps it saved from now on. */
export function keepOnDisk(world: World, folder: string): Disk {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'world.json')
  if (existsSync(file)) {
    // Written by this very program, a moment or a release ago.
    const saved = JSON.parse(readFileSync(file, 'utf8')) as Saved
    const settings = isRecord(saved.settings) ? patched(world.settings, saved.settings) : world.settings
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
    close() {
      world.onChange = () => undefined
      if (timer === undefined) return
      clearTimeout(timer)
      write()
    },
  }
}
