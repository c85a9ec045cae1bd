/** One open page at the servers: what it shows, whose it is, and what is on its way to it. */
import { randomUUID } from 'node:crypto'
import type { WebSocket } from 'ws'
import type { Line } from './link'
import type { PageInfo, SocketState } from './types'
import type { ToPage } from './wire'
import type { Update } from './world/world'

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

  constructor(
    readonly socket: WebSocket,
    /** Whose phone's it is; a page that is not linked is at the lobby's. */
    public line: Line,
  ) {}

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
