/** How things stand with the CRM, as one word and a tone. Pure. */
import type { CrmStatus, SyncState, WaitingEntry } from '../../../contract'
import type { Tone } from '../../ui'

export interface CrmView {
  /** Below `crm.word.`. */
  word:
    | 'none'
    | 'ended'
    | 'signedOut'
    | 'signedOutIdle'
    | 'refused'
    | 'unreachable'
    | 'failing'
    | 'waiting'
    | 'reading'
    | 'synced'
    | 'asking'
  tone: Tone
}

/** Nobody is signed in, so that nothing made here leaves. False while that is not known. */
export const needsSignIn = (status: CrmStatus | null): boolean =>
  status?.state === 'none' || status?.state === 'signed-out'

/** Below `crm.sync.`: where a record stands. What waits for a sign-in does not wait for the CRM. */
export function syncWord(
  state: SyncState['state'],
  kind: WaitingEntry['kind'],
  signInNeeded: boolean,
  reason: SyncState['reason'] = null,
): SyncState['state'] | 'later' | 'signIn' | 'unread' {
  if (state === 'synced') return reason === null ? 'synced' : 'unread'
  if (state === 'local') return kind === 'contact' ? 'later' : 'local'
  return state === 'waiting' && signInNeeded ? 'signIn' : state
}

/** `ended`: Leadline is not running, so that nothing it said last still holds. */
export function crmView(status: CrmStatus, ended = false): CrmView {
  if (ended) return { word: 'ended', tone: 'neutral' }
  if (status.state === 'none') return { word: 'none', tone: 'neutral' }
  if (status.state === 'signed-out')
    return { word: status.waiting > 0 ? 'signedOut' : 'signedOutIdle', tone: 'warning' }
  if (status.refused > 0) return { word: 'refused', tone: 'danger' }
  if (status.reachable === false) return { word: 'unreachable', tone: 'warning' }
  if (status.failing) return { word: 'failing', tone: 'warning' }
  if (status.waiting > 0) return { word: 'waiting', tone: 'info' }
  if (status.reading.length > 0) return { word: 'reading', tone: 'info' }
  return status.reachable === null ? { word: 'asking', tone: 'neutral' } : { word: 'synced', tone: 'success' }
}
