/** What Electron tells of sleep and of the person's return, beside what the machine itself shows. */
import { powerMonitor } from 'electron'
import { createNodeWakes } from '../node/wakes'
import type { WakeSource } from '../ports'

export function createElectronWakes(): WakeSource {
  const machine = createNodeWakes()
  return {
    subscribe(listener) {
      const leave = machine.subscribe(listener)
      const woke = (): void => listener('machine')
      powerMonitor.on('resume', woke)
      powerMonitor.on('unlock-screen', woke)
      return () => {
        leave()
        powerMonitor.off('resume', woke)
        powerMonitor.off('unlock-screen', woke)
      }
    },
  }
}
