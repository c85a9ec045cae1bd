/**
 * The servers' end of the line to each open page: says hello, shows and rotates QR codes, links devices,
 * sends updates in order and keeps what each device has confirmed.
 */
import { randomBytes, randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import { answerRpc } from './rpc'
import { noAnswer, ServerStatusCodeError } from './rpc-kit'
import type { Faults } from './faults'
import type { MessageRecord, PageInfo, SocketState } from './types'
import { fromPage } from './wire'
import type { Snapshot, ToPage } from './wire'
import type { Update, World } from './world/world'

export class Session {
  readonly id = randomUUID().slice(0, 8)
  device: string | undefined
  state: SocketState = 'OPENING'
  hasSynced = false
  ref: string | undefined
  pairingCode: string | undefined
  userAgent = ''
  /** Set while a scan waits for a passkey that never comes. */
  atPasskey = false
  /** The line looks open, but nothing comes through. */
  deaf = false
  refTimer: NodeJS.Timeout | undefined
  shownRefs = 0
  /** The device's last confirmed update when this page came up. */
  hadSeen = 0
  /** Last update sent (or skipped on purpose). */
  sentSeq = 0
  readonly #queue: Update[] = []
  #flushing = false

  constructor(readonly socket: WebSocket) {}

  send(message: ToPage): void {
    if (this.deaf) return
    if (this.socket.readyState === this.socket.OPEN) this.socket.send(JSON.stringify(message))
  }

  /** Updates made in one go travel in one frame. */
  queue(update: Update): void {
    if (update.seq <= this.sentSeq && update.kind === 'message') return
    this.#queue.push(update)
    if (this.#flushing) return
    this.#flushing = true
    setImmediate(() => this.flush())
  }

  flush(): void {
    this.#flushing = false
    const updates = this.#queue.splice(0)
    if (updates.length > 0) this.send({ t: 'updates', updates, silent: false })
  }

  info(): PageInfo {
    return {
      session: this.id,
      linked: this.device !== undefined,
      device: this.device,
      state: this.state,
      hasSynced: this.hasSynced,
      ref: this.device === undefined ? this.ref : undefined,
      pairingCode: this.pairingCode,
      userAgent: this.userAgent,
    }
  }
}

export class Line {
  readonly sessions = new Set<Session>()
  up = true
  #pings = 0
  readonly #pongs = new Map<number, () => void>()
  httpUp: boolean | 'hang' = true

  constructor(
    readonly world: World,
    readonly faults: Faults,
  ) {
    world.onUpdate = (update) => {
      for (const session of this.sessions) if (session.device !== undefined) session.queue(update)
    }
  }

  open(socket: WebSocket): void {
    const session = new Session(socket)
    this.sessions.add(session)
    socket.on('message', (data: Buffer) => {
      void this.#receive(session, data)
    })
    socket.on('close', () => {
      clearTimeout(session.refTimer)
      this.sessions.delete(session)
      if (session.device !== undefined) this.world.write({ kind: 'disconnected', device: session.device })
    })
    socket.on('error', () => {
      // A page killed in the middle of a frame; `close` follows and does what is needed.
      socket.terminate()
    })
  }

  async #receive(session: Session, data: Buffer): Promise<void> {
    if (session.deaf) return
    const message = fromPage.parse(JSON.parse(data.toString('utf8')))
    switch (message.t) {
      case 'hello':
        session.userAgent = message.userAgent
        setTimeout(() => {
          this.#hello(session, message.device, message.resume)
        }, this.world.settings.boot.openMs)
        return
      case 'report':
        session.state = message.state as SocketState
        session.hasSynced = message.hasSynced
        return
      case 'seen': {
        const device = this.world.devices.get(session.device ?? '')
        if (device !== undefined && message.seq > session.hadSeen) {
          device.seenSeq = message.seq
          this.world.onChange()
        }
        return
      }
      case 'pong':
        this.#pongs.get(message.n)?.()
        return
      case 'rpc':
        try {
          const value = await answerRpc(
            { world: this.world, line: this, faults: this.faults, session },
            message,
          )
          // What the page asked for is told before the answer: an older state must not arrive after its next wish.
          session.flush()
          if (value !== noAnswer) session.send({ t: 'answer', id: message.id, value })
        } catch (error) {
          const { name, message: text } = error instanceof Error ? error : new Error(String(error))
          const status = error instanceof ServerStatusCodeError ? { status: error.status } : {}
          session.send({ t: 'failed', id: message.id, error: { name, message: text, ...status } })
        }
        return
    }
  }

  #hello(
    session: Session,
    claimed: { id: string; secret: string } | undefined,
    resume: number | undefined,
  ): void {
    const { world } = this
    const device = claimed === undefined ? undefined : world.devices.get(claimed.id)
    if (claimed === undefined || device?.secret !== claimed.secret) {
      this.showRef(session, claimed !== undefined)
      return
    }
    for (const other of this.sessions) {
      // One device, two pages: the older one is told that it was replaced.
      if (other.device === device.id) {
        other.send({ t: 'state', state: 'CONFLICT' })
        other.device = undefined
      }
    }
    session.device = device.id
    session.hadSeen = device.seenSeq
    world.write({ kind: 'connected', device: device.id })
    if (resume !== undefined) {
      session.sentSeq = world.seq
      session.send({ t: 'linked', settings: world.settings })
      const updates = world.updatesSince(resume)
      const silent = world.settings.reconnectDelivery === 'silent'
      if (updates.length > 0) session.send({ t: 'updates', updates, silent })
      return
    }
    const later = world.settings.offlineDelivery === 'after-ready' && device.seenSeq > 0
    const until = later ? device.seenSeq : world.seq
    session.sentSeq = world.seq
    session.send({ t: 'linked', settings: world.settings, snapshot: this.#snapshot(until) })
  }

  /** What is sent once the page has synced: messages it was not told of at load. */
  deliverMissed(session: Session): void {
    if (this.world.settings.offlineDelivery !== 'after-ready' || session.hadSeen === 0) return
    const missed = this.world
      .allMessages()
      .filter((message) => message.seq > session.hadSeen)
      .sort((a, b) => a.seq - b.seq)
    if (missed.length === 0) return
    const updates = missed.map((message): Update => ({
      kind: 'message',
      message,
      isNew: !message.silent,
      seq: message.seq,
    }))
    session.send({ t: 'updates', updates, silent: false })
  }

  #snapshot(until: number): Snapshot {
    const { world } = this
    const { tail } = world.settings.history
    const messages: MessageRecord[] = []
    if (tail > 0) {
      for (const id of world.chats.keys()) {
        messages.push(
          ...world
            .messagesOf(id)
            .filter((message) => message.seq <= until)
            .slice(-tail),
        )
      }
    }
    return {
      seq: world.seq,
      contacts: [...world.contacts.values()],
      chats: [...world.chats.values()],
      messages,
      aliases: [...world.aliases],
    }
  }

  /** Puts a fresh QR on an unlinked page and keeps rotating it. */
  showRef(session: Session, forget = false): void {
    const { settings } = this.world
    clearTimeout(session.refTimer)
    session.device = undefined
    session.atPasskey = false
    session.shownRefs = 1
    session.ref = makeRef()
    session.send({ t: 'unlinked', ref: session.ref, settings, forget })
    this.#rotate(session, settings.qr.firstMs)
  }

  #rotate(session: Session, afterMs: number): void {
    session.refTimer = setTimeout(() => {
      const { count, nextMs } = this.world.settings.qr
      if (session.shownRefs >= count) {
        session.ref = undefined
        session.send({ t: 'idle' })
        return
      }
      session.shownRefs++
      session.ref = makeRef()
      session.send({ t: 'ref', ref: session.ref })
      this.#rotate(session, nextMs)
    }, afterMs)
  }

  /** The phone scanned: links the page. Throws a sentence when no page shows what was scanned. */
  pair(by: { qr?: string | undefined; code?: string | undefined; session?: string | undefined }): {
    device: string
    session: string
  } {
    const session = this.#pageFor(by)
    clearTimeout(session.refTimer)
    session.ref = undefined
    session.pairingCode = undefined
    if (this.world.settings.passkey) {
      session.atPasskey = true
      session.send({ t: 'passkey' })
      throw new Error('The phone asks to continue on WhatsApp Web with a passkey; the device is not linked')
    }
    return this.#link(session)
  }

  /** The page that asks for a passkey got it: links it. */
  passkeyDone(): { device: string; session: string } {
    const session = [...this.sessions].find((one) => one.atPasskey)
    if (session === undefined) throw new Error('No page asks for a passkey')
    session.atPasskey = false
    return this.#link(session)
  }

  #link(session: Session): { device: string; session: string } {
    const device = {
      id: randomUUID().slice(0, 8),
      secret: randomBytes(16).toString('hex'),
      linkedAt: Date.now(),
      seenSeq: 0,
    }
    this.world.devices.set(device.id, device)
    session.device = device.id
    session.sentSeq = this.world.seq
    session.send({
      t: 'paired',
      device: { id: device.id, secret: device.secret },
      snapshot: this.#snapshot(this.world.seq),
    })
    this.world.write({ kind: 'linked', device: device.id })
    return { device: device.id, session: session.id }
  }

  #pageFor(by: {
    qr?: string | undefined
    code?: string | undefined
    session?: string | undefined
  }): Session {
    const unlinked = [...this.sessions].filter(
      (session) => session.device === undefined && !session.atPasskey,
    )
    if (by.qr !== undefined) {
      const ref = by.qr.split(',')[0]
      const found = unlinked.find((session) => session.ref === ref)
      if (found === undefined) throw new Error('This QR code is not (or no longer) on any screen')
      return found
    }
    if (by.code !== undefined) {
      const code = by.code.replace('-', '').toUpperCase()
      const found = unlinked.find((session) => session.pairingCode === code)
      if (found === undefined) throw new Error(`No page waits for the code ${by.code}`)
      return found
    }
    const found = unlinked.filter((session) => by.session === undefined || session.id === by.session).at(-1)
    if (found?.ref === undefined && found?.pairingCode === undefined) {
      throw new Error('No page shows a QR code or waits for a pairing code')
    }
    return found
  }

  /** Unlinks devices; their pages are logged out. */
  unlink(device: string | undefined, tellPages = true): string[] {
    const ids = device === undefined ? [...this.world.devices.keys()] : [device]
    for (const id of ids) {
      if (!this.world.devices.delete(id)) throw new Error(`There is no linked device ${id}`)
      this.world.write({ kind: 'unlinked', device: id })
      for (const session of this.sessions) {
        if (session.device !== id) continue
        session.device = undefined
        if (tellPages) session.send({ t: 'logout' })
      }
    }
    return ids
  }

  cut(up: boolean, httpUp: boolean | 'hang'): void {
    this.up = up
    this.httpUp = httpUp
    if (up) return
    for (const session of this.sessions) session.socket.terminate()
  }

  /** Lines of all open pages go dead without closing. */
  deafen(): void {
    for (const session of this.sessions) session.deaf = true
  }

  /** Resolves when every open page has taken what was sent to it, or after a second for one that doesn't answer. */
  async settle(): Promise<void> {
    const live = [...this.sessions].filter((session) => !session.deaf && session.userAgent !== '')
    await Promise.all(
      live.map(
        (session) =>
          new Promise<void>((resolve) => {
            const n = ++this.#pings
            const done = (): void => {
              clearTimeout(timer)
              this.#pongs.delete(n)
              resolve()
            }
            const timer = setTimeout(done, 1000)
            this.#pongs.set(n, done)
            session.send({ t: 'ping', n })
          }),
      ),
    )
  }

  broadcast(message: ToPage): void {
    for (const session of this.sessions) session.send(message)
  }

  close(): void {
    for (const session of this.sessions) {
      clearTimeout(session.refTimer)
      session.socket.terminate()
    }
  }
}

/** Looks like WhatsApp's: `2@` and base64. */
const makeRef = (): string => `2@${randomBytes(66).toString('base64').replaceAll(',', '')}`
