/**
 * A file larger than the memory that its import may take, and a SIGKILL in the midst of it: a real process, with a real database in its
 * thread. `IMPORT_MEGABYTES` makes it larger.
 */
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { expect, it } from 'vitest'
import { buildThread, openTestStorage } from '../storage/test-storage'
import { contentsOf } from './imports.testing'

const MEGABYTES = Number(process.env['IMPORT_MEGABYTES'] ?? 96)
/** Of the heap; the file is larger. */
const HEAP_MB = 64
/** What an old system keeps of each message besides its words. */
const RAW = 'x'.repeat(16 * 1024)
const ROWS = (MEGABYTES * 1024 * 1024) / RAW.length

function* dump(): Generator<string> {
  yield 'COPY contacts (id, phone, name) FROM stdin;\n1\t081234567890\tSiti\n\\.\n'
  yield 'COPY messages (id, contact_id, direction, body, "timestamp", raw) FROM stdin;\n'
  for (let n = 0; n < ROWS; n++) yield `${n}\t1\tin\tPesan ${n}\t${1_743_500_000 + n * 60}\t${RAW}\n`
  yield '\\.\n'
}

/** One life of the importing process; `hear` may kill it. */
async function live(args: string[], hear: (line: string, kill: () => void) => void): Promise<number | null> {
  const script = path.join(import.meta.dirname, 'big-file.testing.ts')
  const node = [`--max-old-space-size=${HEAP_MB}`, '--import=tsx', script, ...args]
  const child = spawn(process.execPath, node, { stdio: ['ignore', 'pipe', 'inherit'] })
  createInterface(child.stdout).on('line', (line) => hear(line, () => child.kill('SIGKILL')))
  const [code] = (await once(child, 'close')) as [number | null]
  return code
}

it(
  'imports a file that is larger than its memory, and after a SIGKILL goes on without loss or doubles',
  async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-big-'))
    try {
      const file = path.join(folder, 'dump.sql')
      await pipeline(dump, fs.createWriteStream(file))
      const key = randomBytes(32)
      const args = [folder, key.toString('hex'), await buildThread(), file]

      let reached = 0
      const killed = await live(args, (line, kill) => {
        reached = Math.max(reached, Number(/^rows (\d+)/.exec(line)?.[1] ?? 0))
        if (reached > ROWS / 3) kill()
      })
      expect(killed).toBeNull()
      let memory = [0, Infinity]
      const ended = await live(args, (line) => {
        memory = /^memory (\d+) (\d+)/.exec(line)?.slice(1).map(Number) ?? memory
      })
      expect(ended).toBe(0)
      const [before = 0, most = 0] = memory
      console.log(`${MEGABYTES} MB: from ${before} to at most ${most} MB`)
      expect(most - before).toBeLessThan(MEGABYTES)

      const test = await openTestStorage({ folder, key, threadFile: args[2] ?? '' })
      const { messages } = contentsOf(test) as { messages: { body: string }[] }
      await test.storage.close()
      expect(messages.map(({ body }) => body)).toEqual(Array.from({ length: ROWS }, (_, n) => `Pesan ${n}`))
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  },
  120_000 + MEGABYTES * 1_000,
)
