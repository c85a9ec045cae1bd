/** What the update server's answers and failures mean for the state machine. Pure. */
import type { UpdateChannel } from '../../contract'
import { UpdateError, type UpdateAnswer } from '../platform/ports'
import type { UpdateEvent } from './machine'

/** `1.3.0-beta.2` yes, `1.3.0` and `1.3.0+linux-x64` no. */
export const isBeta = (version: string): boolean => (version.split('+')[0] ?? '').includes('-')

/**
 * An older version is never taken. Whoever runs a beta and chose the stable channel simply waits for a newer stable version; anything
 * else older is refused and said so.
 */
export function outcomeOf(answer: UpdateAnswer, channel: UpdateChannel, running: string): UpdateEvent {
  if (answer.kind === 'newer')
    return { type: 'found', offer: { version: answer.version, notes: answer.notes } }
  if (answer.kind === 'same') return { type: 'nothing', waitingForStable: false }
  if (channel === 'stable' && isBeta(running)) return { type: 'nothing', waitingForStable: true }
  return { type: 'older', version: answer.version }
}

/** @param version what was offered, or what runs while nothing was. */
export function failureOf(error: unknown, version: string): UpdateEvent {
  const code = error instanceof UpdateError ? error.code : 'other'
  if (code === 'tampered') return { type: 'tampered', version }
  return { type: 'failed', reason: code === 'cancelled' ? 'other' : code }
}
