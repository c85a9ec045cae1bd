/**
 * Test support: what stands behind a session, as far as sending goes. The server delivers one key once and keeps its own log; the
 * page has its own view of the chats and survives the app. What happens to each hand-over is scripted.
 */
import { waMessage } from '../inbox/testing'
import {
  WaError,
  type WaAck,
  type WaEvent,
  type WaMessage,
  type WaSend,
  type WaState,
} from '../whatsapp/types'
import type { SendingSession } from './types'

/** What becomes of one hand-over. */
export type Fate =
  /** Delivered, and the page says so. */
  | 'sent'
  /** Delivered, but the page's answer is lost. */
  | 'sent-unheard'
  /** It never reached the page, and nobody knows. */
  | 'lost'
  /** The page has it, and sends it on later by itself. */
  | 'pending'
  /** The page has it and will send it on later; its answer is lost. */
  | 'pending-unheard'
  /** WhatsApp says no. */
  | 'refused'
  /** The page took it; then WhatsApp says no (ack -1). */
  | 'failed'
  | 'not-connected'
  /** The page never answers; it has the message. */
  | 'hangs'

export class FakeWhatsApp {
  /** The judge: what really went out, in order. */
  readonly delivered: { chat: string; key: string; body: string | null; at: number }[] = []
  readonly typing: { chat: string; typing: boolean; at: number }[] = []
  readonly page = new Map<string, WaMessage[]>()
  readonly fates: Fate[] = []
  /** Whether the page gives messages the keys that were chosen for them. */
  keepsKeys = true
  /** Chats that are no more. */
  readonly gone = new Set<string>()
  /** Reading chats fails. */
  unreadable = false
  reads = 0
  /** So many reads answer an empty chat: it is not loaded yet. */
  blindReads = 0
  /** How often the app handed something over. */
  handedOver = 0
  private lastKey = 0
  private readonly listeners = new Set<(event: WaEvent) => void>()

  constructor(private readonly now: () => number) {}

  /** A page that was opened anew; listeners of the last one hear nothing any more. */
  session(): SendingSession & { state: WaState } {
    this.listeners.clear()
    return {
      state: { kind: 'ready', me: { address: '62811@c.us', phone: '+62811', lid: null, name: 'Shop' } },
      subscribe: (listener) => {
        this.listeners.add(listener)
        return () => this.listeners.delete(listener)
      },
      newMessageKey: () => Promise.resolve(`3EB0${++this.lastKey}`),
      send: (message) => this.send(message),
      findMessage: (serializedId) =>
        Promise.resolve(this.all().find((message) => message.serializedId === serializedId) ?? null),
      fetchMessages: (chat, limit) => {
        this.reads++
        if (this.unreadable) return Promise.reject(new WaError('not-connected', 'reading failed'))
        if (this.gone.has(chat)) return Promise.reject(new WaError('no-such-chat', 'it moved'))
        if (this.blindReads-- > 0) return Promise.resolve({ messages: [], reachedStart: true })
        const all = this.page.get(chat) ?? []
        const messages = all.slice(-limit).map((message) => ({ ...message }))
        return Promise.resolve({ messages, reachedStart: all.length < limit })
      },
      setTyping: (chat, typing) => {
        this.typing.push({ chat, typing, at: this.now() })
        return Promise.resolve()
      },
    }
  }

  say(event: WaEvent): void {
    for (const listener of this.listeners) listener(event)
  }

  /** An ack of the network. */
  ack(key: string, ack: WaAck): void {
    const message = this.all().find((each) => each.key === key)
    if (!message) return
    message.ack = ack === -1 ? ack : (Math.max(message.ack, ack) as WaAck)
    this.say({ type: 'ack', key, chat: message.chat, ack, at: this.now() })
  }

  /** The page sends on what it has: every message still pending is delivered. */
  flush(): void {
    for (const message of this.all()) if (message.ack === 0) this.deliver(message)
  }

  /** Written on the phone, or the customer's. */
  write(chat: string, body: string, fromMe: boolean, at = this.now()): WaMessage {
    const message = messageOf({ chat, body, key: `PHONE${++this.lastKey}`, fromMe, at, ack: 1 })
    this.messagesOf(chat).push(message)
    return message
  }

  /** WhatsApp addresses a chat in another way; its messages go along. */
  move(from: string, to: string): void {
    const moved = (this.page.get(from) ?? []).map((message) => ({ ...message, chat: to }))
    this.page.delete(from)
    this.page.set(to, moved)
    this.gone.add(from)
  }

  all(): WaMessage[] {
    return [...this.page.values()].flat()
  }

  private messagesOf(chat: string): WaMessage[] {
    const found = this.page.get(chat) ?? []
    this.page.set(chat, found)
    return found
  }

  private deliver(message: WaMessage): void {
    const { chat, key, body } = message
    if (!this.delivered.some((one) => one.key === key))
      this.delivered.push({ chat, key, body, at: this.now() })
    this.ack(key, 1)
  }

  private put({ chat, key: asked, body, attachment }: WaSend): WaMessage {
    const known = this.messagesOf(chat).find((message) => message.key === asked)
    if (known) return known
    const key = this.keepsKeys ? asked : `3EB0OWN${++this.lastKey}`
    const message = messageOf({ chat, body, key, fromMe: true, at: this.now(), ack: 0 })
    if (attachment) {
      const { mime, name, data } = attachment
      message.media = { mime, name, size: data.length, width: null, height: null, duration: null }
      message.type = attachment.as === 'document' ? 'document' : 'image'
    }
    this.messagesOf(chat).push(message)
    return message
  }

  private async send(message: WaSend): Promise<WaMessage> {
    // Everything of a session crosses a process boundary.
    await new Promise((resolve) => setImmediate(resolve))
    this.handedOver++
    const fate = this.fates.shift() ?? 'sent'
    if (fate === 'lost') throw new WaError('uncertain', 'the page is gone')
    if (fate === 'refused') throw new WaError('refused', 'not allowed')
    if (fate === 'not-connected') throw new WaError('not-connected', 'no connection')
    const put = this.put(message)
    // The event of a new message always comes before the answer.
    this.say({ type: 'message', message: { ...put } })
    const answer = { ...put }
    if (fate === 'failed') this.ack(put.key, -1)
    if (fate === 'sent' || fate === 'sent-unheard') this.deliver(put)
    if (fate === 'sent-unheard' || fate === 'pending-unheard')
      throw new WaError('uncertain', 'the answer is lost')
    if (fate === 'hangs') return new Promise(() => undefined)
    return answer
  }
}

export function messageOf(
  values: Pick<WaMessage, 'chat' | 'body' | 'key' | 'fromMe' | 'ack'> & { at: number },
): WaMessage {
  const { key, chat, fromMe } = values
  return waMessage(key, {
    ...values,
    serializedId: `${fromMe ? 'true' : 'false'}_${chat}_${key}`,
    at: Math.floor(values.at / 1000) * 1000,
  })
}
