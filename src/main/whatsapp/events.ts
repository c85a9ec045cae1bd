/** What the page tells, mapped and given out. Nothing here throws into the page; what is not work is dropped. */
import type { Logger } from '../platform/ports'
import type { PageEvents } from './client'
import { causeOf } from './failures'
import { isWork } from './mapping/address'
import { mapAck, mapCall, mapEdit, mapReaction, mapRevoke, mapVote } from './mapping/events'
import { mapMessage } from './mapping/message'
import { addressOf, isRaw, listOf, textOf } from './mapping/raw'
import type { ChatAddress, WaEvent } from './types'

/** How many calls are remembered: WhatsApp tells one call several times. */
const CALLS = 50

/** Changes of one chat within so many milliseconds are told once. */
const CHAT_QUIET = 250

export interface EventSink {
  readonly logger: Logger
  now(): number
  /** The account's own addresses. */
  me(): ReadonlySet<string>
  emit(event: WaEvent): void
  /** Reads a chat again and emits it. */
  refreshChat(address: ChatAddress): Promise<void>
}

/** `stop` ends what is still waiting to be told. */
export function pageEvents(sink: EventSink): { events: PageEvents; stop: () => void } {
  const calls = new Set<string>()
  const chats = new Map<ChatAddress, NodeJS.Timeout>()

  const give = (event: WaEvent | null): void => {
    if (event !== null) sink.emit(event)
  }
  const guarded =
    <A extends unknown[]>(name: string, handle: (...args: A) => void) =>
    (...args: A): void => {
      try {
        handle(...args)
      } catch (error) {
        sink.logger.error('event-failed', { event: name, cause: causeOf(error) })
      }
    }
  const message = (raw: unknown, undecryptable: boolean): void => {
    const mapped = mapMessage(raw, { me: sink.me() }, undecryptable)
    if (mapped !== null) sink.emit({ type: 'message', message: mapped })
  }

  const events: PageEvents = {
    added: guarded('added', (raw) => {
      message(raw, false)
    }),
    encrypted: guarded('encrypted', (raw) => {
      // "Unavailable": this device never gets the content (a view-once medium), and nothing more is told of it.
      const final = isRaw(raw) && textOf(raw['subtype'])?.endsWith('_unavailable_fanout') === true
      if (final) message(raw, true)
    }),
    undecryptable: guarded('undecryptable', (raw) => {
      message(raw, true)
    }),
    typeChanged: guarded('typeChanged', (raw) => {
      if (isRaw(raw) && raw['type'] === 'revoked') give(mapRevoke(raw, true, sink.now()))
    }),
    removed: guarded('removed', (raw) => {
      if (isRaw(raw) && raw['isNewMsg'] === true) give(mapRevoke(raw, false, sink.now()))
    }),
    acked: guarded('acked', (raw, ack) => {
      give(mapAck(raw, ack, sink.now()))
    }),
    edited: guarded('edited', (raw, body, before) => {
      give(mapEdit(raw, body, before, sink.now()))
    }),
    reactions: guarded('reactions', (rows) => {
      for (const row of listOf(rows)) give(mapReaction(row, sink.me(), sink.now()))
    }),
    votes: guarded('votes', (rows) => {
      for (const row of listOf(rows)) give(mapVote(row, sink.now()))
    }),
    call: guarded('call', (raw) => {
      const call = mapCall(raw, sink.now())
      if (call === null || calls.has(call.id)) return
      calls.add(call.id)
      for (const oldest of calls) if (calls.size > CALLS) calls.delete(oldest)
      sink.emit(call)
    }),
    chatChanged: guarded('chatChanged', (raw) => {
      const address = isRaw(raw) ? addressOf(raw['id']) : null
      if (!isWork(address) || chats.has(address)) return
      const timer = setTimeout(() => {
        chats.delete(address)
        sink.refreshChat(address).catch((error: unknown) => {
          sink.logger.debug('chat-refresh-failed', { cause: causeOf(error) })
        })
      }, CHAT_QUIET)
      chats.set(address, timer)
    }),
  }
  return {
    events,
    stop: () => {
      for (const timer of chats.values()) clearTimeout(timer)
      chats.clear()
    },
  }
}
