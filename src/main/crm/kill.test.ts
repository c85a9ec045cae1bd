/** SIGKILL while changes are pushed: the CRM's own log judges that nothing is lost and nothing is there twice. */
import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, expect, it } from 'vitest'
import { crmControl } from '../../../e2e/central-crm/control'
import { SEED_PASSWORD } from '../../../e2e/central-crm/seed/shop'
import { startCentralCrm } from '../../../e2e/central-crm/server'
import { buildThread } from '../storage/test-storage'

const running = new Set<ChildProcess>()
afterEach(() => {
  for (const child of running) child.kill('SIGKILL')
})

function start(args: string[], hear: (line: string) => void) {
  const script = path.join(import.meta.dirname, 'testing-child.ts')
  const child = spawn(process.execPath, ['--import=tsx', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const exited = once(child, 'exit').then(() => running.delete(child))
  createInterface(child.stdout).on('line', hear)
  return {
    exited,
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
  }
}

it('loses nothing and doubles nothing', { timeout: 180_000 }, async () => {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'leadline-kill-'))
  const server = await startCentralCrm({ dbFile: path.join(folder, 'crm.db'), seed: true })
  const control = crmControl(server.url)
  const key = randomBytes(32).toString('hex')
  const threadFile = await buildThread()
  const will = new Set<string>()
  const made = new Set<string>()
  try {
    const launch = (count: number, onLine: (line: string) => void = () => undefined) =>
      start([folder, key, threadFile, server.url, SEED_PASSWORD, String(count)], (line) => {
        const [what, id = ''] = line.split(' ')
        if (what === 'will') will.add(id)
        if (what === 'made') made.add(id)
        onLine(line)
      })
    const moments = ['timeout-after-commit', 'cut-after-commit', 'timeout'] as const
    for (const [round, kind] of moments.entries()) {
      await control.clear()
      await control.latency(20, 30)
      const after = (await control.log()).at(-1)?.seq ?? 0
      // Which of the coming writes it hits follows from the seed; the app is killed while that one is under way.
      for (const match of [{ method: 'PUT' }, { pathPrefix: '/api/batch' }])
        await control.fail({ kind, count: 1, ratePerMille: 300, seed: round + 1, match })
      const app = launch(6)
      await control.waitFor((entry) => entry.fault === kind, { after, timeoutMs: 60_000 })
      await app.kill()
    }
    await control.clear()
    const last = await new Promise<ReturnType<typeof launch>>((resolve, reject) => {
      const app = launch(1, (line) => {
        if (line === 'through') resolve(app)
      })
      app.exited.then(() => reject(new Error('the app ended by itself')), reject)
    })
    await last.kill()

    const leads = await control.records('lead')
    const ids = leads.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...made].filter((id) => !ids.includes(id))).toEqual([])
    expect(ids.filter((id) => !will.has(id))).toEqual([])
    expect(made.size).toBeGreaterThan(8)
    const people = await control.records('contact')
    expect(new Set(people.flatMap(({ phones }) => phones)).size).toBe(people.length)
    const log = await control.log()
    const puts = log.filter(({ method }) => method === 'PUT')
    expect(puts.filter(({ outcome }) => outcome === 'refused')).toEqual([])
    expect(puts.filter(({ outcome }) => outcome === 'replayed').length).toBeGreaterThan(0)
  } finally {
    for (const child of running) child.kill('SIGKILL')
    await server.close()
    await rm(folder, { recursive: true, force: true })
  }
})
