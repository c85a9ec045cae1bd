/** A WhatsApp session as the app's other rooms know it: state, events, and calls on whichever run is alive. */
import type { Message } from 'whatsapp-web.js'
import whatsapp from 'whatsapp-web.js'
import type { Logger, SessionBrowser } from '../platform/ports'
import { pageEvents } from './events'
import { causeOf, isGone, TimeoutError, within } from './failures'
import { addressOfPhone, isLid, isWork } from './mapping/address'
import { mapChat, mapIdentity } from './mapping/chat'
import { mapMessage } from './mapping/message'
import { addressOf, rawOf } from './mapping/raw'
import { download, readMediaState } from './media'
import { newKey, parsed, readChats, readMessage, readMessages, readPerson, setChatState } from './reads'
import { Run } from './run'
import { sendFailure, sendInPage, sendOptions, sentMessage } from './send'
import { TIMINGS } from './timings'
import type { Timings } from './timings'
import { WaError } from './types'
import type {
  ChatAddress,
  WaChat,
  WaEvent,
  WaIdentity,
  WaMessage,
  WaSend,
  WaState,
  WhatsAppSession,
} from './types'

export interface WhatsAppSessionOptions {
  accountId: string
  browser: SessionBrowser
  logger: Logger
  /** Milliseconds since the epoch; the system's clock unless set. */
  now?: () => number
  /** Durations to change, for tests. */
  timings?: Partial<Timings>
}

/** Nothing starts before `start()`. */
export function createWhatsAppSession(options: WhatsAppSessionOptions): WhatsAppSession {
  return new Session(options)
}

/** How often a read is made again where its document went away under it. */
const READ_ATTEMPTS = 3
/** How long it is remembered that WhatsApp would not tell somebody's phone, ms: asking costs a request each time. */
const UNTOLD_MS = 600_000

class Session implements WhatsAppSession {
  readonly accountId: string
  readonly #options: WhatsAppSessionOptions
  readonly #logger: Logger
  readonly #timings: Timings
  readonly #now: () => number
  readonly #listeners = new Set<(event: WaEvent) => void>()
  readonly #untold = new Map<ChatAddress, number>()
  /** When WhatsApp's servers last gave a sign of life. */
  #heardAt = 0
  #state: WaState = { kind: 'closed', reason: 'stopped', detail: 'not started' }
  #run: Run | undefined
  #stopEvents: () => void = () => undefined
  #me: ReadonlySet<string> = new Set()
  /** E.164 while linking goes by a pairing code. */
  #phone: string | null = null
  /** Sends go one after the other: each one takes the page's next id. */
  #sending: Promise<unknown> = Promise.resolve()

  constructor(options: WhatsAppSessionOptions) {
    this.accountId = options.accountId
    this.#options = options
    this.#logger = options.logger
    this.#timings = { ...TIMINGS, ...options.timings }
    this.#now = options.now ?? Date.now
  }

  get state(): WaState {
    return this.#state
  }

  subscribe(listener: (event: WaEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  async start(): Promise<void> {
    if (this.#state.kind !== 'closed') return
    const { accountId, browser } = this.#options
    const { events, stop } = pageEvents({
      logger: this.#logger,
      now: this.#now,
      me: () => this.#me,
      emit: (event) => {
        this.#heardAt = this.#now()
        this.#emit(event)
      },
      refreshChat: async (address) => {
        this.#emit({ type: 'chat', chat: await this.getChat(address) })
      },
    })
    const run = new Run({
      accountId,
      browser,
      logger: this.#logger,
      timings: this.#timings,
      now: this.#now,
      phone: this.#phone,
      report: (state) => {
        if (this.#run === run) this.#enter(state)
      },
      events,
    })
    this.#run = run
    this.#stopEvents = stop
    this.#enter({ kind: 'starting' })
    await run.open()
  }

  async stop(): Promise<void> {
    await this.#run?.close('stopped', 'stopped here')
  }

  async logout(): Promise<void> {
    if (this.#run !== undefined && !this.#run.closed) await this.#run.logout()
    else await this.#options.browser.clear(this.accountId)
  }

  async refreshQr(): Promise<void> {
    await this.#linking((run) => run.linking.refresh())
  }

  async usePairingCode(phone: string): Promise<void> {
    if (addressOfPhone(phone) === null) throw new WaError('refused', 'not a phone number')
    this.#phone = phone
    if (this.#chosenEarly()) return
    try {
      await this.#linking((run) => run.linking.usePhone(phone))
    } catch (error) {
      this.#phone = null
      throw error
    }
  }

  async useQr(): Promise<void> {
    this.#phone = null
    if (!this.#chosenEarly()) await this.#linking((run) => run.linking.useQr())
  }

  /** Before there is a page to ask, the choice of how to link only has to be known. */
  #chosenEarly(): boolean {
    if (this.#state.kind === 'starting') this.#run?.linking.prefer(this.#phone)
    return this.#state.kind === 'starting' || this.#state.kind === 'closed'
  }

  async #linking(act: (run: Run) => Promise<void>): Promise<void> {
    const run = this.#run
    const linking = this.#state.kind === 'qr' || this.#state.kind === 'pairing-code'
    if (run === undefined || !linking) throw new WaError('not-connected', 'no phone can be linked now')
    try {
      await act(run)
    } catch (error) {
      throw new WaError(isGone(error) ? 'not-connected' : 'refused', causeOf(error), { cause: error })
    }
  }

  async probe(): Promise<boolean> {
    const run = this.#run
    if (run === undefined || run.closed || !run.attached) return false
    try {
      if (!(await run.evaluate(this.#timings.probe, isConnected))) return false
      if (this.#now() - this.#heardAt < this.#timings.silence) return true
      await this.#askServers(run)
      this.#heardAt = this.#now()
      return true
    } catch (error) {
      this.#logger.debug('probe-failed', { cause: causeOf(error) })
      return false
    }
  }

  /** A page can call itself connected for hours over a dead line. Asks for what is known: whether the own number is at WhatsApp. */
  async #askServers(run: Run): Promise<void> {
    const own = this.#state.kind === 'ready' ? addressOfPhone(this.#state.me.phone ?? '') : null
    if (own === null) return
    try {
      await within(this.#timings.probe, clientOf(run).getNumberId(own))
    } catch (error) {
      // Any answer proves the line, also a refusal.
      if (error instanceof TimeoutError || isGone(error)) throw error
    }
  }

  async listChats(): Promise<WaChat[]> {
    const { chats, failed } = await this.#read((run) => run.evaluate(this.#timings.read, readChats, null))
    const mapped = chats.map((json) => mapChat(parsed(json))).filter((chat) => chat !== null)
    if (failed > 0) this.#logger.warn('chats-left-out', { count: failed })
    return mapped.sort((a, b) => b.lastActivityAt - a.lastActivityAt)
  }

  async getChat(address: ChatAddress): Promise<WaChat> {
    const { chats, failed } = await this.#read((run) => run.evaluate(this.#timings.read, readChats, address))
    if (failed > 0) throw new WaError('unavailable', 'the chat can not be read')
    const chat = chats[0] === undefined ? null : mapChat(parsed(chats[0]))
    if (chat === null) throw new WaError('no-such-chat', 'no such chat')
    return chat
  }

  async fetchMessages(address: ChatAddress, limit: number): Promise<WaMessage[]> {
    const found = await this.#read((run) => run.evaluate(this.#timings.read, readMessages, address, limit))
    if (found === null) throw new WaError('no-such-chat', 'no such chat')
    if (found.failed > 0) this.#logger.warn('messages-left-out', { count: found.failed })
    return found.messages.map((json) => this.#map(parsed(json))).filter((message) => message !== null)
  }

  async findMessage(serializedId: string): Promise<WaMessage | null> {
    const json = await this.#read((run) => run.evaluate(this.#timings.read, readMessage, serializedId))
    return json === null ? null : this.#map(parsed(json))
  }

  async identify(address: ChatAddress): Promise<WaIdentity> {
    const json = await this.#read((run) => run.evaluate(this.#timings.read, readPerson, address))
    const person = parsed(json) ?? {}
    const untoldAt = this.#untold.get(address) ?? -Infinity
    if (isLid(address) && addressOf(person['phone']) === null && this.#now() - untoldAt > UNTOLD_MS) {
      const phone = await this.#askForPhone(address)
      if (phone === null) this.#untold.set(address, this.#now())
      else person['phone'] = phone
    }
    return mapIdentity(address, person)
  }

  async #askForPhone(address: ChatAddress): Promise<string | null> {
    try {
      const answers = await this.#read((run) =>
        within(this.#timings.read, clientOf(run).getContactLidAndPhone([address])),
      )
      return addressOf(rawOf(answers[0])?.['pn'])
    } catch (error) {
      // WhatsApp need not tell; the person stays known by the LID alone.
      this.#logger.debug('phone-not-told', { cause: causeOf(error) })
      return null
    }
  }

  async resolvePhone(phone: string): Promise<ChatAddress | null> {
    const address = addressOfPhone(phone)
    if (address === null) return null
    const found = await this.#read((run) => within(this.#timings.read, clientOf(run).getNumberId(address)))
    const canonical = addressOf(found)
    return isWork(canonical) ? canonical : null
  }

  newMessageKey(): Promise<string> {
    return this.#read((run) => run.evaluate(this.#timings.read, newKey))
  }

  send(message: WaSend): Promise<WaMessage> {
    const sent = this.#sending.then(() => this.#send(message))
    this.#sending = sent.catch(() => undefined) // The caller gets the error; the queue only goes on.
    return sent
  }

  async #send(message: WaSend): Promise<WaMessage> {
    const run = this.#run
    if (run === undefined || this.#state.kind !== 'ready')
      throw new WaError('not-connected', this.#state.kind)
    if (!isWork(message.chat)) throw new WaError('no-such-chat', 'not a chat address')
    const { content, options } = sendOptions(message)
    const ms = message.attachment === null ? this.#timings.sendText : this.#timings.sendMedia
    try {
      const answer = await run.evaluate(ms, sendInPage, message.chat, message.key, content, options)
      const mapped = this.#map(sentMessage(answer))
      if (mapped === null) throw new WaError('uncertain', 'the message sent could not be read')
      if (mapped.key !== message.key) this.#logger.warn('key-not-taken')
      return mapped
    } catch (error) {
      throw sendFailure(error)
    }
  }

  async setTyping(address: ChatAddress, typing: boolean): Promise<void> {
    await this.#read((run) => run.evaluate(this.#timings.read, setChatState, address, typing))
  }

  async markSeen(address: ChatAddress): Promise<void> {
    const seen = await this.#read((run) => within(this.#timings.read, clientOf(run).sendSeen(address)))
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
        totalMs: this.#timings.download,
        retryMs: this.#timings.downloadRetry,
        now: this.#now,
        state: () => run.evaluate(this.#timings.read, readMediaState, serializedId),
        attempt: (ms) => within(ms, message.downloadMedia()),
        wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      })
    })
  }

  async setStarred(serializedId: string, starred: boolean): Promise<void> {
    await this.#read(async (run) => {
      const message = await this.#libraryMessage(run, serializedId)
      await within(this.#timings.read, starred ? message.star() : message.unstar())
    })
  }

  async memory(): Promise<number | null> {
    const page = this.#run?.page
    if (page === undefined || this.#run?.closed !== false) return null
    try {
      return (await within(this.#timings.probe, page.metrics())).JSHeapUsedSize ?? null
    } catch (error) {
      this.#logger.debug('memory-unknown', { cause: causeOf(error) })
      return null
    }
  }

  /** The library's own message object, for what only it does. @throws {WaError} `no-such-message`. */
  async #libraryMessage(run: Run, serializedId: string): Promise<Message> {
    const json = await run.evaluate(this.#timings.read, readMessage, serializedId)
    if (json === null) throw new WaError('no-such-message', 'no such message')
    return libraryMessage(clientOf(run), parsed(json))
  }

  #map(raw: unknown): WaMessage | null {
    return mapMessage(raw, { me: this.#me })
  }

  /** Calls the page; again where its document went away meanwhile and another one came. */
  async #read<T>(call: (run: Run) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const run = this.#run
      if (run === undefined || !run.attached) throw new WaError('not-connected', this.#state.kind)
      try {
        return await call(run)
      } catch (error) {
        if (error instanceof WaError) throw error
        const late = error instanceof TimeoutError
        if (!isGone(error) && !late) throw new WaError('refused', causeOf(error), { cause: error })
        if (late || attempt >= READ_ATTEMPTS || !(await this.#attachedAgain())) {
          throw new WaError('not-connected', causeOf(error), { cause: error })
        }
      }
    }
  }

  /** Waits, as long as a read may take, for the next document to be ready. */
  async #attachedAgain(): Promise<boolean> {
    const run = this.#run
    const ready = new Promise<boolean>((resolve) => {
      const look = (): void => {
        if (run === undefined || run.closed || run !== this.#run) resolve(false)
        else if (run.attached) resolve(true)
        else return
        leave()
      }
      const leave = this.subscribe((event) => {
        if (event.type === 'state') look()
      })
      look()
    })
    try {
      return await within(this.#timings.read, ready)
    } catch {
      return false // Timed out: the caller says that there is no connection.
    }
  }

  #enter(state: WaState): void {
    if (state.kind === 'ready') {
      this.#heardAt = this.#now()
      const { address, lid } = state.me
      this.#me = new Set(lid === null ? [address] : [address, lid])
      // A link that was made once is not made by a code again unless asked to.
      this.#phone = null
    }
    if (state.kind === 'closed') this.#stopEvents()
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#emit({ type: 'state', state })
  }

  #emit(event: WaEvent): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event)
      } catch (error) {
        this.#logger.error('listener-failed', { event: event.type, cause: causeOf(error) })
      }
    }
  }
}

function clientOf(run: Run): whatsapp.Client {
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
function isConnected(): boolean {
  const page = globalThis as unknown as { require(name: string): { Socket: { state?: string } } }
  return page.require('WAWebSocketModel').Socket.state === 'CONNECTED'
}
