/** Starts the reference CRM as its own process, and ends it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'

const ready = z.object({ url: z.string(), pid: z.number() })

export interface SpawnedCrm {
  url: string
  pid: number
  /** SIGTERM (or SIGKILL), and waits for its end. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>
}

export interface SpawnOptions {
  dbFile: string
  port?: number
  seed?: boolean
  /** Milliseconds. */
  accessTtl?: number
  /** The program, for callers that were bundled and lie elsewhere. */
  script?: string
}

/** Ends with the process that called this, too. @throws where it ends before it is ready. */
export async function spawnCentralCrm(options: SpawnOptions): Promise<SpawnedCrm> {
  const args = [
    '--import=tsx',
    options.script ?? path.join(import.meta.dirname, 'main.ts'),
    `--db=${options.dbFile}`,
    `--port=${options.port ?? 0}`,
    '--with-parent',
    ...(options.seed ? ['--seed'] : []),
    ...(options.accessTtl ? [`--access-ttl=${options.accessTtl}`] : []),
  ]
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const first = once(createInterface(child.stdout), 'line').then(([line]) => String(line))
  const line = await Promise.race([first, exited.then(() => null)])
  if (line === null) throw new Error('the central CRM ended before it was ready')
  const { url, pid } = ready.parse(JSON.parse(line))
  return {
    url,
    pid,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal)
      await exited
    },
  }
}
