/**
 * An account's life as one table: what a session says, seen from where the account is. Pure; the manager carries it out.
 */
import type { Account, AttentionReason } from '../../contract'
import type { WaClosedReason, WaState } from '../whatsapp/types'

export type AccountView = Pick<Account, 'state' | 'reason' | 'qr' | 'pairingCode' | 'progress'>

const NOTHING: Omit<AccountView, 'state'> = { reason: null, qr: null, pairingCode: null, progress: null }

/** Closed reasons that only a person can mend. The others are tried again. */
const ATTENTION: Partial<Record<WaClosedReason, AttentionReason>> = {
  conflict: 'conflict',
  banned: 'banned',
  'auth-failure': 'auth-failure',
  changed: 'changed',
  passkey: 'passkey',
  'qr-unanswered': 'qr-unanswered',
  'browser-missing': 'browser-missing',
  'profile-in-use': 'profile-in-use',
}

/** What is to be done after a session ended. */
export type AfterClose = 'link-again' | 'reconnect' | 'wait-for-person' | 'nothing'

export function afterClose(reason: WaClosedReason): AfterClose {
  if (reason === 'stopped') return 'nothing'
  if (reason === 'logged-out') return 'link-again'
  return ATTENTION[reason] ? 'wait-for-person' : 'reconnect'
}

/** What is known of the link to the phone: a start with one is a reconnection, without one a linking; a link the phone ended is told of. */
export type Link = 'linked' | 'none' | 'signed-out'

export function viewOf(state: WaState, link: Link): AccountView {
  const view = sessionView(state, link === 'linked')
  const isLinking = view.state === 'linking' || view.state === 'unlinked'
  return link === 'signed-out' && isLinking ? { ...view, reason: 'logged-out' } : view
}

function sessionView(state: WaState, linked: boolean): AccountView {
  switch (state.kind) {
    case 'starting':
      return { ...NOTHING, state: linked ? 'reconnecting' : 'linking' }
    case 'qr': {
      const { qr, expiresAt, round } = state
      return { ...NOTHING, state: 'linking', qr: { text: qr, expiresAt, round } }
    }
    case 'pairing-code': {
      const { code, phone, expiresAt } = state
      return { ...NOTHING, state: 'linking', pairingCode: { code, phone, expiresAt } }
    }
    case 'syncing':
      return {
        ...NOTHING,
        state: 'syncing',
        progress: { unit: 'percent', done: state.percent ?? 0, total: 100 },
      }
    case 'ready':
      return { ...NOTHING, state: 'connected' }
    case 'reconnecting':
      return { ...NOTHING, state: 'reconnecting' }
    case 'closed':
      return closedView(state.reason, linked)
  }
}

function closedView(reason: WaClosedReason, linked: boolean): AccountView {
  const attention = ATTENTION[reason]
  if (attention) return { ...NOTHING, state: 'attention', reason: attention }
  if (reason === 'logged-out') return { ...NOTHING, state: 'unlinked', reason: 'logged-out' }
  if (reason === 'stopped') return { ...NOTHING, state: linked ? 'stopped' : 'unlinked' }
  // What is not linked has no connection to lose: it is linking, and tries again.
  return { ...NOTHING, state: linked ? 'reconnecting' : 'linking' }
}
