/**
 * Which message goes next, and when: pure, so that it can be proven. Sends to different chats lie a random 5 to 8 seconds apart;
 * quick to and fro within one chat is not slowed; nobody waits for ever behind a lively chat.
 */

export interface Timings {
  /** Between sends to different chats (ms). */
  gap: { min: number; max: number }
  /** The gap before answering somebody who wrote moments ago (see `recent`); null makes no difference. */
  replyGap: { min: number; max: number } | null
  /** How fresh an incoming message must be for `replyGap` (ms). */
  recent: number
  /** How long before a send the customer sees that somebody writes (ms). */
  typing: number
  /** From this long a wait on, a chat written to just now no longer overtakes (ms). */
  patience: number
  /** What waited longer asks before it goes (ms). */
  stale: number
}

export const TIMINGS: Timings = {
  gap: { min: 5_000, max: 8_000 },
  replyGap: null,
  recent: 120_000,
  typing: 3_000,
  patience: 20_000,
  stale: 2 * 60 * 60 * 1000,
}

/** The first waiting message of a conversation. */
export interface Head {
  messageId: number
  conversationId: string
  /** When it came into the queue (ms). */
  queuedAt: number
  /** Not before this (ms): a pause after a failed try. */
  nextAt: number
  /** Of the last message from the customer (ms); null if there is none. */
  lastIncomingAt: number | null
  /** A person who never wrote: WhatsApp refuses messages to them while it has this account under a timelock. */
  isToNew: boolean
  /** It was handed over before and did not go: the day has counted it. */
  isCounted: boolean
}

/** The last message handed over: to whom, when, and how long the next chat has to wait (a draw between 0 and 1). */
export interface LastSend {
  conversationId: string
  at: number
  draw: number
}

function within(range: { min: number; max: number }, draw: number): number {
  return Math.round(range.min + (range.max - range.min) * draw)
}

/** The earliest moment that this one may go (ms since the epoch). */
export function dueAt(head: Head, last: LastSend | null, now: number, timings: Timings): number {
  if (!last || last.conversationId === head.conversationId) return head.nextAt
  const isReply = head.lastIncomingAt !== null && now - head.lastIncomingAt < timings.recent
  const gap = isReply && timings.replyGap ? timings.replyGap : timings.gap
  return Math.max(head.nextAt, last.at + within(gap, last.draw))
}

/** A clock that was set back must not stop everything for hours: what seems to come is taken for now. */
export function notToCome(last: LastSend, now: number): LastSend {
  return last.at > now ? { ...last, at: now } : last
}

/** Longer than any pause that a message gets (see `Patience`), ms. */
const LONGEST_PAUSE_MS = 3_600_000

/** The same of the end of a pause: one that lies further away than a pause takes is over. */
export const pauseEnd = (nextAt: number, now: number): number =>
  nextAt - now > LONGEST_PAUSE_MS ? now : nextAt

/** Null where nothing waits. `at` may lie in the past: at once then. */
export function choose(
  heads: readonly Head[],
  last: LastSend | null,
  now: number,
  timings: Timings,
): { head: Head; at: number } | null {
  const options = heads.map((head) => ({ head, at: dueAt(head, last, now, timings) }))
  const inOrder = options.toSorted(
    (a, b) => a.head.queuedAt - b.head.queuedAt || a.head.messageId - b.head.messageId,
  )
  const ready = inOrder.filter((option) => option.head.nextAt <= now)
  const patient = ready.find((option) => now - option.head.queuedAt >= timings.patience)
  if (patient) return patient
  const now_ = inOrder.find((option) => option.at <= now)
  if (now_) return now_
  return inOrder.reduce<{ head: Head; at: number } | null>(
    (best, option) => (best === null || option.at < best.at ? option : best),
    null,
  )
}
