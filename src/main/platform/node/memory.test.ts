import { spawn } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import path from 'node:path'
import { expect, it } from 'vitest'
import { browserMemory, together, treeOf } from './memory'

it('takes each descendant once, also where a listing goes in circles', () => {
  const parents = new Map([
    ...[1, 2, 3, 4].map((pid) => [pid + 1, pid] as const),
    ...([
      [10, 1],
      [20, 21],
      [21, 20],
    ] as const),
  ])
  expect([...treeOf([3], parents)].sort()).toEqual([3, 4, 5])
  expect([...treeOf([20], parents)].sort()).toEqual([20, 21])
  expect([...treeOf([], parents)]).toEqual([])
})

it('adds shares, and where they are not told takes the largest alone', () => {
  const of = (share: number | null, resident: number) => ({ share, resident })
  expect(together([of(30, 100), of(20, 90), of(null, 0)])).toBe(50)
  expect(together([of(null, 100), of(null, 250), of(null, 90)])).toBe(250)
  expect(together([of(30, 100), of(null, 90)])).toBe(100)
  expect(together([])).toBe(0)
})

it('is unknown where no browser has the profile, and on Windows', async () => {
  const folder = path.join(os.tmpdir(), 'leadline-no-such-profile')
  expect(await browserMemory([folder])).toEqual(new Map())
  expect(await browserMemory([folder], 'win32')).toEqual(new Map())
})

const MEGABYTE = 1024 * 1024

/** Fills so many megabytes, says so, and waits for its end. */
const fill = (megabytes: number): string =>
  `const full = Buffer.alloc(${megabytes * MEGABYTE}, 1); process.stdout.write('full'); process.stdin.resume(); process.stdin.on('end', () => process.exit(full[0] - 1));`

it.skipIf(process.platform === 'win32')(
  'counts the processes that the one with the profile started',
  async () => {
    const folder = path.join(os.tmpdir(), `leadline-profile-${process.pid}`)
    const child = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(fill(120))}], { stdio: 'inherit' }).on('exit', () => process.exit());`
    const parent = spawn(process.execPath, ['-e', child, '--', `--user-data-dir=${folder}`], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    try {
      await once(parent.stdout, 'data')
      const memory = (await browserMemory(['/no-such-profile', folder])).get(folder)
      expect(memory).toBeGreaterThan(120 * MEGABYTE)
      expect(memory).toBeLessThan(1_000 * MEGABYTE)
    } finally {
      parent.stdin.end()
      await once(parent, 'exit')
    }
  },
)
