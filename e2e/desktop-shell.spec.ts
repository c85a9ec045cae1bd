/**
 * The desktop app's own entry, as built, from its start to its end on a stand-in for Electron; WhatsApp Web's page in it is real. What
 * it did to Electron is compiled against Electron's types, so that a member or an argument that does not exist fails here.
 */
import type { AppEvent, OpenTarget } from '../src/contract'
import { expect } from './fixtures'
import { faultsOf } from './desktop/as-typescript'
import { expectRight, test } from './desktop/fixtures'
import { value } from './desktop/shell'
import type { AppClient } from './harness/app'
import { until } from './harness/wait'
import { allConversations, allMessages, chatOf, connected, firstRun } from './steps'

const CHAT = chatOf(1)
const HELLO = 'Selamat pagi'
const WALLS = { sandbox: true, contextIsolation: true, nodeIntegration: false }

const PASSPHRASE = 'four words are good'
const EVERYTHING = { accountId: null, filter: 'all', query: '', cursor: null, limit: 9 } as const

/** Takes every event once it resolves, until it is stopped. */
async function listen(
  client: AppClient,
  take: (event: AppEvent) => void,
): Promise<{ stop(): Promise<void> }> {
  const end = new AbortController()
  const events = await client.events(undefined, { signal: end.signal })
  const ended = (async () => {
    try {
      for await (const event of events) take(event)
    } catch (error) {
      if (!end.signal.aborted) throw error
    }
  })()
  return {
    stop: () => {
      end.abort()
      return ended
    },
  }
}

const lastState = async (client: AppClient, conversationId: string) =>
  (await allMessages(client, conversationId)).at(-1)?.state

test('the desktop from its start to its end', async ({ world, again }) => {
  test.setTimeout(240_000)
  const shell = again()
  const { whatsapp } = world
  await whatsapp.seed({
    contacts: [{ id: CHAT, name: 'Ibu Ratna', isMyContact: true }],
    messages: [{ chat: CHAT, body: HELLO }],
  })

  // Its window: ours alone, walled off.
  const main = await shell.made('BrowserWindow', 'preload')
  await shell.called('handle')
  expect(shell.calls('enableSandbox')).toHaveLength(1)
  expect(shell.optionsOf(main)).toMatchObject({ webPreferences: WALLS })

  // Before anybody chose a language its words are the system's.
  const [said] = await shell.called('setToolTip')
  expect(said?.args).toEqual([value('Leadline · Tidak terhubung')])

  // WhatsApp Web in a hidden window of the same program.
  const client = shell.client(main)
  await firstRun({ client }, world)
  const hidden = await shell.made('BrowserWindow', 'persist:whatsapp-main')
  expect(shell.optionsOf(hidden)).toMatchObject({ show: false, webPreferences: WALLS })
  expect(shell.optionsOf(hidden)).not.toHaveProperty('webPreferences.preload')
  await until(async () => (await allConversations(client)).length === 1, { what: 'the first conversation' })
  const [conversation] = await allConversations(client)
  expect(shell.calls('show').filter((call) => call.on === hidden)).toEqual([])
  await whatsapp.text(CHAT, 'Ada kabar?')
  await until(async () => (await allMessages(client, conversation!.id)).length === 2, { what: 'the message' })

  // Nobody looks at the chat: a notice of what is new, and of that alone. A click brings the window up.
  const notice = await shell.made('Notification')
  expect(shell.optionsOf(notice)).toMatchObject({ title: 'Ibu Ratna', body: 'Ada kabar?' })
  const noticed = shell.calls('show').filter((call) => call.on === main).length
  shell.emit(notice, 'click', value({}))
  await until(
    () => Promise.resolve(shell.calls('show').filter((call) => call.on === main).length > noticed),
    {
      what: 'the window after a click on the notice',
    },
  )
  // Read: the system's list is not to keep it.
  await client.conversations.markRead({ conversationId: conversation!.id })
  await until(() => Promise.resolve(shell.calls('close').some((call) => call.on === notice)), {
    what: 'the notice gone',
  })

  // Links are handed over: by a second start, or on macOS as an event. What is none of the three forms opens nothing.
  const shows = () => shell.calls('show').filter((call) => call.on === main).length
  const opened: OpenTarget[] = []
  const listening = await listen(client, (event) => {
    // A screen that comes late is told what was asked for last: the notice's chat.
    if (event.type === 'open' && event.target.kind !== 'conversation') opened.push(event.target)
  })
  let before = shows()
  const phone = `+${CHAT.split('@')[0]}`
  shell.emit('electron.app', 'second-instance', value(['leadline', `leadline://chat/${phone}`]))
  await until(() => Promise.resolve(shows() > before), { what: 'the raised window' })
  const lead = crypto.randomUUID()
  for (const link of [
    'leadline://lead/../../etc/passwd',
    'leadline://lead/<script>',
    `leadline://lead/${lead}`,
  ])
    shell.emit('electron.app', 'open-url', value(link))
  await expect
    .poll(() => opened)
    .toEqual([
      { kind: 'chat', phone },
      { kind: 'lead', id: lead },
    ])
  await listening.stop()

  // The system's lock is Leadline's too, where the person wants one.
  await client.setup.setPassphrase({ passphrase: PASSPHRASE })
  await client.preferences.set({ lockAfter: 30 })
  shell.emit('electron.powerMonitor', 'lock-screen')
  await until(async () => (await client.setup.status()).stage === 'locked', { what: 'the lock' })
  await expect(client.conversations.list(EVERYTHING)).rejects.toMatchObject({ data: { code: 'locked' } })
  await client.setup.unlock({ passphrase: PASSPHRASE })
  await client.preferences.set({ lockAfter: null })

  // A click on the tray brings the window up.
  before = shows()
  shell.emit(await shell.made('Tray'), 'click')
  await until(() => Promise.resolve(shows() > before), { what: 'the window after a click on the tray' })

  // Keys of the person's choice bring it up from anywhere.
  await client.preferences.set({ shortcut: 'Control+Alt+L' })
  const [registered] = await shell.called('register')
  const [keys, press] = registered?.args ?? []
  expect(keys).toEqual(value('Control+Alt+L'))
  expect((await client.system.status()).shortcut).toBe('on')
  before = shows()
  if (press?.is === 'function') shell.play({ do: 'invoke', function: press.number, args: [] })
  await until(() => Promise.resolve(shows() > before), { what: 'the window after the keys' })

  // Closing only hides it.
  shell.emit(main, 'close')
  await until(() => Promise.resolve(shell.calls('hide').some((call) => call.on === main)), { what: 'hiding' })

  // A crashed window is loaded again; a crashed WhatsApp page starts its session again, which stays linked.
  const contentsOf = (window: string): string => {
    const recording = shell.recording()
    const at = recording.findIndex((entry) => entry.is === 'new' && entry.name === window)
    const found = recording.slice(at).find((entry) => entry.is === 'got' && entry.type === 'WebContents')
    return found?.is === 'got' ? found.name : ''
  }
  const loads = () => shell.calls('loadURL').filter((call) => call.on === main).length
  shell.emit(contentsOf(main), 'render-process-gone', value({ reason: 'crashed', exitCode: 5 }))
  await until(() => Promise.resolve(loads() === 2), { what: 'the window loaded again' })
  shell.emit(contentsOf(hidden), 'render-process-gone', value({ reason: 'oom', exitCode: 9 }))
  await until(async () => (await client.accounts.list())[0]?.state !== 'connected', { what: 'the loss' })
  await connected(client)

  // Quit while something is being sent: it ends in time, and whether it went or not, the customer has it once in the end.
  await whatsapp.configure({ autoAck: { policy: 'delivered', serverMs: 3_000, deliveredMs: 3_100 } })
  const answer = { quotedMessageId: null, attachment: null, clientId: crypto.randomUUID() }
  await client.messages.send({ ...answer, conversationId: conversation!.id, body: 'Siap, Bu.' })
  await until(async () => (await lastState(client, conversation!.id)) === 'sending', { what: 'the sending' })
  shell.emit('electron.powerMonitor', 'shutdown')
  expect(await shell.ended(), shell.said()).toBe(0)
  expectRight(shell)

  const next = again()
  const nextClient = next.client(await next.made('BrowserWindow', 'preload'))
  await until(async () => (await nextClient.setup.status()).stage === 'open', { what: 'the open database' })
  await connected(nextClient)
  await until(async () => /sent|delivered|read/.test((await lastState(nextClient, conversation!.id)) ?? ''), {
    what: 'the message on its way',
    timeout: 60_000,
  })
  expect((await whatsapp.sent(CHAT)).map(({ body }) => body)).toEqual(['Siap, Bu.'])
})

test('the stand-in and the compiler find what Electron does not have', () => {
  expect(
    faultsOf([
      { is: 'call', on: 'electron.app', member: 'setBadge', args: [] },
      { is: 'call', on: 'electron.app', member: 'setBadgeCount', args: [value('three')] },
      { is: 'call', on: 'electron.app', member: 'setBadgeCount', args: [value(3)] },
    ]),
  ).toHaveLength(2)
})
