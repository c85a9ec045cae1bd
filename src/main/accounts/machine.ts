/**
 * An account's life as one table: in which state an event can happen, and where it leads. Pure; the runner carries it out.
 * The types let nobody write a transition that the table does not have, nor a state with a field it can't have; `step` refuses at
 * run time what comes all the same, and the runner then goes to `safeView`.
 */
import type { Account, AccountState, AttentionReason } from '../../contract'

type Fields = Pick<Account, 'reason' | 'qr' | 'pairingCode' | 'progress'>
/** How the last link ended, where nobody here unlinked it: by the phone, or because the session was lost on this computer. */
export type LinkEnd = Extract<AttentionReason, 'logged-out' | 'link-lost'>
/** Reasons of an account that does not run before a person does something. */
export type Trouble = Exclude<AttentionReason, LinkEnd | 'linked-twice' | 'timelock'>

/** What may be set in each state; all the rest is null. */
interface Shapes {
  /** `logged-out`: the phone ended the last link; `linked-twice`: it was another account's number. */
  unlinked: { reason: 'logged-out' | 'linked-twice' | null }
  linking: { reason: LinkEnd | null; qr: Fields['qr']; pairingCode: Fields['pairingCode'] }
  syncing: { progress: Fields['progress'] }
  /** `timelock`: messages come and go, but WhatsApp takes none to new chats. */
  connected: { reason: 'timelock' | null }
  reconnecting: unknown
  stopped: unknown
  attention: { reason: Trouble }
}
type Nothing = { [K in keyof Fields]: null }
type ViewIn<S extends AccountState> = S extends AccountState
  ? { state: S } & Omit<Nothing, keyof Shapes[S]> & Shapes[S]
  : never
/** An account's state with what belongs to it. */
export type AccountView = ViewIn<AccountState>

/** What can happen to an account. */
interface Events {
  /** A session opens, without a link to a phone so far. */
  'starts-linking': { signedOut: boolean }
  /** A session opens that was linked. */
  starts: unknown
  qr: { qr: NonNullable<Fields['qr']>; ended: LinkEnd | null }
  code: { pairingCode: NonNullable<Fields['pairingCode']>; ended: LinkEnd | null }
  /** WhatsApp loads its own data; percent is null while unknown. */
  loads: { percent: number | null }
  /** Leadline reads the history for the first time; null before it is known how much there is. */
  reads: { chats: { done: number; total: number } | null }
  ready: { timelocked: boolean }
  /** WhatsApp takes (or no longer refuses) messages to new chats. */
  timelock: { active: boolean }
  /** The page can't reach WhatsApp, and goes on trying. */
  lost: unknown
  /** The browser ended, or is to be opened anew. */
  fails: unknown
  'fails-linking': { signedOut: boolean }
  /** Only a person can mend it. */
  trouble: { reason: Trouble }
  'signed-out': unknown
  /** Signed out here, because another account has this number. */
  'linked-twice': unknown
  /** Switched off; the link stays. */
  stops: unknown
  /** Nothing is linked and nothing runs. */
  clears: unknown
  /** The link ended, but not all that was kept of it could be deleted. */
  remains: unknown
}
export type EventKind = keyof Events
export type AccountEvent<E extends EventKind = EventKind> = E extends EventKind
  ? { kind: E } & Events[E]
  : never

/** From everywhere: a person may end it at any moment. */
const ENDS = { stops: 'stopped', clears: 'unlinked', remains: 'attention' } as const
/** While a session is open. */
const OPEN = {
  ...ENDS,
  loads: 'syncing',
  reads: 'syncing',
  ready: 'connected',
  lost: 'reconnecting',
  fails: 'reconnecting',
  'fails-linking': 'linking',
  trouble: 'attention',
  'signed-out': 'unlinked',
} as const

export const TABLE = {
  unlinked: { ...ENDS, 'signed-out': 'unlinked', 'linked-twice': 'unlinked', 'starts-linking': 'linking' },
  linking: {
    ...OPEN,
    'starts-linking': 'linking',
    // Linked before this run showed a code: its profile was lost.
    starts: 'reconnecting',
    qr: 'linking',
    code: 'linking',
  },
  // A phone that scanned may yet be refused, and a new code is shown.
  syncing: { ...OPEN, qr: 'linking', code: 'linking' },
  connected: { ...OPEN, timelock: 'connected' },
  reconnecting: {
    ...OPEN,
    starts: 'reconnecting',
    'starts-linking': 'linking',
    // Before anything was linked, or where the profile was lost: the page is reached and asks for a phone.
    qr: 'linking',
    code: 'linking',
  },
  stopped: { ...ENDS, starts: 'reconnecting' },
  attention: {
    ...ENDS,
    starts: 'reconnecting',
    'starts-linking': 'linking',
    // What was left of a link that the phone ended is deleted at last.
    'signed-out': 'unlinked',
  },
} as const satisfies Record<AccountState, Partial<Record<EventKind, AccountState>>>

type Table = typeof TABLE
/** The state that an event leads to. */
type Target<E extends EventKind> = {
  [S in AccountState]: E extends keyof Table[S] ? Table[S][E] : never
}[AccountState] &
  AccountState

const NOTHING: Nothing = { reason: null, qr: null, pairingCode: null, progress: null }

const signedOutReason = ({ signedOut }: { signedOut: boolean }) => (signedOut ? 'logged-out' : null)

/** What each event makes of the account. The table's target is the only state that fits the type. */
const VIEWS: { [E in EventKind]: (event: AccountEvent<E>) => ViewIn<Target<E>> } = {
  'starts-linking': (event) => ({ ...NOTHING, state: 'linking', reason: signedOutReason(event) }),
  starts: () => ({ ...NOTHING, state: 'reconnecting' }),
  qr: ({ qr, ended }) => ({ ...NOTHING, state: 'linking', reason: ended, qr }),
  code: ({ pairingCode, ended }) => ({ ...NOTHING, state: 'linking', reason: ended, pairingCode }),
  loads: ({ percent }) => ({
    ...NOTHING,
    state: 'syncing',
    progress: { unit: 'percent', done: percent ?? 0, total: 100 },
  }),
  reads: ({ chats }) => ({
    ...NOTHING,
    state: 'syncing',
    progress: chats && { unit: 'chats', ...chats },
  }),
  ready: ({ timelocked }) => ({ ...NOTHING, state: 'connected', reason: timelocked ? 'timelock' : null }),
  timelock: ({ active }) => ({ ...NOTHING, state: 'connected', reason: active ? 'timelock' : null }),
  lost: () => ({ ...NOTHING, state: 'reconnecting' }),
  fails: () => ({ ...NOTHING, state: 'reconnecting' }),
  'fails-linking': (event) => ({ ...NOTHING, state: 'linking', reason: signedOutReason(event) }),
  trouble: ({ reason }) => ({ ...NOTHING, state: 'attention', reason }),
  'signed-out': () => signedOutView,
  'linked-twice': () => ({ ...NOTHING, state: 'unlinked', reason: 'linked-twice' }),
  stops: () => ({ ...NOTHING, state: 'stopped' }),
  clears: () => ({ ...NOTHING, state: 'unlinked' }),
  remains: () => remainsView,
}

export const remainsView: ViewIn<'attention'> = { ...NOTHING, state: 'attention', reason: 'profile-left' }
export const signedOutView: ViewIn<'unlinked'> = { ...NOTHING, state: 'unlinked', reason: 'logged-out' }
export const unlinkedView: AccountView = { ...NOTHING, state: 'unlinked' }
export const stoppedView: AccountView = { ...NOTHING, state: 'stopped' }

/** Where an account goes when something happened that can't: what is linked is connected anew, the rest waits for its person. */
export const safeView = (isLinked: boolean): AccountView =>
  isLinked ? { ...NOTHING, state: 'reconnecting' } : unlinkedView

export function mayHappen(state: AccountState, kind: EventKind): boolean {
  return kind in TABLE[state]
}

/** The account after the event; null where the table does not have it. */
export function step(view: AccountView, event: AccountEvent): AccountView | null {
  return mayHappen(view.state, event.kind) ? viewAfter(event) : null
}

/** One look-up for all kinds, which TypeScript can't correlate by itself. */
function viewAfter<E extends EventKind>(event: AccountEvent<E>): AccountView {
  const view: (event: AccountEvent<E>) => AccountView = VIEWS[event.kind as E]
  return view(event)
}
