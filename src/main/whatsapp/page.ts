/**
 * The part of WhatsApp Web's own page, and of what the library puts into it, that code evaluated there uses.
 *
 * Functions handed to `evaluate` run in the page, not here: they use nothing from outside themselves, begin with
 * `const page = globalThis as unknown as WhatsAppPage` (the one cast, since only the page knows what it holds), and have no named
 * functions inside (a bundler may wrap those in helpers that the page doesn't have).
 */
import type { Page } from 'puppeteer-core'
import { within } from './failures'

export interface PageWid {
  _serialized: string
  server?: string
}

interface PageKey extends PageWid {
  id: string
  fromMe: boolean
}

export interface PageMessage {
  id: PageKey
  t: number
  ack?: number
  isNotification?: boolean
  mediaData?: { mediaStage?: string }
  size?: number
  mimetype?: string
  directPath?: string
}

export interface PageContact {
  id: PageWid
  phoneNumber?: PageWid
}

export interface PageChat {
  id: PageWid
  formattedTitle?: string
  mute?: { expiration?: number }
  groupMetadata?: unknown
  msgs: { getModelsArray(): PageMessage[] }
  serialize(): Record<string, unknown>
}

interface PageCollection<T> {
  get(id: unknown): T | undefined
  getModelsArray(): T[]
}

interface PageModules {
  WAWebSocketModel: {
    Socket: { state?: string; hasSynced?: boolean; logout(): unknown; reconnect(): unknown }
  }
  WAWebConnModel: { Conn: { ref?: string; pushname?: string } }
  WAWebUserPrefsMeUser: {
    getMaybeMePnUser(): PageWid | null | undefined
    getMaybeMeLidUser(): PageWid | null | undefined
  }
  WAWebCmd: { Cmd: { refreshQR(): unknown } }
  WAWebCollections: {
    Msg: PageCollection<PageMessage> & {
      getMessagesById(ids: string[]): Promise<{ messages?: PageMessage[] } | undefined>
    }
    Chat: PageCollection<PageChat>
    Contact: PageCollection<PageContact> & { find(id: unknown): Promise<PageContact | undefined> }
    Blocklist: PageCollection<{ id: PageWid }>
  }
  WAWebWidFactory: { createWid(id: string): PageWid }
  WAWebApiContact: {
    getCurrentLid(wid: PageWid): PageWid | null | undefined
    getPhoneNumber(wid: PageWid): PageWid | null | undefined
  }
  WAWebChatLoadMessages: { loadEarlierMsgs(options: { chat: PageChat }): Promise<PageMessage[] | undefined> }
  WAWebMsgKey: { newId(): string | Promise<string> }
  WAWebReachoutTimelockUtils: { isUserReachoutTimelocked(): unknown }
}

export interface WhatsAppPage {
  require: (<K extends keyof PageModules>(name: K) => PageModules[K]) & ((name: string) => unknown)
  Debug?: { VERSION?: string }
  AuthStore?: unknown
  /** What the library's utilities add. */
  WWebJS: {
    getMessageModel(message: PageMessage): Record<string, unknown>
    getContactModel(contact: PageContact): Record<string, unknown>
    getChat(id: string, options: { getAsModel: false }): Promise<PageChat | null | undefined>
    sendChatstate(state: 'typing' | 'stop', id: string): Promise<unknown>
    sendMessage(
      chat: PageChat,
      content: string,
      options: Record<string, unknown>,
    ): Promise<PageMessage | undefined>
  }
  onAppStateHasSyncedEvent?: () => Promise<unknown>
  onChatUnreadCountEvent?: (chat: { id: unknown }) => unknown
}

/**
 * Evaluates in the page, for at most `ms` milliseconds.
 * @throws {TimeoutError} when the page does not answer; whatever the page throws.
 */
export function evaluate<A extends unknown[], T>(
  page: Page,
  ms: number,
  run: (...args: A) => T | Promise<T>,
  ...args: A
): Promise<T> {
  return within(ms, page.evaluate(run as (...args: unknown[]) => T | Promise<T>, ...args) as Promise<T>)
}

/**
 * In the page: true the first time that a document is asked for this mark. What lies in the page goes with its document, which is
 * exactly as long as an injection lasts.
 */
export function claim(mark: string): boolean {
  const page = globalThis as unknown as Record<symbol, Set<string> | undefined>
  const marks = (page[Symbol.for('wwebjs.marks')] ??= new Set())
  if (marks.has(mark)) return false
  marks.add(mark)
  return true
}

/** In the page. */
export function isMarked(mark: string): boolean {
  const page = globalThis as unknown as Record<symbol, Set<string> | undefined>
  return page[Symbol.for('wwebjs.marks')]?.has(mark) === true
}

/** In the page: takes a mark back. */
export function release(mark: string): void {
  const page = globalThis as unknown as Record<symbol, Set<string> | undefined>
  page[Symbol.for('wwebjs.marks')]?.delete(mark)
}

/** In the page. */
export async function refreshQr(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.require('WAWebCmd').Cmd.refreshQR()
}

/** In the page: what the library would have been told, had it listened in time. */
export async function saySynced(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.onAppStateHasSyncedEvent?.()
}

/** In the page: as the library's own `resetState`, but not where a connection is being made or stands. */
export function reconnectSocket(): void {
  const page = globalThis as unknown as WhatsAppPage
  if (page.Debug?.VERSION === undefined) return
  const { Socket } = page.require('WAWebSocketModel')
  if (Socket.state !== 'CONNECTED' && Socket.state !== 'OPENING' && Socket.state !== 'PAIRING')
    Socket.reconnect()
}

/** In the page. */
export async function socketLogout(): Promise<void> {
  const page = globalThis as unknown as WhatsAppPage
  await page.require('WAWebSocketModel').Socket.logout()
}

/** In the page: the account itself. */
export function readMe(): { pn: string | null; lid: string | null; name: string | null } {
  const page = globalThis as unknown as WhatsAppPage
  const user = page.require('WAWebUserPrefsMeUser')
  const { pushname } = page.require('WAWebConnModel').Conn
  return {
    pn: user.getMaybeMePnUser()?._serialized ?? null,
    lid: user.getMaybeMeLidUser()?._serialized ?? null,
    name: pushname ?? null,
  }
}
