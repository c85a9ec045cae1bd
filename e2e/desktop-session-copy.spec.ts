/**
 * On the desktop a lost partition comes back from its copy, as a partition of its own. On the stand-in for Electron, with real pages
 * whose storage lies where Electron keeps it.
 */
import fs from 'node:fs'
import path from 'node:path'
import { expect } from './fixtures'
import { expectRight, test } from './desktop/fixtures'
import type { Shell } from './desktop/shell'
import { until } from './harness/wait'
import { connected, firstRun } from './steps'

async function end(shell: Shell): Promise<void> {
  shell.emit('electron.powerMonitor', 'shutdown')
  expect(await shell.ended(), shell.said()).toBe(0)
}

test('a lost partition comes back from its copy without a QR code', async ({ folder, world, again }) => {
  test.setTimeout(240_000)
  const partitions = path.join(folder, 'sessionData', 'Partitions')
  const first = again()
  const client = first.client(await first.made('BrowserWindow', 'preload'))
  await firstRun({ client }, world)
  await client.accounts.saveSession({ accountId: 'main' })
  await connected(client)
  const [account] = await client.accounts.list()
  expect(account?.sessionCopy).toMatchObject({ refused: false })
  expect(account?.sessionCopy.bytes).toBeGreaterThan(1000)
  await end(first)
  expect(fs.readdirSync(path.join(folder, 'data', 'session-copies'))).toEqual(['main.desktop.copy'])

  fs.rmSync(path.join(partitions, 'whatsapp-main'), { recursive: true })
  const second = again()
  const back = second.client(await second.made('BrowserWindow', 'preload'))
  await until(async () => (await back.setup.status()).stage === 'open', { what: 'the open database' })
  await connected(back)
  await second.made('BrowserWindow', 'persist:whatsapp-main.1')
  expect(fs.readdirSync(partitions)).toEqual(['whatsapp-main.1'])
  await end(second)
  expectRight(second)
})
