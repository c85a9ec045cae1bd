/**
 * Notices that the machine was asleep, and that its network came back, where nobody tells: by a look every few seconds at two clocks
 * and at the addresses the machine has. On every system, without a native part.
 */
import os from 'node:os'
import type { WakeCause, WakeSource } from '../ports'

const LOOK_MS = 5_000
/** A look that comes this much too late was kept by sleep; a busy machine keeps it for less. */
const ASLEEP_MS = 15_000

export interface Clocks {
  /** The system's clock, ms: jumps over sleep, and where somebody sets it. */
  wall: number
  /** One that only goes forward, ms. Stands still in sleep on some systems, and not on others. */
  elapsed: number
}

/**
 * Whether the machine slept between two looks that were to be `every` ms apart: one of the clocks went on for much longer than that.
 * A clock that was set forward looks the same and does no harm; one that was set back says nothing.
 */
export const slept = (before: Clocks, now: Clocks, every: number): boolean =>
  Math.max(now.wall - before.wall, now.elapsed - before.elapsed) - every > ASLEEP_MS

/** Whether there is a way out now that was not there before. */
export const cameBack = (before: ReadonlySet<string>, now: ReadonlySet<string>): boolean =>
  [...now].some((address) => !before.has(address))

/** The addresses under which the machine reaches others. */
export function addressesOf(interfaces: ReturnType<typeof os.networkInterfaces>): Set<string> {
  const found = new Set<string>()
  for (const [name, addresses] of Object.entries(interfaces))
    for (const { address, internal } of addresses ?? [])
      if (!internal && !/^(?:fe80:|169\.254\.)/i.test(address)) found.add(`${name} ${address}`)
  return found
}

export interface NodeWakesOptions {
  clocks?: () => Clocks
  interfaces?: () => ReturnType<typeof os.networkInterfaces>
}

/** Looks only while somebody listens, and keeps no process alive. */
export function createNodeWakes(options: NodeWakesOptions = {}): WakeSource {
  const clocks = options.clocks ?? (() => ({ wall: Date.now(), elapsed: performance.now() }))
  const interfaces = options.interfaces ?? (() => os.networkInterfaces())
  return {
    subscribe(listener: (cause: WakeCause) => void): () => void {
      let time = clocks()
      let addresses = addressesOf(interfaces())
      const look = (): void => {
        const before = { time, addresses }
        time = clocks()
        addresses = addressesOf(interfaces())
        if (slept(before.time, time, LOOK_MS)) listener('machine')
        else if (cameBack(before.addresses, addresses)) listener('network')
      }
      const timer = setInterval(look, LOOK_MS)
      timer.unref()
      return () => clearInterval(timer)
    },
  }
}
