/**
 * Which accounts connect when, after a start: those used last first, two at a time, so that a machine with ten of them does not open
 * ten browsers at once. Pure; the manager carries it out.
 */
import type { WaState } from '../whatsapp/types'

export const AT_ONCE = 2

export interface Restore {
  /** Ids, next one first. */
  waiting: readonly string[]
  connecting: readonly string[]
}

export interface Step {
  restore: Restore
  /** To be started now, in this order. */
  start: readonly string[]
}

/** `usedAt`: ms, when something last happened in one of its chats, or when it last connected, whichever is later; null for never. */
export function beginRestore(accounts: readonly { id: string; usedAt: number | null }[]): Step {
  const newestFirst = [...accounts].sort((a, b) => (b.usedAt ?? -1) - (a.usedAt ?? -1))
  return fill({ waiting: newestFirst.map(({ id }) => id), connecting: [] })
}

/** This one needs no more waiting for: see {@link comesUp}. Others come to nothing. */
export const settled = ({ waiting, connecting }: Restore, id: string): Step =>
  fill({ waiting, connecting: connecting.filter((one) => one !== id) })

/** The person took this one's fate in hand: it is not started here any more, and takes nobody's place. */
export const withdrawn = ({ waiting, connecting }: Restore, id: string): Restore => ({
  waiting: waiting.filter((one) => one !== id),
  connecting,
})

function fill({ waiting, connecting }: Restore): Step {
  const start = waiting.slice(0, Math.max(0, AT_ONCE - connecting.length))
  return { restore: { waiting: waiting.slice(start.length), connecting: [...connecting, ...start] }, start }
}

/**
 * Whether others had better wait: its browser starts or its chats are loading. Not where it is connected, needs a person, or failed
 * and waits for its next try.
 */
export const comesUp = (session: WaState, nextTryAt: number | null): boolean =>
  nextTryAt === null && (session.kind === 'starting' || session.kind === 'syncing')
