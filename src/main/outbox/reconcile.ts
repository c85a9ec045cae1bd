/**
 * Looks for a message in its chat: one whose sending broke off, or one that WhatsApp took and never acknowledged. Only a chat read
 * back beyond the hand-over, twice, says that a message did not go; then it goes again under the same key, which WhatsApp delivers
 * once whatever happened before.
 */
import { waCodeOf } from '../media'
import type { WaHistory, WaMessage } from '../whatsapp/types'
import { findByContent, findByKey, reachesBack, type Doubt } from './match'
import type { Check } from './sending-store'
import type { KeyHabit, Settled } from './settle-store'
import { tell } from './tell'
import type { Deps, SendingSession } from './types'

/** How many of a chat's newest messages are read, until they reach back far enough. */
const DEPTHS = [30, 200, 1_000, 5_000]

/** After so many tries that left a doubt, a person decides. */
const MAX_ATTEMPTS = 6

export class Reconciler {
  /** When a message was first not found, by its id. */
  private readonly missed = new Map<number, number>()

  constructor(private readonly deps: Deps) {}

  /** @throws what the session throws; the message stays in doubt then. */
  async check(session: SendingSession, check: Check, habit: KeyHabit): Promise<WaMessage | null> {
    const found = await this.find(session, check, habit)
    if (found === 'unclear') await this.later(check)
    else if (found) await this.settle(check, found)
    else await this.miss(check, habit)
    return found === 'unclear' ? null : found
  }

  private async find(
    session: SendingSession,
    check: Check,
    habit: KeyHabit,
  ): Promise<WaMessage | 'unclear' | null> {
    if (check.serializedId !== null) {
      const known = await session.findMessage(check.serializedId)
      if (known) return known
    }
    const doubt: Doubt = check
    for (const depth of DEPTHS) {
      const histories = await this.read(session, check, depth)
      for (const { messages } of histories) {
        const found = findByKey(doubt, messages) ?? (await this.byContent(check, messages, habit))
        if (found) return found
      }
      if (histories.every((history) => reachesBack(doubt, history))) return null
    }
    return 'unclear'
  }

  /** The chat it was handed to, and the one that this may have become. A chat that moved is gone from where it was. */
  private async read(session: SendingSession, check: Check, depth: number): Promise<WaHistory[]> {
    if (check.movedTo === null) return [await session.fetchMessages(check.address, depth)]
    const now = await session.fetchMessages(check.movedTo, depth)
    try {
      return [await session.fetchMessages(check.address, depth), now]
    } catch (error) {
      if (waCodeOf(error) !== 'no-such-chat') throw error
      return [now]
    }
  }

  /** Where the page keeps our keys, a message without ours is not ours, however alike. */
  private async byContent(check: Check, messages: WaMessage[], habit: KeyHabit): Promise<WaMessage | null> {
    if (habit === 'kept') return null
    const own = messages.filter((message) => message.fromMe).map((message) => message.key)
    const taken = new Set(await this.deps.store.keysTaken(check.messageId, own))
    return findByContent(check, messages, taken)
  }

  private async settle(check: Check, found: WaMessage): Promise<void> {
    const { store, clock, emit, media } = this.deps
    this.missed.delete(check.messageId)
    const answer = { key: found.key, serializedId: found.serializedId, ack: found.ack }
    const settled: Settled = await store.apply(check.messageId, answer, clock.now())
    tell(emit, settled.changed)
    await media.deleteFiles(settled.files)
    if (found.ack === 0) await this.later(check)
  }

  /** WhatsApp has it and sends it on by itself: looked at again after longer and longer pauses. */
  private async later(check: Check): Promise<void> {
    const { store, clock, patience } = this.deps
    const now = clock.now()
    const pause = Math.min(Math.max(now - check.sendingAt, patience.ack), patience.ackMax)
    await store.checkLater(check.messageId, now + pause)
  }

  private async miss(check: Check, habit: KeyHabit): Promise<void> {
    const { store, clock, emit, patience, logger } = this.deps
    const now = clock.now()
    const first = this.missed.get(check.messageId)
    if (first === undefined || now - first < patience.secondLook) {
      this.missed.set(check.messageId, Math.min(first ?? now, now))
      if (check.state === 'sending') tell(emit, await store.markUnknown(check.messageId, now))
      await store.checkLater(check.messageId, now + patience.secondLook)
      return
    }
    this.missed.delete(check.messageId)
    const givenUp = habit === 'refused' || check.attempts >= MAX_ATTEMPTS
    logger.info('send-did-not-go', { messageId: check.messageId, again: !givenUp })
    if (givenUp) tell(emit, await store.fail(check.messageId, 'interrupted'))
    else tell(emit, await store.requeue(check.messageId, now + patience.retry * (check.attempts - 1)))
  }
}
