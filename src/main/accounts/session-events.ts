/** What a session's states mean for its account. Pure. */
import type { WaClosedReason, WaState } from '../whatsapp/types'
import type { AccountEvent, LinkEnd, Trouble } from './machine'

/** Closed reasons that only a person can mend. The others are tried again. */
const TROUBLES: Partial<Record<WaClosedReason, Trouble>> = {
  conflict: 'conflict',
  banned: 'banned',
  'auth-failure': 'auth-failure',
  changed: 'changed',
  passkey: 'passkey',
  'qr-unanswered': 'qr-unanswered',
  'browser-missing': 'browser-missing',
  'profile-in-use': 'profile-in-use',
}

/** What is known of the link to the phone: a start with one is a reconnection, without one a linking; a link the phone ended is told of. */
export type Link = 'linked' | 'none' | 'signed-out'

/** WhatsApp asks for a phone: how the link ended that there was, null where there was none. */
const ENDED: Record<Link, LinkEnd | null> = { linked: 'link-lost', none: null, 'signed-out': 'logged-out' }

export interface Circumstances {
  link: Link
  /** Nobody stopped the account: a session that was closed here is opened again. */
  wanted: boolean
  /** What WhatsApp said last of new chats. */
  timelocked: boolean
  /** Its history was never read. */
  firstTime: boolean
}

export function eventOf(
  state: WaState,
  { link, wanted, timelocked, firstTime }: Circumstances,
): AccountEvent {
  const isLinked = link === 'linked'
  const signedOut = link === 'signed-out'
  switch (state.kind) {
    case 'starting':
      return isLinked ? { kind: 'starts' } : { kind: 'starts-linking', signedOut }
    case 'qr': {
      const { qr: text, expiresAt, round } = state
      return { kind: 'qr', qr: { text, expiresAt, round }, ended: ENDED[link] }
    }
    case 'pairing-code': {
      const { code, phone, expiresAt } = state
      return { kind: 'code', pairingCode: { code, phone, expiresAt }, ended: ENDED[link] }
    }
    case 'syncing':
      return { kind: 'loads', percent: state.percent }
    case 'ready':
      return firstTime ? { kind: 'reads', chats: null } : { kind: 'ready', timelocked }
    case 'reconnecting':
      return { kind: 'lost' }
    case 'closed': {
      if (state.reason === 'profile-left') return { kind: 'remains' }
      const reason = TROUBLES[state.reason]
      if (reason) return { kind: 'trouble', reason }
      if (state.reason === 'logged-out') return { kind: wanted ? 'signed-out' : 'clears' }
      if (state.reason === 'stopped' && !wanted) return { kind: isLinked ? 'stops' : 'clears' }
      // What is not linked has no connection to lose: it is linking, and tries again.
      return isLinked ? { kind: 'fails' } : { kind: 'fails-linking', signedOut }
    }
  }
}

/** What is to be done after a session ended. */
export type AfterClose = 'link-again' | 'forget-link' | 'reconnect' | 'wait-for-person' | 'nothing'

export function afterClose(reason: WaClosedReason): AfterClose {
  if (reason === 'stopped') return 'nothing'
  if (reason === 'logged-out') return 'link-again'
  if (reason === 'profile-left') return 'forget-link'
  return TROUBLES[reason] ? 'wait-for-person' : 'reconnect'
}
