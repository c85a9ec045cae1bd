/** What other rooms ask of WhatsApp, made on whichever run is alive. */
import type { Message } from 'whatsapp-web.js'
import whatsapp from 'whatsapp-web.js'
import type { Logger } from '../platform/ports'
import { causeOf, isGone, TimeoutError, within } from './failures'
import { addressOfPhone, isGroup, isLid, isWork } from './mapping/address'
import { mapChat, mapIdentity } from './mapping/chat'
import { mapMessage } from './mapping/message'
import { addressOf, rawOf } from './mapping/raw'
import { download, readMediaState } from './media'
import {
  becomesBlocked,
  newKey,
  parsed,
  readContacts,
  readChats,
  readMessage,
  readMessages,
  readPerson,
  setChatState,
} from './reads'
import type { Run } from './run'
import { sendFailure, sendInPage, sendOptions, sentMessage, type PageSend } from './send'
import type { Timings } from './timings'
import { WaError } from './types'
import type { ChatAddress, WaChat, WaHistory, WaIdentity, WaMessage, WaSend, WaState } from './types'

/** How often a read is made again where its document went away under it. */
const READ_ATTEMPTS = 3
/** How long it is remembered that WhatsApp would not tell somebody's phone, ms: asking costs a request each time. */
const UNTOLD_MS = 600_000

/** The calls of a session; its life is told by who extends this. */
export abstract class Calls {
  abstract readonly state: WaState
  protected abstract readonly logger: Logger
  protected abstract readonly timings: Timings
  protected abstract readonly elapsed: () => number
  protected abstract readonly run: Run | undefined
  /** The account's own addresses. */
  protected abstract readonly me: ReadonlySet<string>
  readonly #untold = new Map<ChatAddress, number>()
  /** Sends go one after the other: each one takes the page's next id. */
  #sending: Promise<unknown> = Promise.resolve()

  async listChats(): Promise<WaChat[]> {
    const { chats, failed } = await this.#read((run) => run.evaluate(this.timings.read, readChats, null))
    const mapped = chats.map((json) => mapChat(parsed(json))).filter((chat) => chat !== null)
    if (failed > 0) this.logger.warn('chats-left-out', { count: failed })
    return mapped.sort((a, b) => b.lastActivityAt - a.lastActivityAt)
  }

  async getChat(address: ChatAddress): Promise<WaChat> {
    const { chats, failed } = await this.#read((run) => run.evaluate(this.timings.read, readChats, address))
    if (failed > 0) throw new WaError('unavailable', 'the chat can not be read')
    const chat = chats[0] === undefined ? null : mapChat(parsed(chats[0]))
    if (chat === null) throw new WaError('no-such-chat', 'no such chat')
    return chat
  }

  async fetchMessages(address: ChatAddress, limit: number): Promise<WaHistory> {
    const found = await this.#read((run) => run.evaluate(this.timings.read, readMessages, address, limit))
    if (found === null) throw new WaError('no-such-chat', 'no such chat')
    if (found.failed > 0) this.logger.warn('messages-left-out', { count: found.failed })
    const messages = found.messages
      .map((json) => this.#map(parsed(json)))
      .filter((message) => message !== null)
    return { messages, reachedStart: found.reachedStart }
  }

  async findMessage(serializedId: string): Promise<WaMessage | null> {
    const json = await this.#read((run) => run.evaluate(this.timings.read, readMessage, serializedId))
    return json === null ? null : this.#map(parsed(json))
  }

  async identify(address: ChatAddress): Promise<WaIdentity> {
    const json = await this.#read((run) => run.evaluate(this.timings.read, readPerson, address))
    const person = parsed(json) ?? {}
    const untoldAt = this.#untold.get(address) ?? -Infinity
    if (isLid(address) && addressOf(person['phone']) === null && this.elapsed() - untoldAt > UNTOLD_MS) {
      const phone = await this.#askForPhone(address)
      if (phone === null) this.#untold.set(address, this.elapsed())
      else person['phone'] = phone
    }
    return mapIdentity(address, person)
  }

  async listContacts(): Promise<WaIdentity[]> {
    const { contacts, failed } = await this.#read((run) => run.evaluate(this.timings.read, readContacts))
    if (failed > 0) this.logger.warn('contacts-left-out', { count: failed })
    const seen = new Map<string, WaIdentity>()
    for (const raw of contacts.map(parsed)) {
      const address = addressOf(raw?.['id'])
      if (!isWork(address)) continue
      const identity = mapIdentity(address, raw)
      // One may be there twice, by number and by LID: the one with a name stands.
      const key = identity.phone ?? address
      if ((seen.get(key)?.savedName ?? null) === null) seen.set(key, identity)
    }
    return [...seen.values()]
  }

  async #askForPhone(address: ChatAddress): Promise<string | null> {
    try {
      const answers = await this.#read((run) =>
        within(this.timings.read, clientOf(run).getContactLidAndPhone([address])),
      )
      return addressOf(rawOf(answers[0])?.['pn'])
    } catch (error) {
      // WhatsApp need not tell; the person stays known by the LID alone.
      this.logger.debug('phone-not-told', { cause: causeOf(error) })
      return null
    }
  }

  async resolvePhone(phone: string): Promise<ChatAddress | null> {
    const address = addressOfPhone(phone)
    if (address === null) return null
    const found = await this.#read((run) => within(this.timings.read, clientOf(run).getNumberId(address)))
    const canonical = addressOf(found)
    return isWork(canonical) ? canonical : null
  }

  newMessageKey(): Promise<string> {
    return this.#read((run) => run.evaluate(this.timings.read, newKey))
  }

  send(message: WaSend): Promise<WaMessage> {
    const sent = this.#sending.then(() => this.#send(message))
    this.#sending = sent.catch(() => undefined) // The caller gets the error; the queue only goes on.
    return sent
  }

  async #send(message: WaSend): Promise<WaMessage> {
    const run = this.run
    if (run === undefined || this.state.kind !== 'ready') throw new WaError('not-connected', this.state.kind)
    if (!isWork(message.chat)) throw new WaError('no-such-chat', 'not a chat address')
    const { content, options } = sendOptions(message)
    const ms = message.attachment === null ? this.timings.sendText : this.timings.sendMedia
    const answer = await run
      .evaluate(ms, sendInPage, message.chat, message.key, content, options)
      .catch((error: unknown) => Promise.reject(sendFailure(error)))
    const mapped = this.#sent(answer)
    if (mapped.key !== message.key) this.logger.warn('key-not-taken')
    return mapped
  }

  /** What the page answered of a send. A message that went and can't be read is in doubt, never refused. */
  #sent(answer: PageSend): WaMessage {
    const raw = sentMessage(answer)
    let mapped: WaMessage | null
    try {
      mapped = this.#map(raw)
    } catch (error) {
      throw new WaError('uncertain', causeOf(error), { cause: error })
    }
    if (mapped === null) throw new WaError('uncertain', 'the message sent could not be read')
    return mapped
  }

  async setTyping(address: ChatAddress, typing: boolean): Promise<void> {
    await this.#read((run) => run.evaluate(this.timings.read, setChatState, address, typing))
  }

  async markSeen(address: ChatAddress): Promise<void> {
    const seen = await this.#read((run) => within(this.timings.read, clientOf(run).sendSeen(address)))
    if (!seen) throw new WaError('no-such-chat', 'no such chat')
  }

  downloadMedia(
    serializedId: string,
    maxBytes: number,
  ): Promise<{ mime: string; name: string | null; data: Uint8Array }> {
    return this.#read(async (run) => {
      const message = await this.#libraryMessage(run, serializedId)
      return download({
        maxBytes,
        totalMs: this.timings.download,
        retryMs: this.timings.downloadRetry,
        now: this.elapsed,
        state: () => run.evaluate(this.timings.read, readMediaState, serializedId),
        attempt: (ms) => within(ms, message.downloadMedia()),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      })
    })
  }

  async setStarred(serializedId: string, starred: boolean): Promise<void> {
    await this.#read(async (run) => {
      const message = await this.#libraryMessage(run, serializedId)
      await within(this.timings.read, starred ? message.star() : message.unstar())
    })
  }

  async setBlocked(address: ChatAddress, blocked: boolean): Promise<void> {
    if (!isWork(address) || isGroup(address)) throw new WaError('no-such-chat', 'not a person')
    await this.#read(async (run) => {
      const contact = await within(this.timings.read, clientOf(run).getContactById(address))
      if (contact.isBlocked !== blocked)
        await within(this.timings.read, blocked ? contact.block() : contact.unblock())
    })
    const { read, blocked: patience } = this.timings
    const isSo = await this.#read((run) => run.evaluate(read, becomesBlocked, address, blocked, patience))
    this.run?.blocksChanged()
    if (!isSo) throw new WaError('refused', 'the list of blocked people stayed as it was')
  }

  async webVersion(): Promise<string | null> {
    try {
      return (await this.run?.evaluate(this.timings.probe, readVersion)) ?? null
    } catch (error) {
      this.logger.debug('version-unknown', { cause: causeOf(error) })
      return null
    }
  }

  async memory(): Promise<number | null> {
    const page = this.run?.page
    if (page === undefined || this.run?.closed !== false) return null
    try {
      return (await within(this.timings.probe, page.metrics())).JSHeapUsedSize ?? null
    } catch (error) {
      this.logger.debug('memory-unknown', { cause: causeOf(error) })
      return null
    }
  }

  /** The library's own message object, for what only it does. @throws {WaError} `no-such-message`. */
  async #libraryMessage(run: Run, serializedId: string): Promise<Message> {
    const json = await run.evaluate(this.timings.read, readMessage, serializedId)
    if (json === null) throw new WaError('no-such-message', 'no such message')
    return libraryMessage(clientOf(run), parsed(json))
  }

  #map(raw: unknown): WaMessage | null {
    return mapMessage(raw, { me: this.me })
  }

  /** Calls the page; again where its document went away meanwhile and another one came. */
  async #read<T>(call: (run: Run) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const run = this.run
      if (run === undefined || !run.attached) throw new WaError('not-connected', this.state.kind)
      try {
        return await call(run)
      } catch (error) {
        if (error instanceof WaError) throw error
        const late = error instanceof TimeoutError
        // In a document that has just come, the call fails for want of the library.
        if (!late && !isGone(error) && (await run.atWork())) {
          throw new WaError('refused', causeOf(error), { cause: error })
        }
        if (late || attempt >= READ_ATTEMPTS || !(await run.attachedAgain())) {
          throw new WaError('not-connected', causeOf(error), { cause: error })
        }
      }
    }
  }
}

/** @throws {WaError} `not-connected`. */
export function clientOf(run: Run): whatsapp.Client {
  if (run.client === undefined) throw new WaError('not-connected', 'no browser')
  return run.client
}

/** The library's declarations make an interface of what is a class. */
function libraryMessage(client: whatsapp.Client, raw: unknown): Message {
  const LibraryMessage = Reflect.get(whatsapp, 'Message') as new (
    client: whatsapp.Client,
    raw: unknown,
  ) => Message
  return new LibraryMessage(client, raw)
}

/** In the page. */
function readVersion(): string | null {
  const { VERSION } = (globalThis as unknown as { Debug?: { VERSION?: unknown } }).Debug ?? {}
  return typeof VERSION === 'string' ? VERSION.slice(0, 40) : null
}
