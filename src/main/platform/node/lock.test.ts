import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  RAISE_HEADER,
  lockDataFolder,
  meetHolder,
  raiseHolder,
  tellSecondStart,
  type DataFolderLock,
  type LockHolder,
} from './lock'

const told = async (holder: LockHolder | null): Promise<string> => tellSecondStart(await meetHolder(holder))

let folder: string
const children: ChildProcess[] = []

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'leadline-lock-'))
})
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  await rm(folder, { recursive: true, force: true })
})

async function startHolder(...more: string[]) {
  const script = path.join(import.meta.dirname, 'lock.testing.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', script, folder, ...more], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  children.push(child)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, lock: JSON.parse(line) as DataFolderLock }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

test('one process has it; the second learns who, and gets it once the first is killed', async () => {
  const first = await startHolder()
  expect(first.lock.acquired).toBe(true)
  const second = await startHolder()
  expect(second.lock).toEqual({
    acquired: false,
    holder: {
      pid: first.child.pid,
      url: 'http://127.0.0.1:4321',
      raiseSecret: expect.any(String) as unknown,
    },
  })
  if (process.platform !== 'win32') {
    expect((await stat(path.join(folder, 'instance.json'))).mode & 0o777).toBe(0o600)
  }

  await end(first.child, 'SIGKILL')
  const third = lockDataFolder(folder)
  expect(third.acquired).toBe(true)
  // The killed one's card is gone: nobody is led to its port.
  expect(lockDataFolder(folder)).toEqual({ acquired: false, holder: null })
  if (third.acquired) third.release()
})

test('let go in order, it is free, and its card is gone', async () => {
  const { child } = await startHolder()
  const gone = once(child, 'exit')
  child.stdin.write('release\n')
  expect(await gone).toEqual([0, null])
  await expect(readFile(path.join(folder, 'instance.json'))).rejects.toMatchObject({ code: 'ENOENT' })
  const lock = lockDataFolder(folder)
  expect(lock.acquired).toBe(true)
  if (lock.acquired) lock.release()
})

test('of many that start at once exactly one wins', async () => {
  const all = await Promise.all([startHolder(), startHolder(), startHolder(), startHolder()])
  expect(all.filter(({ lock }) => lock.acquired)).toHaveLength(1)
})

test('a holder that has not announced itself yet is told as starting', async () => {
  await startHolder('silent')
  const lock = lockDataFolder(folder)
  expect(lock).toEqual({ acquired: false, holder: null })
  expect(await told(null)).toMatch(/already starting/)
})

test('the holder is asked with its secret; one that does not answer is told', async () => {
  const heard: unknown[] = []
  const server = createServer((request, response) => {
    heard.push([request.method, request.url, request.headers[RAISE_HEADER]])
    const secret = request.headers[RAISE_HEADER]
    if (secret === 'browser') response.end(JSON.stringify({ address: 'http://127.0.0.1:1/?token=t' }))
    else response.writeHead(secret === 's3' ? 204 : 403).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const holder = {
    pid: 7,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    raiseSecret: 's3',
  }
  expect(await raiseHolder({ ...holder, raiseSecret: 'other' })).toBeNull()
  expect(await raiseHolder(holder)).toEqual({ address: null })
  expect(await told(holder)).toMatch(/process 7\); it was asked to show itself/)
  const inBrowser = await told({ ...holder, raiseSecret: 'browser' })
  expect(inBrowser.split('\n')).toEqual([expect.stringContaining('process 7'), 'http://127.0.0.1:1/?token=t'])
  expect(heard).toEqual([
    ['POST', '/raise', 'other'],
    ['POST', '/raise', 's3'],
    ['POST', '/raise', 's3'],
    ['POST', '/raise', 'browser'],
  ])
  server.close()
  await once(server, 'close')
  expect(await told(holder)).toMatch(/does not answer/)
})

test('the desktop app, which listens nowhere, is told as what it is', async () => {
  const lock = lockDataFolder(folder)
  if (lock.acquired) lock.announce({ port: null })
  const second = lockDataFolder(folder)
  if (second.acquired) throw new Error('two have it')
  expect(second.holder).toMatchObject({ pid: process.pid, url: null })
  expect(await told(second.holder)).toContain(`process ${process.pid}) as the desktop app`)
  if (lock.acquired) lock.release()
})
