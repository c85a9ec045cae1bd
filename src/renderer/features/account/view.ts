/** What an account's state means to a person: tone, words and the one thing that helps. Data, so that every state has its answer. */
import type { Account, AccountState, AttentionReason } from '../../../contract'
import type { Tone } from '../../ui'

export type Help = 'link' | 'connect' | 'reconnect' | 'resume' | 'limits'

export interface AccountView {
  tone: Tone
  /** Below `account.word.` and `account.sentence.`: one word, one sentence. */
  word:
    | AccountState
    | AttentionReason
    | 'paused'
    | 'limited'
    | 'unreachable'
    | 'retrying'
    | 'saving'
    | 'restoring'
    | 'ended'
  help: Help | null
  /** Worth a banner: the person should know or do something. */
  trouble: boolean
}

const STATES: Record<Exclude<AccountState, 'attention'>, Omit<AccountView, 'word'>> = {
  unlinked: { tone: 'warning', help: 'link', trouble: true },
  linking: { tone: 'info', help: 'link', trouble: true },
  syncing: { tone: 'info', help: null, trouble: false },
  connected: { tone: 'success', help: null, trouble: false },
  reconnecting: { tone: 'warning', help: 'reconnect', trouble: true },
  stopped: { tone: 'neutral', help: 'connect', trouble: true },
}

const REASONS: Record<AttentionReason, Omit<AccountView, 'word' | 'trouble'>> = {
  'logged-out': { tone: 'danger', help: 'link' },
  'link-lost': { tone: 'danger', help: 'link' },
  'linked-twice': { tone: 'warning', help: 'link' },
  conflict: { tone: 'warning', help: 'reconnect' },
  // WhatsApp may have lifted it; nothing here hears of that.
  banned: { tone: 'danger', help: 'reconnect' },
  // It ends by itself; there is nothing to press.
  timelock: { tone: 'warning', help: null },
  'auth-failure': { tone: 'danger', help: 'link' },
  changed: { tone: 'danger', help: 'reconnect' },
  passkey: { tone: 'warning', help: 'link' },
  'qr-unanswered': { tone: 'warning', help: 'link' },
  'browser-missing': { tone: 'danger', help: 'connect' },
  'profile-in-use': { tone: 'warning', help: 'connect' },
  'profile-left': { tone: 'danger', help: 'link' },
}

/** As many went today as may: what is written waits for tomorrow. */
export const isLimited = ({ today }: Account): boolean => today.sent >= today.limit

/** No phone ever answered here: there is no connection that could have been lost. */
export const isNeverLinked = ({ phone, name }: Account): boolean => phone === null && name === null

export function viewOf(account: Account): AccountView {
  if (account.state === 'connected' && account.paused)
    return { tone: 'warning', word: 'paused', help: 'resume', trouble: true }
  const { doing } = account.sessionCopy
  // The browser is closed on purpose and opens again by itself.
  if (account.state === 'reconnecting' && doing)
    return { tone: 'info', word: doing, help: null, trouble: false }
  if (account.state === 'attention' || account.reason !== null) {
    const word = account.reason ?? 'auth-failure'
    return { ...REASONS[word], word, trouble: true }
  }
  if (account.state === 'connected' && isLimited(account))
    return { tone: 'warning', word: 'limited', help: 'limits', trouble: true }
  if (isNeverLinked(account) && account.state === 'reconnecting')
    return { tone: 'warning', word: 'unreachable', help: 'link', trouble: true }
  if (account.state === 'linking' && account.nextTryAt !== null)
    return { tone: 'warning', word: 'retrying', help: 'link', trouble: true }
  return { ...STATES[account.state], word: account.state }
}

/** What can be said of it now: while Leadline itself is not running, nothing it said last still holds. */
export const shownView = (account: Account, ended: boolean): AccountView =>
  ended ? { tone: 'neutral', word: 'ended', help: null, trouble: false } : viewOf(account)

/** Since when what is shown holds, ms; null where that is not when its state began: a limit is reached long after connecting. */
export const shownSince = ({ state, reason, since }: Account, { word }: AccountView): number | null =>
  word === state || word === reason || word === 'retrying' || word === 'unreachable' ? since : null

/** Whether what is written now leaves now, or why it waits. */
export type Sending = 'now' | 'offline' | 'unlinked' | 'paused' | 'limited'
export const sendingOf = (account: Account | undefined): Sending => {
  if (account?.paused === true) return 'paused'
  if (account && isLimited(account)) return 'limited'
  if (account?.state === 'connected' || account?.state === 'syncing') return 'now'
  return account?.state === 'unlinked' ? 'unlinked' : 'offline'
}
