/**
 * What WhatsApp's servers and the owner's phone hold: people, chats, messages, linked devices, and the log of
 * what was really done. It knows nothing of pages or HTTP; whoever listens gets each change as an update.
 */
import type { Settings } from '../operations'
import { defaultSettings } from '../settings'
import type {
  ChatRecord,
  ContactRecord,
  DeviceRecord,
  LogEntry,
  MessageRecord,
  ReactionRecord,
  VoteRecord,
} from '../types'
import { isChannel, isGroup, isLid, isStatus, serializedKey, userOf, widOf } from './ids'
import type { MediaStore } from './media'

/** A change as it goes to linked pages. `seq` orders all of them. */
export type Update = { seq: number } & (
  | { kind: 'message'; message: MessageRecord; isNew: boolean }
  | { kind: 'message-change'; id: string; changes: Record<string, unknown> }
  | { kind: 'message-remove'; id: string }
  | { kind: 'reaction'; id: string; reaction: ReactionRecord }
  | { kind: 'vote'; id: string; vote: VoteRecord }
  | { kind: 'chat'; chat: ChatRecord }
  | { kind: 'chat-remove'; id: string }
  | { kind: 'chat-moved'; from: string; chat: ChatRecord; messages: MessageRecord[] }
  | { kind: 'contact'; contact: ContactRecord }
)
type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq'> : never
export type NewUpdate = WithoutSeq<Update>

/** Everything that outlives the process. */
export interface Saved {
  seq: number
  settings: Settings
  contacts: ContactRecord[]
  chats: ChatRecord[]
  messages: MessageRecord[]
  devices: DeviceRecord[]
  aliases: [string, string][]
  log: LogEntry[]
}

/** Updates kept for pages that were cut off for a while. */
const keptUpdates = 50_000

export class World {
  settings: Settings
  readonly contacts = new Map<string, ContactRecord>()
  readonly chats = new Map<string, ChatRecord>()
  readonly devices = new Map<string, DeviceRecord>()
  readonly log: LogEntry[] = []
  /** Old chat ids that moved to new ones. */
  readonly aliases = new Map<string, string>()
  readonly #byId = new Map<string, MessageRecord>()
  readonly #byInner = new Map<string, MessageRecord[]>()
  readonly #byChat = new Map<string, MessageRecord[]>()
  #updates: Update[] = []
  #seq = 0

  /** Called for each update, and after each change of anything that is saved. */
  onUpdate: (update: Update) => void = () => undefined
  onChange: () => void = () => undefined
  onLog: (entry: LogEntry) => void = () => undefined

  /** @param phone which of the simulator's phones this is the world of. */
  constructor(
    readonly media: MediaStore,
    readonly phone = 1,
  ) {
    this.settings = defaultSettings(phone)
  }

  get seq(): number {
    return this.#seq
  }

  get messageCount(): number {
    return this.#byId.size
  }

  update(update: NewUpdate, seq = ++this.#seq): void {
    const full: Update = { ...update, seq }
    this.#updates.push(full)
    if (this.#updates.length > keptUpdates * 2) this.#updates = this.#updates.slice(-keptUpdates)
    this.onUpdate(full)
    this.onChange()
  }

  updatesSince(seq: number): Update[] {
    return this.#updates.filter((update) => update.seq > seq)
  }

  write(entry: Omit<LogEntry, 'seq' | 'at'>): LogEntry {
    const full: LogEntry = { seq: (this.log.at(-1)?.seq ?? 0) + 1, at: Date.now(), ...entry }
    this.log.push(full)
    this.onLog(full)
    this.onChange()
    return full
  }

  /** Where a chat lives now, after moves. */
  resolve(id: string): string {
    let now = widOf(id)
    for (let next = this.aliases.get(now); next !== undefined; next = this.aliases.get(now)) now = next
    return now
  }

  /** A message by serialised or inner id. Throws a sentence when there is none. */
  message(id: string): MessageRecord {
    const found = this.findMessage(id)
    if (found === undefined) throw new Error(`There is no message ${id}`)
    return found
  }

  findMessage(id: string): MessageRecord | undefined {
    const exact = this.#byId.get(id)
    if (exact !== undefined) return exact
    const parts = id.split('_')
    return this.#byInner.get(parts.length > 1 ? (parts[2] ?? id) : id)?.at(-1)
  }

  hasInner(chat: string, innerId: string): MessageRecord | undefined {
    return this.#byInner.get(innerId)?.find((message) => message.chat === chat)
  }

  /** Messages of a chat, oldest first. */
  messagesOf(chat: string): readonly MessageRecord[] {
    return this.#byChat.get(chat) ?? []
  }

  allMessages(): MessageRecord[] {
    return [...this.#byId.values()]
  }

  /** Takes a message into its chat and tells the pages, unless `quiet`. */
  addMessage(message: MessageRecord, quiet = false): void {
    message.seq = ++this.#seq
    this.#index(message)
    const chat = this.chatOf(message.chat)
    chat.t = Math.max(chat.t, message.t)
    if (!quiet) this.update({ kind: 'message', message, isNew: !message.silent }, message.seq)
    else this.onChange()
  }

  #index(message: MessageRecord): void {
    this.#byId.set(message.id, message)
    const inner = this.#byInner.get(message.innerId)
    if (inner === undefined) this.#byInner.set(message.innerId, [message])
    else inner.push(message)
    const list = this.#byChat.get(message.chat)
    if (list === undefined) {
      this.#byChat.set(message.chat, [message])
      return
    }
    // Almost always the newest; history may come in any order.
    let at = list.length
    while (at > 0 && list[at - 1]!.t > message.t) at--
    if (at === list.length) list.push(message)
    else list.splice(at, 0, message)
  }

  removeMessage(message: MessageRecord): void {
    this.#byId.delete(message.id)
    remove(this.#byInner.get(message.innerId), message)
    remove(this.#byChat.get(message.chat), message)
    this.update({ kind: 'message-remove', id: message.id })
  }

  clearChat(chat: string): void {
    for (const message of [...this.messagesOf(chat)]) this.removeMessage(message)
  }

  deleteChat(id: string): void {
    if (!this.chats.has(id)) throw new Error(`There is no chat ${id}`)
    this.clearChat(id)
    this.chats.delete(id)
    this.update({ kind: 'chat-remove', id })
  }

  /** Applies attribute changes to a message and tells the pages. */
  changeMessage(message: MessageRecord, changes: Record<string, unknown>): void {
    const { ack, star, type, t, ...attrs } = changes
    if (typeof ack === 'number') message.ack = ack
    if (typeof star === 'boolean') message.star = star
    if (typeof type === 'string') message.type = type
    if (typeof t === 'number') message.t = t
    Object.assign(message.attrs, attrs)
    this.update({ kind: 'message-change', id: message.id, changes })
  }

  /** A message goes on under another key; the pages were told with the change that caused it. */
  rekey(message: MessageRecord, id: string): void {
    this.#byId.delete(message.id)
    remove(this.#byInner.get(message.innerId), message)
    message.id = id
    message.innerId = id.split('_')[2] ?? id
    this.#byId.set(id, message)
    this.#byInner.set(message.innerId, [message])
  }

  /** The chat's record; a first message makes it. */
  chatOf(id: string): ChatRecord {
    const existing = this.chats.get(id)
    if (existing !== undefined) return existing
    const chat: ChatRecord = {
      id,
      t: 0,
      unread: 0,
      archived: false,
      pin: 0,
      muteExpiration: 0,
      readOnly: false,
      labels: [],
    }
    if (isGroup(id)) {
      chat.group = {
        subject: 'Group',
        description: '',
        owner: this.settings.me.phone,
        creation: now(),
        announce: false,
        participants: [{ id: this.settings.me.phone, isAdmin: true, isSuperAdmin: true }],
      }
    } else if (isChannel(id)) {
      chat.newsletter = { description: '', subscribers: 1, creation: now() }
    } else if (!isStatus(id)) {
      this.contactOf(id)
    }
    this.chats.set(id, chat)
    this.update({ kind: 'chat', chat })
    return chat
  }

  changeChat(chat: ChatRecord, changes: Partial<ChatRecord>): void {
    Object.assign(chat, changes)
    this.update({ kind: 'chat', chat })
  }

  /** The contact behind an id; whoever writes exists, as a stranger. */
  contactOf(id: string, pushname?: string): ContactRecord {
    const known = this.findContact(id)
    if (known !== undefined) return known
    const contact: ContactRecord = {
      id,
      lid: isLid(id) ? id : undefined,
      phone: isLid(id) ? undefined : id,
      phoneKnown: !isLid(id),
      pushname,
      isMyContact: false,
      isBusiness: false,
      isBlocked: false,
      registered: true,
      labels: [],
    }
    this.setContact(contact)
    return contact
  }

  findContact(id: string): ContactRecord | undefined {
    const direct = this.contacts.get(id)
    if (direct !== undefined) return direct
    for (const contact of this.contacts.values())
      if (contact.lid === id || contact.phone === id) return contact
    return undefined
  }

  setContact(contact: ContactRecord): void {
    this.contacts.set(contact.id, contact)
    this.update({ kind: 'contact', contact })
  }

  /** Moves a chat to another id; inner message ids stay, serialised ones change. */
  moveChat(from: string, to: string): void {
    const chat = this.chats.get(from)
    if (chat === undefined) throw new Error(`There is no chat ${from} to move`)
    if (this.chats.has(to)) throw new Error(`There is a chat ${to} already`)
    const messages = [...this.messagesOf(from)]
    this.#byChat.delete(from)
    this.chats.delete(from)
    chat.id = to
    this.chats.set(to, chat)
    this.aliases.set(from, to)
    for (const message of messages) {
      this.#byId.delete(message.id)
      remove(this.#byInner.get(message.innerId), message)
      message.chat = to
      message.id = serializedKey(message.fromMe, to, message.innerId, message.author)
      this.#index(message)
    }
    const contact = this.findContact(from)
    if (contact !== undefined) {
      this.contacts.delete(contact.id)
      contact.id = to
      if (isLid(to)) contact.lid = to
      else contact.phone = to
      this.setContact(contact)
    }
    this.update({ kind: 'chat-moved', from, chat, messages })
  }

  /** Whether a message can be delivered there at all. */
  reaches(chat: string): boolean {
    if (isGroup(chat) || isStatus(chat) || isChannel(chat)) return this.chats.has(chat) || isStatus(chat)
    if (userOf(chat) === userOf(this.settings.me.phone)) return true
    return this.findContact(chat)?.registered ?? false
  }

  clear(keepDevices: boolean): void {
    this.settings = defaultSettings(this.phone)
    this.contacts.clear()
    this.chats.clear()
    this.aliases.clear()
    this.log.length = 0
    this.#byId.clear()
    this.#byInner.clear()
    this.#byChat.clear()
    this.#updates = []
    if (!keepDevices) this.devices.clear()
    this.onChange()
  }

  save(): Saved {
    return {
      seq: this.#seq,
      settings: this.settings,
      contacts: [...this.contacts.values()],
      chats: [...this.chats.values()],
      messages: this.allMessages(),
      devices: [...this.devices.values()],
      aliases: [...this.aliases],
      log: this.log,
    }
  }

  load(saved: Saved): void {
    this.clear(false)
    this.#seq = saved.seq
    this.settings = saved.settings
    for (const contact of saved.contacts) this.contacts.set(contact.id, contact)
    for (const chat of saved.chats) this.chats.set(chat.id, chat)
    for (const message of saved.messages) this.#index(message)
    for (const device of saved.devices) this.devices.set(device.id, device)
    for (const [from, to] of saved.aliases) this.aliases.set(from, to)
    this.log.push(...saved.log)
  }
}

/** Seconds since the epoch. */
export const now = (): number => Math.floor(Date.now() / 1000)

function remove<T>(list: T[] | undefined, item: T): void {
  const at = list?.indexOf(item) ?? -1
  if (at >= 0) list?.splice(at, 1)
}
