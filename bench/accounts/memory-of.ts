/** Asks a program that was started with `measured.mjs` what its memory is. */
import { pathToFileURL } from 'node:url'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Child } from '../../e2e/harness/child'
import { until } from '../../e2e/harness/wait'

export const MEASURED = [
  '--expose-gc',
  '--import',
  pathToFileURL(path.join(import.meta.dirname, 'measured.mjs')).href,
] as const

const line = z.object({ memory: z.object({ rss: z.number(), heapUsed: z.number(), external: z.number() }) })
/** Bytes. */
export type Memory = z.infer<typeof line>['memory']

const toldBy = (child: Child): Memory[] =>
  child
    .output()
    .split('\n')
    .filter((text) => text.startsWith('{"memory"'))
    .map((text) => line.parse(JSON.parse(text)).memory)

async function once(child: Child): Promise<Memory> {
  const before = toldBy(child).length
  process.kill(child.pid, 'SIGUSR2')
  return until(() => Promise.resolve(toldBy(child)[before]), { what: 'the memory', timeout: 60_000 })
}

/** The least of several looks, a while apart: what stays when nothing is going on. */
export async function memoryOf(child: Child): Promise<Memory> {
  let least = await once(child)
  for (let look = 0; look < 5; look++) {
    await delay(2_000)
    const memory = await once(child)
    if (memory.rss < least.rss) least = memory
  }
  return least
}

export const inMb = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`
