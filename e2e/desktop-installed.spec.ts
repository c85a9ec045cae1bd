/**
 * The desktop's own entry as installed: what it refuses, how it starts at login, and its updates, from the feed to the file that is
 * replaced. Electron is the stand-in; electron-updater, the files and the way over TLS to the update server are real.
 */
import fs from 'node:fs'
import path from 'node:path'
import app from '../package.json' with { type: 'json' }
import type { UpdateState } from '../src/contract'
import { LAST_WORDS } from '../src/main/platform/electron/start-words'
import { lockDataFolder } from '../src/main/platform/node/lock'
import { appImage, release } from '../src/main/platform/electron/updates/server.testing'
import { expect } from './fixtures'
import { expectRight, test } from './desktop/fixtures'
import { installed } from './desktop/installed'
import { Shell, value } from './desktop/shell'
import type { AppClient } from './harness/app'
import { until } from './harness/wait'
import { allConversations, allMessages, chatOf, firstRun } from './steps'

const CHAT = chatOf(1)
const { version } = app
const NEWER = '9.9.9'
const OFFER = { version: NEWER, notes: 'Faster search' }

/** The app looks by itself too, in the first half minute: what is asked for is where it comes to rest. */
const becomes = (client: AppClient, state: UpdateState) =>
  expect.poll(async () => (await client.updates.status()).state, { timeout: 30_000 }).toEqual(state)

test('a newer version, from the feed to the file', async ({ folder, world, again }) => {
  test.setTimeout(240_000)
  const here = await installed(folder, version)
  const { server, file } = here
  const inPlace = () => fs.readFileSync(file)
  // The version that takes over goes on with the same data.
  const data = `--data-dir=${path.join(folder, 'data')}`
  try {
    const shell = again(here)
    const client = shell.client(await shell.made('BrowserWindow', 'preload'))
    const { whatsapp } = world
    await whatsapp.seed({
      contacts: [{ id: CHAT, name: 'Ibu Ratna', isMyContact: true }],
      messages: [{ chat: CHAT, body: 'Halo' }],
    })
    await firstRun({ client }, world)
    await until(async () => (await allConversations(client)).length === 1, { what: 'the conversation' })
    const conversationId = (await allConversations(client))[0]!.id

    // The login starts the AppImage itself, on this very data.
    await client.system.setStartAtLogin({ on: true })
    expect(here.loginEntry()).toContain(`\nExec="${file}" "--minimised" "--data-dir=${folder}/data"\n`)
    await client.system.setStartAtLogin({ on: false })
    expect(here.loginEntry()).toBeNull()

    // What comes is not what was published.
    server.releases.latest = release(NEWER, { notes: '<p>Faster <b>search</b></p>' })
    server.swapped = appImage('6.6.6')
    await client.updates.check()
    await becomes(client, { kind: 'refused', reason: 'tampered', version: NEWER })
    await expect(client.updates.install()).rejects.toMatchObject({ data: { code: 'wrong-state' } })
    expect(inPlace()).toEqual(appImage(version))

    server.swapped = null
    await client.updates.check()
    await becomes(client, { kind: 'ready', offer: OFFER })

    // While something is being sent it waits, and can be taken back.
    await whatsapp.configure({ autoAck: { policy: 'delivered', serverMs: 2_000, deliveredMs: 2_100 } })
    const message = {
      body: 'Siap, Bu.',
      quotedMessageId: null,
      attachment: null,
      clientId: crypto.randomUUID(),
    }
    await client.messages.send({ ...message, conversationId })
    expect((await client.updates.install()).state).toEqual({ kind: 'waiting', offer: OFFER })
    expect((await client.updates.postpone()).state).toEqual({ kind: 'ready', offer: OFFER })
    expect(shell.calls('quit')).toEqual([])

    // Asked for again it comes once the message has gone. This time nothing can be put in the file's place.
    fs.mkdirSync(`${file}.new/full`, { recursive: true })
    expect((await client.updates.install()).state.kind).toBe('waiting')
    expect(await shell.ended(), shell.said()).toBe(0)
    expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual(['Siap, Bu.'])
    expect(inPlace()).toEqual(appImage(version))
    await expect.poll(here.started).toEqual([`${version} ${data}`])
    expectRight(shell)

    // The old version is back and says so; the next try succeeds.
    fs.rmSync(`${file}.new`, { recursive: true })
    const next = again(here)
    const nextClient = next.client(await next.made('BrowserWindow', 'preload'))
    await becomes(nextClient, { kind: 'failed', reason: 'not-installed' })
    await until(async () => (await nextClient.setup.status()).stage === 'open', { what: 'the open database' })
    const [conversation] = await allConversations(nextClient)
    const last = (await allMessages(nextClient, conversation!.id)).at(-1)
    expect(last).toMatchObject({ body: 'Siap, Bu.', state: expect.stringMatching(/sent|delivered/) })
    await nextClient.updates.check()
    await becomes(nextClient, { kind: 'ready', offer: OFFER })
    await nextClient.updates.install()
    expect(await next.ended(), next.said()).toBe(0)
    expect(inPlace()).toEqual(appImage(NEWER))
    await expect.poll(here.started).toEqual([`${version} ${data}`, `${NEWER} ${data}`])
    expectRight(next)
  } finally {
    await here.close()
  }
})

test('an installed Leadline does not start with what opens it to others', async ({ folder }) => {
  const here = await installed(folder, version)
  const nowhere = { endpoint: '127.0.0.1:1', spki: '' }
  try {
    for (const name of [
      'remote-debugging-port',
      'ignore-certificate-errors-spki-list',
      'whatsapp-endpoint',
      'no-sandbox',
    ]) {
      const shell = Shell.start(folder, nowhere, here, [`--${name}=127.0.0.1:9222`])
      expect(await shell.ended(), shell.said()).toBe(2)
      expect(shell.said()).toContain(name)
      expect(shell.recording().filter((entry) => entry.is === 'new')).toEqual([])
      // Nobody types this one: the AppImage's starter does, where the system gives it no sandbox.
      const told = JSON.stringify(shell.calls('showErrorBox'))
      expect(told.includes('.deb')).toBe(name === 'no-sandbox')
    }
  } finally {
    await here.close()
  }
})

test('an installed Leadline says where the data is open already', async ({ folder }) => {
  const here = await installed(folder, version)
  const nowhere = { endpoint: '127.0.0.1:1', spki: '' }
  const lock = lockDataFolder(path.join(folder, 'data'))
  try {
    if (lock.acquired) lock.announce({ port: null })
    const shell = Shell.start(folder, nowhere, here)
    expect(await shell.ended(), shell.said()).toBe(0)
    const [told] = shell.calls('showErrorBox')
    expect(told?.args[1]).toEqual(value(LAST_WORDS.id.running(process.pid)))
  } finally {
    if (lock.acquired) lock.release()
    await here.close()
  }
})
