/**
 * The library's client, made safe for a life of days: one injection per document, no error left uncaught, and nothing closed that
 * we did not decide to close. Only methods are overridden; the library's files stay as they are.
 */
import type { Browser, Page } from 'puppeteer-core'
import whatsapp from 'whatsapp-web.js'
import { claim, release } from './page'
import type { WhatsAppPage } from './page'

const SITE = 'https://web.whatsapp.com/'

declare module 'whatsapp-web.js' {
  // What the client does internally, and its declarations leave out.
  interface Client {
    inject(): Promise<void>
    attachEventListeners(): Promise<void>
    initWebVersionCache(): Promise<void>
  }
}

/** What the page tells, as the library's listeners there hand it over: plain data. */
export interface PageEvents {
  added(message: unknown): void
  /** A message came encrypted. It is told again once decrypted, by `added`, or given up, by `undecryptable`. */
  encrypted(message: unknown): void
  undecryptable(message: unknown): void
  typeChanged(message: unknown): void
  removed(message: unknown): void
  acked(message: unknown, ack: unknown): void
  edited(message: unknown, body: unknown, before: unknown): void
  reactions(rows: unknown): void
  votes(rows: unknown): void
  call(call: unknown): void
  /** A chat's unread count or archive changed. */
  chatChanged(chat: unknown): void
}

export interface ClientHooks {
  /** The browser is there, the site is not loaded yet. What this throws ends `initialize`. */
  opened(browser: Browser, page: Page): Promise<void>
  /** Replaces the library's unbounded navigation. `load` is one attempt; returns once the site's document is there. */
  navigate(load: (ms: number) => Promise<void>): Promise<void>
  /** A main document came: the first one, a reload, a page of the browser's own. */
  document(url: string): void
  /** The library listens to this document's socket. */
  injected(): void
  /** The library's utilities and listeners are in this document. Once per document. */
  attached(): void
  /** An injection failed though its document is still there. */
  failed(stage: 'inject' | 'attach', error: unknown): void
  events: PageEvents
}

/** Keeps nothing: the link to the phone lives in the browser's profile, and that is the host's. */
class ProfileAuth extends whatsapp.NoAuth {
  opened: () => Promise<void> = () => Promise.resolve()
}

export class LeadlineClient extends whatsapp.Client {
  readonly #hooks: ClientHooks
  #wanted = false
  #injecting: Promise<void> | undefined
  #ended = false
  #prepared = false
  #load: (ms: number) => Promise<void> = () => Promise.reject(new Error('no page'))

  /** `puppeteer`: the host's options, see `SessionBrowser`. `modulesMs`: until the page must show its modules. */
  constructor(puppeteer: Record<string, unknown>, modulesMs: number, hooks: ClientHooks) {
    const auth = new ProfileAuth()
    // `false` leaves the browser's own user agent, which the library's declarations don't know.
    const ownUserAgent = { userAgent: false } as unknown as { userAgent: string }
    super({
      authStrategy: auth,
      puppeteer,
      webVersionCache: { type: 'none' },
      authTimeoutMs: modulesMs,
      ...ownUserAgent,
    })
    this.#hooks = hooks
    auth.afterBrowserInitialized = () => this.#opened()
  }

  /** No injection begins from here on. */
  end(): void {
    this.#ended = true
  }

  /** The library asks for this once at the start, and again after each logout, when there is nothing to prepare. */
  async #opened(): Promise<void> {
    const { pupBrowser: browser, pupPage: page } = this
    if (browser === undefined || page === undefined) throw new Error('no page')
    if (this.#prepared) return
    this.#prepared = true
    await this.#hooks.opened(browser, page)
    // `initialize` navigates without a time limit and gives up at the first network error; this one is bounded and goes on.
    const goto = page.goto.bind(page)
    this.#load = async (ms) => {
      const response = await goto(SITE, {
        waitUntil: 'domcontentloaded',
        timeout: ms,
        referer: 'https://whatsapp.com/',
      })
      if (response !== null && response.status() >= 400) throw new Error(`HTTP ${response.status()}`)
    }
    page.goto = async () => {
      await this.navigate()
      return null
    }
    // The library listens only after its first injection, and to every frame: a document that replaces the first one would be missed.
    page.on('framenavigated', (frame) => {
      if (frame !== page.mainFrame() || this.#ended) return
      this.#hooks.document(frame.url())
      void this.inject()
    })
  }

  /** Loads the site anew. Rejects only where the hook gives up. */
  async navigate(): Promise<void> {
    // Asked anew for each attempt: whoever wants a page before it is prepared gets it as soon as it is.
    await this.#hooks.navigate((ms) => this.#load(ms))
  }

  /**
   * The library calls this for any frame's navigation and any number at a time; here it is serialised, does its work once per main
   * document, and never rejects.
   */
  override inject(): Promise<void> {
    this.#wanted = true
    this.#injecting ??= this.#injectWanted().finally(() => {
      this.#injecting = undefined
    })
    return this.#injecting
  }

  async #injectWanted(): Promise<void> {
    while (this.#wanted && !this.#ended) {
      this.#wanted = false
      const page = this.pupPage
      if (page === undefined || !page.url().startsWith(SITE)) continue
      try {
        if (!(await page.evaluate(claim, 'inject'))) continue
        await super.inject()
        await page.evaluate(claim, 'injected')
        this.#hooks.injected()
      } catch (error) {
        await page.evaluate(release, 'inject').catch(() => undefined) // Gone with its document: nothing to take back.
        // Asked again meanwhile, as by a document that has come: the failure may be the old one's.
        if (this.#askedAgain()) continue
        this.#fail('inject', error)
        return
      }
    }
  }

  /** Called by the library once the page has synced, possibly several times at once; attaches once per document. */
  override async attachEventListeners(): Promise<void> {
    const page = this.pupPage
    if (page === undefined || !(await page.evaluate(claim, 'attach'))) return
    try {
      await this.#exposeOwn(page)
      await super.attachEventListeners()
      await page.evaluate(slimChatEvents)
      await page.evaluate(claim, 'attached')
    } catch (error) {
      this.#fail('attach', error)
      throw error
    }
    this.#hooks.attached()
  }

  #askedAgain(): boolean {
    return this.#wanted
  }

  #fail(stage: 'inject' | 'attach', error: unknown): void {
    if (!this.#ended) this.#hooks.failed(stage, error)
  }

  /**
   * The library exposes a function only where none of that name is there yet, so these take the place of its own, which build
   * their classes from the data and lose the event where that throws: a card list without cards, a vote for an option that the poll
   * does not have, a chat id that arrives as an object.
   */
  async #exposeOwn(page: Page): Promise<void> {
    const { events } = this.#hooks
    const own: Record<string, (...data: unknown[]) => void> = {
      onAddMessageEvent: (message) => events.added(message),
      onAddMessageCiphertextEvent: (message) => events.encrypted(message),
      onCiphertextFailedEvent: (message) => events.undecryptable(message),
      onChangeMessageTypeEvent: (message) => events.typeChanged(message),
      onRemoveMessageEvent: (message) => events.removed(message),
      onMessageAckEvent: (message, ack) => events.acked(message, ack),
      onEditMessageEvent: (message, body, before) => events.edited(message, body, before),
      onReaction: (rows) => events.reactions(rows),
      onPollVoteEvent: (rows) => events.votes(rows),
      onIncomingCall: (call) => events.call(call),
      onChatUnreadCountEvent: (chat) => events.chatChanged(chat),
      onArchiveChatEvent: (chat) => events.chatChanged(chat),
      // The library's own would make the chat anew by asking for it.
      onRemoveChatEvent: () => undefined,
    }
    for (const [name, listener] of Object.entries(own)) {
      if (!(await page.evaluate(hasGlobal, name))) await page.exposeFunction(name, listener)
    }
  }

  /** The library destroys the client on socket states that pass by themselves. Whether a browser closes is the session's to say. */
  override destroy(): Promise<void> {
    return Promise.resolve()
  }

  /** Without a version cache there is nothing to do, and the library's would read each response, which fails on navigation. */
  override initWebVersionCache(): Promise<void> {
    return Promise.resolve()
  }
}

/** In the page. */
function hasGlobal(name: string): boolean {
  return Boolean((globalThis as unknown as Record<string, unknown>)[name])
}

/** In the page: the library passes the live chat, with all its messages, for a change of its unread count. */
function slimChatEvents(): void {
  const page = globalThis as unknown as WhatsAppPage
  const tell = page.onChatUnreadCountEvent
  if (tell !== undefined) page.onChatUnreadCountEvent = (chat) => tell({ id: chat.id })
}
