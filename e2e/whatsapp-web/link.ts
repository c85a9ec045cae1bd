/**
 * The servers' end of the line to each open page of one phone: says hello, sends updates in order and keeps what each
 * device has confirmed.
 */
import type { z } from 'zod'
import { showRef } from './pairing'
import type { Phones } from './phones'
import { answerRpc } from './rpc'
import { noAnswer, ServerStatusCodeError } from './rpc-kit'
import type { Session } from './session'
import type { Faults } from './faults'
import { snapshotOf } from './snapshot'
import type { SocketState } from './types'
import { fromPage } from './wire'
import type { ToPage } from './wire'
import type { Update, World } from './world/world'

type Hello = Extract<z.infer<typeof fromPage>, { t: 'hello' }>

export class Line {
  readonly sessions = new Set<Session>()
  up = true
  #pings = 0
  readonly #pongs = new Map<number, () => void>()
  httpUp: boolean | 'hang' = true

  constructor(
    readonly world: World,
    readonly faults: Faults,
    readonly phones: Phones,
  ) {
    world.onUpdate = (update) => {
      for (const session of this.sessions) if (session.device !== undefined) session.queue(update)
    }
  }

  /** The page belongs here from now on. */
  take(session: Session): void {
    session.line.sessions.delete(session)
    session.line = this
    this.sessions.add(session)
  }

  /** The page is gone. */
  left(session: Session): void {
    clearTimeout(session.refTimer)
    this.sessions.delete(session)
    if (session.device !== undefined) this.world.write({ kind: 'disconnected', device: session.device })
  }

  async receive(session: Session, data: Buffer): Promise<void> {
    if (session.deaf) return
    const message = fromPage.parse(JSON.parse(data.toString('utf8')))
    switch (message.t) {
      case 'hello':
        session.userAgent = message.userAgent
        this.phones.ofDevice(message.device?.id).line.#greet(session, message)
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

  #greet(session: Session, { device, resume }: Hello): void {
    this.take(session)
    setTimeout(() => {
      if (this.sessions.has(session)) this.#hello(session, device, resume)
    }, this.world.settings.boot.openMs)
  }

  #hello(session: Session, claimed: Hello['device'], resume: number | undefined): void {
    const { world } = this
    const device = claimed === undefined ? undefined : world.devices.get(claimed.id)
    if (claimed === undefined || device?.secret !== claimed.secret) {
      showRef(session, claimed !== undefined)
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
    session.send({ t: 'linked', settings: world.settings, snapshot: snapshotOf(world, until) })
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
