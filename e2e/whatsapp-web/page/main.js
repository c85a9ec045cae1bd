/** The page's start: modules are published, the line is taken up, and the servers' word is followed. */
import { addonCollections, applyCall, applyTyping, defineAddons } from './addons.js'
import { defineActions } from './actions.js'
import { applySnapshot, applyUpdates } from './apply.js'
import { chatCollections, chatFor, defineChats, labels } from './chats.js'
import { line } from './line.js'
import { applySettings, Conn, defineLinking, leave, linkedAs, Socket, tellProgress } from './linking.js'
import { defineMedia } from './media.js'
import { defineMessages, messages } from './messages.js'
import { Collection } from './model.js'
import { definePeople, peopleCollections } from './people.js'
import { define, publish } from './registry.js'
import { showPasskey, showQr } from './screen.js'
import { defineSending, restorePending, resumeSending } from './send.js'
import { forgetAll, ownKeys, presentDevice, userStore } from './store.js'
import { createWid, defineIds } from './wid.js'
/* global window, document, location */

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

let device = await userStore.get('device')
presentDevice(device)
const boot = await (await fetch('/sim/boot.json')).json()
const keys = await ownKeys()
let settings

await sleep(boot.boot.scriptMs)
defineIds()
definePeople()
defineChats()
defineMessages()
defineMedia()
defineSending()
defineAddons()
defineActions()
defineLinking(keys)
define('WAWebCollections', {
  Msg: messages,
  ...chatCollections,
  ...peopleCollections,
  ...addonCollections,
  Status: Object.assign(new Collection(), {
    find: async (id) => ({ id: createWid(id), serialize: () => ({ id: createWid(id), msgs: [] }) }),
    getMyStatus: () => undefined,
  }),
})

let published = false
function expose() {
  if (published) return
  published = true
  publish(boot.release)
  if (boot.release !== 'no-debug') window.Debug = { VERSION: boot.version }
}
// A page that has synced before any script can look: what the library never notices.
if (!(boot.boot.syncedAtStart && device)) expose()

/** A line that went down while syncing starts over; the earlier attempt then gives up. */
let syncs = 0

/** From connected to synced; messages that the servers never took are back in their chats before anyone looks. */
async function sync(snapshot) {
  const mine = ++syncs
  linkedAs(settings)
  for (const label of settings.labels) labels.add({ ...label, labelItemCollection: new Collection() })
  const { syncMs, neverSynced, historyAfterMs, syncedAtStart } = settings.boot
  if (snapshot) {
    applySnapshot(historyAfterMs > 0 ? { ...snapshot, chats: [], messages: [] } : snapshot)
    await restorePending(settings.resendPending)
  }
  if (syncedAtStart && !published) {
    Socket.set({ state: 'CONNECTED', hasSynced: true }, { silent: true })
    Socket.trigger('change')
    expose()
  } else {
    Socket.set({ state: 'CONNECTED', stream: 'CONNECTED' })
    for (const percent of [0, 25, 50, 75, 100]) {
      tellProgress(percent)
      await sleep(syncMs / 5)
    }
    if (neverSynced || mine !== syncs) return
    Socket.set({ hasSynced: true })
  }
  if (settings.offlineDelivery === 'after-ready') await sleep(settings.offlineDelayMs)
  await line.rpc('ready')
  if (snapshot && historyAfterMs > 0) {
    await sleep(historyAfterMs)
    applySnapshot(snapshot)
  }
  line.send({ t: 'seen', seq: line.seq })
}

const quietly = (promise) =>
  promise.catch((error) => {
    // The line went down in between; it comes back and starts over.
    if (error.message !== 'SocketClosed') throw error
  })

line.on('unlinked', async ({ ref, settings: given, forget }) => {
  settings = given
  applySettings(settings)
  if (forget && Socket.hasSynced) {
    // Unlinked on the phone while the line was down.
    await leave()
    return
  }
  if (forget) {
    await forgetAll()
    device = undefined
    Object.assign(keys, await ownKeys())
  }
  Conn.set({ ref })
  Socket.set({ state: 'UNPAIRED', hasSynced: false })
  showQr(keys)
  expose()
})
line.on('ref', ({ ref }) => {
  Conn.set({ ref })
  showQr(keys)
})
line.on('idle', () => Socket.set({ state: 'UNPAIRED_IDLE' }))
line.on('passkey', () => {
  Socket.set({ state: 'PAIRING' })
  showPasskey()
})
line.on('paired', async ({ device: given, settings: owners, snapshot }) => {
  settings = owners
  applySettings(settings)
  Socket.set({ state: 'PAIRING' })
  await userStore.set('device', given)
  presentDevice(given)
  device = given
  await sleep(settings.boot.pairMs)
  await quietly(sync(snapshot))
})
line.on('linked', async ({ settings: given, snapshot }) => {
  settings = given
  applySettings(settings)
  if (snapshot || !Socket.hasSynced) {
    const synced = quietly(sync(snapshot))
    resumeSending()
    await synced
    return
  }
  Socket.set({ state: 'CONNECTED', stream: 'CONNECTED' })
  resumeSending()
})
line.on('updates', ({ updates, silent }) => {
  applyUpdates(updates, silent)
  if (Socket.hasSynced) line.send({ t: 'seen', seq: line.seq })
})
line.on('down', () => {
  if (!device || Socket.state === 'CONFLICT') return
  Socket.set({ state: 'OPENING', stream: 'DISCONNECTED' })
  setTimeout(() => {
    if (Socket.state === 'OPENING' && !line.isOpen) Socket.set({ state: 'TIMEOUT' })
  }, 1500)
})
line.on('logout', () => void leave())
line.on('state', ({ state }) => {
  if (state === 'CONFLICT') line.closedForGood = true
  Socket.set({ state })
})
line.on('settings', ({ settings: given }) => {
  settings = given
  applySettings(settings)
})
line.on('break-chat', ({ chat, broken }) => chatFor(chat)?.set({ broken }, { silent: true }))
line.on('ping', ({ n }) => line.send({ t: 'pong', n }))
line.on('reload', () => location.reload())
line.on('hang', ({ ms }) => {
  const end = Date.now() + ms
  while (Date.now() < end);
})
line.on('call', ({ call }) => applyCall(call))
line.on('typing', applyTyping)
line.on('iframe', async ({ frames, times }) => {
  for (let number = 0; number < frames; number++) {
    const frame = document.createElement('iframe')
    frame.hidden = true
    for (let time = 0; time < times; time++) {
      frame.src = `/sim/frame?n=${number}.${time}`
      if (time === 0) document.body.append(frame)
      await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
    }
  }
})

Socket.set({ state: 'OPENING' })
line.connect(() => (device ? { device } : {}))
