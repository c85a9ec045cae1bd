/** One account's way out: a single loop, so that one thing is done at a time. It sleeps until something is due or somebody rings. */
import { codeOf } from '../../contract'
import { Alarm, waCodeOf } from '../media'
import type { WaAttachment, WaEvent, WaMessage } from '../whatsapp/types'
import { UNCHANGED, type Changed } from './changed'
import { stillCounting, windowOpensAt, withinDay, withinLock } from './limits'
import { choose, notToCome, type Head, type LastSend } from './pacing'
import { Reconciler } from './reconcile'
import type { Agenda, Parcel } from './sending-store'
import { tell } from './tell'
import type { Deps, SendingSession } from './types'

/** So many refusals in a row say that WhatsApp does not want this account to send. */
const TROUBLE = 5

type Taken = Omit<Parcel, 'key'> & { key: string | null }

interface Handed {
  /** Until when (ms) it is still to be expected that WhatsApp acknowledges it. */
  until: number
  isToNew: boolean
}

export class Lane {
  private readonly alarm: Alarm
  private readonly reconciler: Reconciler
  private readonly loop: Promise<void>
  private session: SendingSession | null = null
  private unsubscribe = (): void => undefined
  private paused = false
  private stopped = false
  private busy = false
  private waiting = false
  private last: LastSend | null = null
  /** When the messages of the last minute were handed over; null until it was read from the database. */
  private handedAt: number[] | null = null
  private typingAt: string | null = null
  /** The message being handed over this moment. */
  private sending: number | null = null
  /** The session is new: what is open must be looked for before anything else. */
  private mustCheckAll = false
  /** Keys handed over and not yet acknowledged. */
  private readonly handed = new Map<string, Handed>()
  private refusals = 0

  constructor(
    private readonly deps: Deps,
    private readonly accountId: string,
    recovered: Promise<void>,
  ) {
    this.alarm = new Alarm(deps.clock)
    this.reconciler = new Reconciler(deps)
    // Where the recovery failed, which its owner reports, nothing is sent.
    this.loop = recovered.then(
      () => this.run(),
      () => undefined,
    )
  }

  attach(session: SendingSession): void {
    this.detach()
    this.session = session
    this.unsubscribe = session.subscribe((event) => this.hear(event))
    if (session.state.kind === 'ready') this.ready()
  }

  detach(): void {
    this.unsubscribe()
    this.unsubscribe = () => undefined
    this.session = null
    this.typingAt = null
  }

  ready(): void {
    this.mustCheckAll = true
    this.alarm.ring()
  }

  wake(): void {
    this.alarm.ring()
  }

  setPaused(paused: boolean): void {
    this.paused = paused
    if (!paused) this.refusals = 0
    this.alarm.ring()
  }

  get idle(): boolean {
    return !this.busy && !this.waiting && !this.isOnItsWay
  }

  /** WhatsApp's page has a message that the server should have any moment. */
  private get isOnItsWay(): boolean {
    const now = this.deps.clock.now()
    return this.isReady && [...this.handed.values()].some(({ until }) => now < until)
  }

  /** Lets what is being handed over finish, as long as `late` does not come first. */
  async stop(late: Promise<void>): Promise<void> {
    this.stopped = true
    this.alarm.ring()
    await Promise.race([this.loop, late])
    this.detach()
    if (this.sending !== null) this.tell(await this.deps.store.markUnknown(this.sending, 0))
  }

  private get isReady(): boolean {
    return this.session?.state.kind === 'ready'
  }

  private hear(event: WaEvent): void {
    if (event.type === 'state') {
      if (event.state.kind === 'ready') this.ready()
      else this.alarm.ring()
    } else if (event.type === 'timelock') {
      this.alarm.ring()
    } else if (event.type === 'ack') {
      this.count(event.key, event.ack)
      this.deps.store.takeAck(this.accountId, event.key, event.ack, event.at).then(
        (changed) => {
          this.tell(changed)
          this.alarm.ring()
        },
        (error: unknown) => this.complain('outbox-ack', error),
      )
    }
  }

  private count(key: string, ack: number): void {
    const its = this.handed.get(key)
    if (ack === 0 || !its) return
    this.handed.delete(key)
    if (ack > 0) this.refusals = 0
    else this.refused(its.isToNew)
  }

  /** What a timelock explains is no sign of more. */
  private refused(isToNew: boolean): void {
    if (isToNew && this.isTimelocked) return
    this.refusals++
    if (this.refusals < TROUBLE || this.paused) return
    this.paused = true
    this.deps.logger.warn('send-trouble', { accountId: this.accountId, inARow: this.refusals })
    this.deps.onTrouble(this.accountId)
  }

  private tell(changed: Changed): void {
    tell(this.deps.emit, changed)
  }

  private complain(event: string, error: unknown): void {
    const known = waCodeOf(error) ?? codeOf(error)
    const detail = known ?? (error instanceof Error ? `${error.name}: ${error.message}` : String(error))
    this.deps.logger.warn(event, { accountId: this.accountId, error: detail })
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      let wakeAt: number | null
      this.busy = true
      try {
        wakeAt = await this.step()
      } catch (error) {
        this.complain('outbox-step', error)
        wakeAt = this.deps.clock.now() + this.deps.patience.retry
      } finally {
        this.busy = false
      }
      await this.alarm.until(wakeAt)
    }
    await this.stopTyping()
  }

  /** Does the next thing that is due; answers when to look again, null for not before a ring. */
  private async step(): Promise<number | null> {
    const { store, clock, timings } = this.deps
    if (this.mustCheckAll) {
      this.mustCheckAll = false
      await store.checkAll(this.accountId)
    }
    const agenda = await store.agenda(this.accountId, clock.now(), timings.stale)
    this.tell(agenda.changed)
    const session = this.session
    const { heads } = this.going(agenda)
    this.waiting = heads.length > 0 && this.isReady && !this.paused && !agenda.paused
    if (!session || !this.isReady || this.stopped) return agenda.nextStaleAt

    const [check] = agenda.checks
    if (check) {
      try {
        const found = await this.reconciler.check(session, check, agenda.habit)
        if (found) this.count(check.key, found.ack)
      } catch (error) {
        this.complain('outbox-check', error)
        await store.checkLater(check.messageId, clock.now() + this.deps.patience.retry)
      }
      return clock.now()
    }
    const times = [agenda.nextCheckAt, agenda.nextStaleAt, await this.next(session, agenda)]
    const due = times.filter((time) => time !== null)
    return due.length > 0 ? Math.min(...due) : null
  }

  private get isTimelocked(): boolean {
    return this.deps.isTimelocked(this.accountId)
  }

  /** What is not held back, and when the day lets more go. The end of a timelock rings. */
  private going({ heads, sentToday }: Agenda): ReturnType<typeof withinDay> {
    const { limits, clock } = this.deps
    return withinDay(withinLock(heads, this.isTimelocked), sentToday, limits().day, clock.now())
  }

  /** Sends the next message if it is due; else answers when it will be. */
  private async next(session: SendingSession, agenda: Agenda): Promise<number | null> {
    const { clock, timings } = this.deps
    const held = this.paused || agenda.paused
    const now = clock.now()
    const limits = this.deps.limits()
    const { heads, restAt } = this.going(agenda)
    const choice = held ? null : choose(heads, this.lastSend(agenda), now, timings)
    if (!choice) {
      await this.stopTyping()
      return held ? null : restAt
    }
    const at = Math.max(choice.at, windowOpensAt(this.handedLately(agenda), limits.minute, now))
    if (at <= now) {
      await this.send(session, choice.head)
      return clock.now()
    }
    const typingFrom = at - timings.typing
    if (now < typingFrom) return typingFrom
    await this.type(session, choice.head)
    return at
  }

  /** Remembered across restarts, as the last send is. */
  private handedLately(agenda: Agenda): number[] {
    this.handedAt = stillCounting(this.handedAt ?? agenda.handedAt, this.deps.clock.now())
    return this.handedAt
  }

  /** Remembered across restarts: pacing must not begin anew with each. */
  private lastSend(agenda: Agenda): LastSend | null {
    if (!this.last && agenda.lastSend) this.last = { ...agenda.lastSend, draw: this.deps.random() }
    if (this.last) this.last = notToCome(this.last, this.deps.clock.now())
    return this.last
  }

  private async type(session: SendingSession, head: Head): Promise<void> {
    const message = await this.deps.store.parcel(head.messageId)
    if (!message || this.typingAt === message.address) return
    await this.stopTyping()
    this.typingAt = message.address
    await this.showTyping(session, message.address, true)
  }

  private async stopTyping(): Promise<void> {
    const address = this.typingAt
    this.typingAt = null
    if (address !== null && this.session && this.isReady) await this.showTyping(this.session, address, false)
  }

  /** A courtesy: that it fails must not keep anything from being sent. */
  private async showTyping(session: SendingSession, address: string, typing: boolean): Promise<void> {
    try {
      await session.setTyping(address, typing)
    } catch (error) {
      this.deps.logger.debug('typing', { accountId: this.accountId, error: String(waCodeOf(error)) })
    }
  }

  private async send(session: SendingSession, head: Head): Promise<void> {
    const { store, clock, patience } = this.deps
    const message = await store.parcel(head.messageId)
    if (!message) return
    const attachment = await this.attachmentOf(head.messageId, message)
    if (attachment === 'missing') return
    const key = message.key ?? (await session.newMessageKey())
    const { address } = message
    if (!this.isReady || this.stopped) return
    const begun = await store.begin(head.messageId, { key, address }, clock.now())
    if (!begun) return
    this.sending = head.messageId
    try {
      this.tell(begun)
      this.handed.set(key, { until: clock.now() + patience.ack, isToNew: head.isToNew })
      const { body, quotedId } = message
      const limit = attachment ? patience.upload : patience.send
      await this.handOver(
        head.messageId,
        key,
        () => session.send({ chat: address, key, body, quotedId, attachment }),
        limit,
      )
      this.last = { conversationId: head.conversationId, at: clock.now(), draw: this.deps.random() }
      this.handedAt?.push(clock.now())
      await this.stopTyping()
    } finally {
      this.sending = null
    }
  }

  /** Read before anything is marked: a missing file is no doubt. */
  private async attachmentOf(messageId: number, message: Taken): Promise<WaAttachment | 'missing' | null> {
    if (!message.attachment) return null
    const { file, mime, name, as } = message.attachment
    try {
      return { mime, name, as, data: await this.deps.media.read(file) }
    } catch (error) {
      const { store, clock, patience } = this.deps
      if (codeOf(error) === 'not-found') this.tell(await store.fail(messageId, 'file-missing'))
      else {
        // The disk's trouble, not the message's: later again, without holding up other chats.
        this.complain('outbox-file', error)
        await store.checkLater(messageId, clock.now() + patience.retry)
      }
      return 'missing'
    }
  }

  private async handOver(
    messageId: number,
    key: string,
    send: () => Promise<WaMessage>,
    limit: number,
  ): Promise<void> {
    const answered = send()
    let cancel = (): void => undefined
    const late = new Promise<'late'>((resolve) => {
      cancel = this.deps.clock.after(limit, () => resolve('late'))
    })
    try {
      const answer = await Promise.race([answered, late])
      if (answer !== 'late') await this.taken(messageId, key, answer)
      else {
        this.tell(await this.deps.store.markUnknown(messageId, this.deps.clock.now()))
        answered
          .then((message) => this.taken(messageId, key, message).then(() => this.alarm.ring()))
          .catch((error: unknown) => this.complain('outbox-late', error))
      }
    } catch (error) {
      this.tell(await this.refusedWith(messageId, key, error))
    } finally {
      cancel()
    }
  }

  private async taken(messageId: number, key: string, answer: WaMessage): Promise<void> {
    const { store, clock, patience, media } = this.deps
    const now = clock.now()
    const its = this.handed.get(key)
    if (this.handed.delete(key) && its) this.handed.set(answer.key, { ...its, until: now + patience.ack })
    const { serializedId, ack } = answer
    const settled = await store.taken(
      messageId,
      key,
      { key: answer.key, serializedId, ack },
      now,
      now + patience.ack,
    )
    this.tell(settled.changed)
    this.count(answer.key, ack)
    await media.deleteFiles(settled.files)
  }

  private async refusedWith(messageId: number, key: string, error: unknown): Promise<Changed> {
    const { store, clock, patience } = this.deps
    const code = waCodeOf(error)
    this.complain('send-failed', error)
    const inDoubt = code === null || code === 'uncertain'
    const isToNew = this.handed.get(key)?.isToNew ?? false
    if (!inDoubt) this.handed.delete(key)
    switch (code) {
      case 'not-connected':
      case 'changed':
        return store.requeue(messageId, clock.now() + patience.retry)
      case 'no-such-chat':
        return store.fail(messageId, 'no-such-chat')
      case 'too-large':
        return store.fail(messageId, 'too-large')
      case 'refused':
      case 'no-such-message':
      case 'unavailable': {
        const failed = await store.fail(messageId, 'refused')
        if (failed !== UNCHANGED) this.refused(isToNew)
        return failed
      }
      case 'uncertain':
      case null:
        return store.markUnknown(messageId, clock.now())
    }
  }
}
