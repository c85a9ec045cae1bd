/** What a device's state looks like. Pure. */
import type { DeviceState, Grade } from '../../../contract'
import type { Tone } from '../../ui'

export const STATE_TONE: Record<DeviceState, Tone> = {
  starting: 'info',
  linking: 'info',
  syncing: 'info',
  ready: 'success',
  offline: 'warning',
  unlinked: 'warning',
  outdated: 'danger',
  paused: 'warning',
  stopped: 'neutral',
}

export const GRADE_TONE: Record<Grade, Tone> = { healthy: 'success', warning: 'warning', critical: 'danger' }

const WORST: readonly Tone[] = ['danger', 'warning', 'info', 'neutral', 'success']

/** Those that need somebody first, then by person. */
export function inOrder<T extends { state: DeviceState; health: Grade | null; userName: string }>(
  devices: readonly T[],
): T[] {
  const rank = ({ state, health }: T): number =>
    Math.min(WORST.indexOf(STATE_TONE[state]), health ? WORST.indexOf(GRADE_TONE[health]) : WORST.length)
  return [...devices].sort((a, b) => rank(a) - rank(b) || a.userName.localeCompare(b.userName))
}
