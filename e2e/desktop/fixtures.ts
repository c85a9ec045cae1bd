/** What a test of the desktop on the stand-in stands on. */
import path from 'node:path'
import { expect, test as base } from '../fixtures'
import { leftovers } from '../harness/leftovers'
import { until } from '../harness/wait'
import { faultsOf } from './as-typescript'
import type { Installed } from './installed'
import { Shell } from './shell'

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    // It ended by itself meanwhile.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

export const test = base.extend<{ again: (installed?: Installed) => Shell }>({
  /** Starts the desktop, once more after the last one ended. Ended with the test. */
  again: async ({ folder, world }, use) => {
    const shells: Shell[] = []
    await use((installed) => {
      const shell = Shell.start(folder, world, installed)
      shells.push(shell)
      return shell
    })
    for (const shell of shells) await shell.kill()
    // Electron's own pages end with it; the Chromium behind the stand-in's may outlive a stand-in that was killed.
    const browsers = path.join(folder, 'chromium')
    for (const line of leftovers(browsers)) end(Number.parseInt(line))
    await until(() => Promise.resolve(leftovers(browsers).length === 0), { what: 'the end of the pages' })
  },
})

/** electron-updater serves Node's requests too, and listens for what only those tell. */
const OF_A_LIBRARY = /^clientRequest\d+\.on\("(?:socket|aborted)", ours\)/

/** Nothing that was done to Electron is wrong by its types. */
export function expectRight(shell: Shell): void {
  expect(shell.recording().length).toBeGreaterThan(30)
  expect(faultsOf(shell.recording()).filter((fault) => !OF_A_LIBRARY.test(fault))).toEqual([])
}
