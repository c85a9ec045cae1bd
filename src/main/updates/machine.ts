/**
 * An update's life as one table: what happens, seen from where it is. Pure; the room carries it out. `Follows` says which state may come
 * after which, and the table's type holds every entry to it: an illegal transition does not compile.
 */
import type { UpdateFailure, UpdateOffer, UpdateState } from '../../contract'

export type UpdateEvent =
  | { type: 'check' }
  | { type: 'nothing'; waitingForStable: boolean }
  | { type: 'found'; offer: UpdateOffer }
  | { type: 'older'; version: string }
  | { type: 'download' }
  | { type: 'progress'; percent: number }
  | { type: 'downloaded' }
  /** What came is not what was published. */
  | { type: 'tampered'; version: string }
  | { type: 'failed'; reason: UpdateFailure }
  /** Asked to install while something is being sent. */
  | { type: 'hold' }
  | { type: 'postpone' }
  | { type: 'install' }
  /** Another channel was chosen: what was found on the old one counts no more. */
  | { type: 'switch' }

export type Kind = UpdateState['kind']
type StateOf<K extends Kind> = Extract<UpdateState, { kind: K }>
type EventOf<T extends UpdateEvent['type']> = Extract<UpdateEvent, { type: T }>

/** Which states may follow each. `never`: none. */
export interface Follows {
  unsupported: never
  idle: 'checking' | 'failed'
  checking: 'none' | 'available' | 'refused' | 'failed' | 'idle'
  none: 'checking' | 'idle'
  available: 'downloading' | 'idle'
  downloading: 'downloading' | 'ready' | 'refused' | 'failed' | 'idle'
  ready: 'waiting' | 'installing' | 'idle'
  waiting: 'ready' | 'installing' | 'idle'
  installing: 'refused' | 'failed'
  failed: 'checking' | 'idle'
  refused: 'checking' | 'idle'
}

export type Table = {
  [K in Kind]: {
    [T in UpdateEvent['type']]?: (state: StateOf<K>, event: EventOf<T>) => StateOf<Follows[K]>
  }
}

const check = () => ({ kind: 'checking' }) as const
const idle = () => ({ kind: 'idle' }) as const
const fail = (_: unknown, { reason }: EventOf<'failed'>) => ({ kind: 'failed', reason }) as const
const tampered = (_: unknown, { version }: EventOf<'tampered'>) =>
  ({ kind: 'refused', reason: 'tampered', version }) as const

export const TABLE: Table = {
  unsupported: {},
  // It fails from here when the last run was to install and did not.
  idle: { check, failed: fail },
  checking: {
    nothing: (_, { waitingForStable }) => ({ kind: 'none', waitingForStable }),
    found: (_, { offer }) => ({ kind: 'available', offer }),
    older: (_, { version }) => ({ kind: 'refused', reason: 'older', version }),
    tampered,
    failed: fail,
    switch: idle,
  },
  none: { check, switch: idle },
  available: { download: ({ offer }) => ({ kind: 'downloading', offer, percent: 0 }), switch: idle },
  downloading: {
    progress: (state, { percent }) => {
      const whole = Math.min(100, Math.floor(percent))
      return whole > state.percent ? { ...state, percent: whole } : state
    },
    downloaded: ({ offer }) => ({ kind: 'ready', offer }),
    tampered,
    failed: fail,
    switch: idle,
  },
  ready: {
    hold: ({ offer }) => ({ kind: 'waiting', offer }),
    install: ({ offer }) => ({ kind: 'installing', offer }),
    switch: idle,
  },
  waiting: {
    postpone: ({ offer }) => ({ kind: 'ready', offer }),
    install: ({ offer }) => ({ kind: 'installing', offer }),
    switch: idle,
  },
  // The app is about to end: a switch now changes nothing of what is being installed.
  installing: { tampered, failed: fail },
  failed: { check, switch: idle },
  refused: { check, switch: idle },
}

type Entry = ((state: UpdateState, event: UpdateEvent) => UpdateState) | undefined

/** The state after `event`; the very same one where the event means nothing there. */
export function next(state: UpdateState, event: UpdateEvent): UpdateState {
  // The table is typed entry by entry; looked up by values, its types can't be told from each other.
  const entry = TABLE[state.kind][event.type] as Entry
  return entry ? entry(state, event) : state
}
