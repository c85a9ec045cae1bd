/** Test support: an outbox on a real database, with a WhatsApp behind it, that can die at any step and start again. */
import { randomUUID } from 'node:crypto'
import { expect, vi } from 'vitest'
import type { AppEvent, Message } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { TestClock } from '../media/clock.testing'
import type { Storage } from '../storage'
import { openTestStorage, silentLogger, type TestStorage } from '../storage/test-storage'
import type { WaEvent, WaIdentity } from '../whatsapp/types'
import { createOutbox, type Outbox, type SendingSession } from '.'
import type { OutboxMedia, OutboxOptions } from './types'
import { FakeWhatsApp } from './whatsapp.testing'

export const ACCOUNT = 'main'
export const NOON = Date.UTC(2026, 5, 1, 12)

/** Until it holds: what takes place behind the database's thread. */
export const eventually = (check: () => Promise<void> | void): Promise<void> =>
  vi.waitFor(check, { timeout: 10_000, interval: 5 })

/** Burns down with every step across a boundary; once out, nothing crosses any more, as after a kill. */
export class Fuse {
  left = Infinity
  private blow = (): void => undefined
  readonly blown = new Promise<void>((resolve) => {
    this.blow = resolve
  })
  get isOut(): boolean {
    return this.left <= 0
  }
  /** Never settles once the fuse is out. */
  step(): Promise<void> {
    this.left--
    if (!this.isOut) return Promise.resolve()
    this.blow()
    return new Promise(() => undefined)
  }
}

function wired<T extends object>(target: T, fuse: Fuse, count: (by: number) => void): T {
  return new Proxy(target, {
    get: (from, name) => {
      const member: unknown = Reflect.get(from, name)
      if (typeof member !== 'function') return member
      if (name === 'subscribe') return member.bind(from) as unknown
      return async (...args: unknown[]): Promise<unknown> => {
        await fuse.step()
        count(1)
        try {
          const result: unknown = await Reflect.apply(member, from, args)
          await fuse.step()
          return result
        } finally {
          count(-1)
        }
      }
    },
  })
}

const savedAs = (name: string, phone: string): WaIdentity => ({
  ...{ phone, lid: null, savedName: name, pushName: null },
  ...{ isSaved: true, isBusiness: false, isBlocked: false },
})

export class Shop {
  readonly events: AppEvent[] = []
  readonly troubles: string[] = []
  readonly deleted: string[] = []
  readonly uploads = new Map<string, { file: string; mime: string; name: string | null; size: number }>()
  readonly files = new Map<string, Uint8Array>()
  readonly whatsapp = new FakeWhatsApp(() => this.clock.now())
  readonly conversations = new Map<string, string>()
  clock: TestClock
  fuse = new Fuse()
  outbox!: Outbox
  session!: ReturnType<FakeWhatsApp['session']>
  /** Whether what the page tells is taken in, as the inbox does. */
  takesIn = true
  limits = { day: 1_000, minute: 20 }
  private busy = 0
  /** Until a page is open, time stands still by itself: what a test prepares must not become stale under its hands. */
  private isAttached = false
  private ingesting = Promise.resolve()

  private constructor(private readonly test: TestStorage) {
    this.clock = this.newClock(NOON)
  }

  static async open(options: Partial<OutboxOptions> = {}): Promise<Shop> {
    const shop = new Shop(await openTestStorage())
    await shop.storage.store<typeof accountsStore>('accounts').list(NOON)
    shop.run(options)
    return shop
  }

  get storage(): Storage {
    return this.test.storage
  }

  get inbox() {
    return this.storage.store<typeof inboxStore>('inbox')
  }

  private newClock(at: number): TestClock {
    return new TestClock(at, () => this.busy > 0 || !this.isAttached)
  }

  /** A new outbox on what is there; nothing is attached yet. */
  run(options: Partial<OutboxOptions> = {}): void {
    const { fuse } = this
    const count = (by: number): void => {
      this.busy += by
    }
    const storage: Storage = {
      ...this.storage,
      store: (room) => wired(this.storage.store(room), fuse, count),
    }
    this.outbox = createOutbox({
      storage,
      media: this.media,
      logger: silentLogger,
      emit: (event) => {
        if (!fuse.isOut) this.events.push(event)
      },
      onTrouble: (accountId) => this.troubles.push(accountId),
      clock: this.clock,
      random: () => 0.5,
      limits: () => this.limits,
      ...options,
    })
  }

  /** The chat's messages come to stand so, each as `text: state`. */
  becomes(chat: string, ...states: string[]): Promise<void> {
    return eventually(async () => expect(await this.states(chat)).toEqual(states))
  }

  /** The page comes to have so many messages. */
  handed(count: number): Promise<void> {
    return eventually(() => expect(this.whatsapp.all()).toHaveLength(count))
  }

  /** The page is open and connected. */
  connect(): void {
    const { fuse } = this
    this.session = this.whatsapp.session()
    const session: SendingSession = wired(this.session, fuse, () => undefined)
    this.outbox.attach(ACCOUNT, session)
    this.isAttached = true
    this.session.subscribe((event) => {
      if (fuse.isOut || !this.takesIn) return
      this.takeIn(event)
    })
  }

  disconnect(): void {
    this.session.state = { kind: 'reconnecting', cause: 'test' }
    this.whatsapp.say({ type: 'state', state: this.session.state })
  }

  reconnect(): void {
    this.session.state = { kind: 'ready', me: { address: '62811@c.us', phone: null, lid: null, name: null } }
    this.whatsapp.say({ type: 'state', state: this.session.state })
  }

  /** As after a kill: nothing of the last run does anything any more. */
  async restart(): Promise<void> {
    this.fuse.left = 0
    this.clock.stop()
    await this.ingesting
    this.clock = this.newClock(this.clock.now() + 1_000)
    this.fuse = new Fuse()
    this.busy = 0
    this.isAttached = false
    await this.test.reopen()
    this.run()
  }

  /** @param phone of somebody in the phone's address book, who becomes a contact; null: nobody is behind the chat. */
  async conversation(chat: string, phone: string | null = null): Promise<string> {
    const known = this.conversations.get(chat)
    if (known) return known
    const route = await this.inbox.route({
      ...{
        accountId: ACCOUNT,
        address: chat,
        kind: 'person',
        title: chat,
        identity: phone === null ? null : savedAs(chat, phone),
      },
      ...{ keep: 'everything', wanted: true, hashes: [], newId: randomUUID(), at: 0 },
    })
    const id = route.conversationId
    if (id === null) throw new Error('the conversation is not kept')
    this.conversations.set(chat, id)
    return id
  }

  async send(chat: string, body: string, values: { clientId?: string } = {}): Promise<Message> {
    return this.outbox.send({
      conversationId: await this.conversation(chat),
      clientId: values.clientId ?? randomUUID(),
      body,
      quotedMessageId: null,
      attachment: null,
    })
  }

  /** What the inbox does with what the page tells. */
  private takeIn(event: WaEvent): void {
    if (event.type !== 'message' && event.type !== 'ack') return
    this.busy++
    this.ingesting = this.ingesting
      .then(async () => {
        const chat = event.type === 'message' ? event.message.chat : event.chat
        const about = { accountId: ACCOUNT, conversationId: await this.conversation(chat) }
        if (event.type === 'message') {
          const row = rowOf(event.message, about.conversationId, 1e9)
          await this.inbox.ingest([{ ...about, op: 'message', row, live: true }])
        } else {
          const { key, ack, at } = event
          await this.inbox.ingest([{ ...about, op: 'ack', key, ack, at }])
        }
      })
      .finally(() => this.busy--)
  }

  async messages(chat: string): Promise<Message[]> {
    const conversationId = await this.conversation(chat)
    return (await this.inbox.page({ conversationId, at: { edge: 'newest' }, limit: 200 })).items
  }

  async states(chat: string): Promise<string[]> {
    return (await this.messages(chat)).map((message) => `${message.body ?? ''}: ${message.state ?? ''}`)
  }

  async close(): Promise<void> {
    this.fuse.left = 0
    this.clock.stop()
    await this.ingesting
    await this.test.cleanup()
  }

  private get media(): OutboxMedia {
    return {
      takeUpload: (uploadId) => {
        const upload = this.uploads.get(uploadId)
        if (!upload) throw new Error('no upload')
        this.uploads.delete(uploadId)
        return upload
      },
      giveBackUpload: (uploadId, upload) => void this.uploads.set(uploadId, upload),
      keepUpload: () => undefined,
      read: (file) => {
        const data = this.files.get(file)
        if (data) return Promise.resolve(data)
        return Promise.reject(Object.assign(new Error('no file'), { code: 'not-found' }))
      },
      deleteFiles: (names) => {
        this.deleted.push(...names)
        return Promise.resolve()
      },
    }
  }
}
