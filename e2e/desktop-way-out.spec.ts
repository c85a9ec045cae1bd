/**
 * The desktop's windows when nobody is to see them any more: WhatsApp's own window and the lock, and the way out while it is shown. On
 * the stand-in for Electron, with a real page behind the window.
 */
import path from 'node:path'
import { lockDataFolder } from '../src/main/platform/node/lock'
import { expect } from './fixtures'
import { expectRight, test } from './desktop/fixtures'
import { value, type Shell } from './desktop/shell'
import { until } from './harness/wait'
import { connected, firstRun } from './steps'

const PASSPHRASE = 'a long enough one'

/** How often a window was shown or hidden so far. */
const times = (shell: Shell, member: 'show' | 'hide', window: string): number =>
  shell.calls(member).filter((call) => call.on === window).length

test('a locked Leadline shows no window of WhatsApp’s, and a shown one does not hold up the end', async ({
  folder,
  world,
  again,
}) => {
  test.setTimeout(240_000)
  const shell = again()
  const main = await shell.made('BrowserWindow', 'preload')
  const client = shell.client(main)
  await firstRun({ client }, world)
  const whatsapp = await shell.made('BrowserWindow', 'persist:whatsapp-main')
  const ask = () => client.accounts.showWindow({ accountId: 'main' })

  expect(await ask()).toEqual({ shown: true })
  expect(times(shell, 'show', whatsapp)).toBe(1)
  await client.setup.setPassphrase({ passphrase: PASSPHRASE })
  await client.setup.lock()
  await until(() => Promise.resolve(times(shell, 'hide', whatsapp) === 1), { what: 'the hidden window' })
  await expect(ask()).rejects.toMatchObject({ data: { code: 'locked' } })
  await client.setup.unlock({ passphrase: PASSPHRASE })
  await connected(client)
  expect(times(shell, 'show', whatsapp)).toBe(1)

  // A service host that is started meanwhile learns who has the data.
  expect(lockDataFolder(path.join(folder, 'data'))).toMatchObject({ acquired: false, holder: { url: null } })

  // A worker has no user agent but the app's.
  const agent = shell.recording().find((entry) => entry.is === 'set' && entry.member === 'userAgentFallback')
  const said = agent?.is === 'set' && agent.value.is === 'value' ? agent.value.json : ''
  expect(said).toMatch(/Chrome\/142\.0\.0\.0 Safari/)
  expect(said).not.toMatch(/Electron|Leadline/i)

  // What asks first on Linux does not count as an app that wants time at the system's end.
  const asked = shell.calls('on').filter((call) => call.on === 'electron.powerMonitor')
  expect(asked.map((call) => call.args[0])).toContainEqual(value('shutdown'))
  expect(asked[0]?.args[0]).not.toEqual(value('shutdown'))

  expect(await ask()).toEqual({ shown: true })
  shell.emit('electron.powerMonitor', 'shutdown')
  await shell.refused('electron.powerMonitor', 'shutdown')
  expect(await shell.ended(), shell.said()).toBe(0)
  expectRight(shell)

  // On Windows it is the window that is told.
  const next = again()
  const nextMain = await next.made('BrowserWindow', 'preload')
  await next.called('loadURL')
  next.emit(nextMain, 'query-session-end', value({ reasons: ['shutdown'] }))
  await next.refused(nextMain, 'query-session-end')
  expect(await next.ended(), next.said()).toBe(0)
  expectRight(next)
})
