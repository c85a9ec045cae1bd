/** Test support: the media room on a real database and a real folder, with messages to fetch for. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AppEvent, Message } from '../../contract'
import type { accountsStore } from '../accounts/store'
import { rowOf } from '../inbox/message-row'
import type { inboxStore } from '../inbox/store'
import { silentLogger, type TestStorage } from '../storage/test-storage'
import { seal, unseal } from '../vault'
import type { WaMediaInfo, WaMessage, WhatsAppSession } from '../whatsapp/types'
import { createMedia, type DownloadSession, type Media } from '.'
import { TestClock } from './clock.testing'

export const ACCOUNT = 'main'
export const NOON = Date.UTC(2026, 5, 1, 12)
export const PNG = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.alloc(64, 7),
])

type Download = WhatsAppSession['downloadMedia']

export class Shelf {
  readonly events: AppEvent[] = []
  readonly dir: string
  readonly key = randomBytes(32)
  clock = new TestClock(NOON, () => this.busy > 0)
  media!: Media
  cap = 1_000_000
  fullDisk = 0
  asked: string[] = []
  /** How a download ends; by its serialised id. */
  download: Download = () => Promise.resolve({ mime: 'image/png', name: null, data: PNG })
  conversationId = ''
  private busy = 0
  private lastKey = 0

  private constructor(private readonly test: TestStorage) {
    this.dir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-media-')), 'media')
  }

  /** @param test a database that several tests share, each with a conversation of its own. */
  static async open(test: TestStorage): Promise<Shelf> {
    const shelf = new Shelf(test)
    await shelf.test.storage.store<typeof accountsStore>('accounts').list(NOON)
    const route = await shelf.inbox.route({
      ...{ accountId: ACCOUNT, address: 'a@c.us', kind: 'person', title: 'A', identity: null },
      ...{ keep: 'everything', wanted: true, hashes: [], newId: randomUUID(), at: 0 },
    })
    shelf.conversationId = route.conversationId ?? ''
    shelf.run()
    return shelf
  }

  get inbox() {
    return this.test.storage.store<typeof inboxStore>('inbox')
  }

  run(): void {
    const { storage } = this.test
    this.media = createMedia({
      dir: this.dir,
      seal: (plain, aad) => seal(this.key, plain, aad),
      unseal: (sealed, aad) => unseal(this.key, sealed, aad),
      storage: {
        ...storage,
        store: (room) =>
          new Proxy(storage.store(room), {
            get:
              (from, name) =>
              async (...args: unknown[]) => {
                this.busy++
                try {
                  return (await Reflect.apply(
                    Reflect.get(from, name) as () => unknown,
                    from,
                    args,
                  )) as unknown
                } finally {
                  this.busy--
                }
              },
          }),
      },
      logger: silentLogger,
      emit: (event) => {
        this.events.push(event)
      },
      getCap: () => this.cap,
      onDiskFull: () => {
        this.fullDisk++
      },
      clock: this.clock,
    })
  }

  /** As after a kill: whatever the last run had under way is forgotten. */
  restart(): void {
    this.clock.stop()
    this.clock = new TestClock(this.clock.now(), () => this.busy > 0)
    this.run()
  }

  connect(state: WhatsAppSession['state']['kind'] = 'ready'): void {
    const session: DownloadSession = {
      state:
        state === 'ready'
          ? { kind: 'ready', me: { address: '62811@c.us', phone: null, lid: null, name: null } }
          : { kind: 'starting' },
      subscribe: () => () => undefined,
      downloadMedia: (serializedId, maxBytes) => {
        this.asked.push(serializedId)
        return this.download(serializedId, maxBytes)
      },
    }
    this.media.attach(ACCOUNT, session)
  }

  /** A message with a medium comes in; answers its serialised id. */
  async receive(values: Partial<WaMessage> = {}, media: Partial<WaMediaInfo> = {}): Promise<string> {
    const key = `M${++this.lastKey}`
    const message: WaMessage = {
      key,
      serializedId: `false_a@c.us_${key}`,
      ...{ chat: 'a@c.us', author: null, authorName: null, fromMe: false, at: NOON, type: 'image' },
      ...{ body: key, ack: 1, quoted: null, location: null, cards: [], poll: null, starred: false },
      ...{ forwarded: false, revoked: false, editedAt: null, raw: '{}' },
      media: { mime: 'image/png', size: 100, name: null, width: 1, height: 1, duration: null, ...media },
      ...values,
    }
    const { conversationId } = this
    const row = rowOf(message, conversationId, this.cap)
    await this.inbox.ingest([{ accountId: ACCOUNT, conversationId, op: 'message', row, live: true }])
    this.media.wake()
    return message.serializedId
  }

  async messages(): Promise<Message[]> {
    const { conversationId } = this
    return (await this.inbox.page({ conversationId, at: { edge: 'newest' }, limit: 200 })).items
  }

  async first(): Promise<Message> {
    const [message] = await this.messages()
    if (!message) throw new Error('there is no message')
    return message
  }

  names(): string[] {
    return fs.existsSync(this.dir) ? fs.readdirSync(this.dir) : []
  }

  async close(): Promise<void> {
    await this.media.stop()
    this.clock.stop()
    await this.inbox.erase(this.conversationId)
    fs.rmSync(path.dirname(this.dir), { recursive: true, force: true })
  }
}
