/**
 * The way of a message through the app, whole: from the library's callback (as its listener in the page calls it) through mapping,
 * gate and grouping to the database thread, its commit, and the event that the screens get.
 */
import { createInbox } from '../src/main/inbox'
import { DEFAULT_PREFERENCES, type AppEvent, type Preferences } from '../src/contract'
import type { Storage } from '../src/main/storage'
import type { accountsStore } from '../src/main/accounts/store'
import { pageEvents } from '../src/main/whatsapp/events'
import type { WhatsAppSession } from '../src/main/whatsapp/types'
import { logger, TemporaryDatabase } from './database'
import { addressAt, ME, rawMessages, type RawMessage } from './raw-messages'
import { MEDIA_CAP } from './rows'

/** Messages that one turn of the event loop brings, as when a phone's backlog comes in over the browser's pipe. */
const PER_TURN = 25

const PREFERENCES: Preferences = { ...DEFAULT_PREFERENCES, keep: 'everything', mediaCap: MEDIA_CAP }

const nothing = (): void => undefined
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** As much of a session as the gate asks: who is behind an address. */
const phonebook = {
  accountId: 'main',
  identify: (address: string) =>
    Promise.resolve({
      phone: `+${address.slice(0, -'@c.us'.length)}`,
      ...{ lid: null, savedName: 'Customer', pushName: null },
      ...{ isSaved: true, isBusiness: false, isBlocked: false },
    }),
} as unknown as WhatsAppSession

export interface Ingested {
  /** Milliseconds from the first callback to the last event. */
  took: number
  /** Messages of each transaction, in order. */
  sizes: number[]
}

/** Notes how many messages each transaction gets. */
function noting(storage: Storage, sizes: number[]): Storage {
  return {
    ...storage,
    store: (room) => {
      const store = storage.store(room)
      return new Proxy(store, {
        get: (target, name, receiver) => {
          const call: unknown = Reflect.get(target, name, receiver)
          if (room !== 'inbox' || name !== 'ingestPacked' || typeof call !== 'function') return call
          return (items: unknown[], ...more: unknown[]): unknown => {
            sizes.push(items.length)
            return Reflect.apply(call, target, [items, ...more])
          }
        },
      }) as never
    },
  }
}

export interface IngestRun {
  raws: readonly RawMessage[]
  chats: number
  /** Waits for each turn's messages before the next: small transactions, whose messages go to the screens one by one. */
  calm?: boolean
}

/** A new database, its chats known to the gate already; then all messages. Checks that each arrived. */
export async function ingestAll({ raws, chats, calm = false }: IngestRun): Promise<Ingested> {
  const database = new TemporaryDatabase()
  const storage = await database.openInThread()
  await storage.store<typeof accountsStore>('accounts').list(0)
  const sizes: number[] = []
  const shown = { messages: 0, history: 0 }
  const met = new Set<string>()
  let onMet = nothing
  const inbox = createInbox({
    storage: noting(storage, sizes),
    preferences: () => PREFERENCES,
    hash: () => new Uint8Array(32),
    deleteFiles: () => Promise.resolve(),
    onMedia: nothing,
    onAck: nothing,
    emit: (event: AppEvent) => {
      if (event.type === 'messages') shown.messages += event.messages.length
      if (event.type === 'history') shown.history += event.conversationIds.length
      if (event.type !== 'conversations' || met.size === chats) return
      for (const { id } of event.conversations) met.add(id)
      if (met.size === chats) onMet()
    },
    logger,
  })
  inbox.attach(phonebook)
  const me = new Set([ME])
  const { events, stop } = pageEvents({
    logger,
    now: Date.now,
    me: () => me,
    emit: (event) => inbox.receive('main', event),
    refreshChat: () => Promise.resolve(),
  })
  const routed = new Promise<void>((resolve) => (onMet = resolve))
  for (const raw of introductions(chats)) events.added(raw)
  await routed
  await inbox.drain()
  sizes.length = 0

  const started = performance.now()
  for (let start = 0; start < raws.length; start += PER_TURN) {
    for (const raw of raws.slice(start, start + PER_TURN)) events.added(raw)
    await (calm && (start / PER_TURN) % 4 === 3 ? inbox.drain() : nextTurn())
  }
  await inbox.drain()
  const took = performance.now() - started

  stop()
  await inbox.stop()
  await storage.close()
  const sql = database.open()
  const kept = sql.raw.prepare('SELECT count(*) FROM messages').pluck().get()
  sql.raw.close()
  database.remove()
  if (kept !== raws.length + chats)
    throw new Error(`${String(kept)} messages were kept of ${raws.length + chats}`)
  if (sizes.length === 0) throw new Error('no transaction was seen')
  if (shown.messages + shown.history === 0) throw new Error('nothing was shown')
  return { took, sizes }
}

/** One message of each chat, so that the gate knows it. */
function introductions(chats: number): RawMessage[] {
  return rawMessages(chats, 1, 99).map((raw, index) => {
    const remote = addressAt(index)
    const key = raw['id'] as Record<string, unknown>
    return { ...raw, from: remote, t: 1_780_000_000 + index, id: { ...key, fromMe: false, remote } }
  })
}
