/**
 * The right that each procedure needs. It is a type error to have a procedure without an entry here, and one without an entry is
 * refused when it is called.
 */
import type { AnyContractProcedure } from '@orpc/contract'
import type { Contract } from './index'
import type { Right } from './rights'

/** `open`: nothing but an open, unlocked Leadline, if that. `to-link`: one's own account or somebody else's, by its `accountId`. */
export type Need = Right | 'open' | 'to-link'

type Needs<T> = { readonly [K in keyof T]: T[K] extends AnyContractProcedure ? Need : Needs<T[K]> }

export const NEEDS = {
  setup: {
    status: 'open',
    createKey: 'open',
    confirmRecoveryCode: 'open',
    unlock: 'open',
    lock: 'open',
    active: 'open',
    setPassphrase: 'open',
  },
  preferences: { get: 'open', set: 'open' },
  accounts: {
    list: 'open',
    add: 'link-own',
    update: 'open',
    connect: 'to-link',
    refreshQr: 'to-link',
    pairingCode: 'to-link',
    useQr: 'to-link',
    unlink: 'to-link',
    remove: 'to-link',
    setPaused: 'open',
    saveSession: 'open',
    showWindow: 'open',
    wake: 'open',
    reconnectNow: 'open',
  },
  health: { list: 'open', days: 'open' },
  cleanup: { survey: 'open', remove: 'open', statistics: 'open' },
  conversations: {
    list: 'open',
    get: 'open',
    unreadTotal: 'open',
    markRead: 'open',
    setArchived: 'open',
    setNotForWork: 'open',
    setGroupKept: 'open',
    addContact: 'sell',
    startWithPhone: 'sell',
    notKept: 'open',
  },
  messages: {
    list: 'open',
    send: 'open',
    retry: 'open',
    discard: 'open',
    confirmStale: 'open',
    setStarred: 'open',
    fetchMedia: 'open',
    search: 'open',
  },
  contacts: {
    get: 'open',
    rename: 'sell',
    create: 'sell',
    update: 'sell',
    setConsent: 'sell',
    list: 'open',
    tags: 'open',
    chats: 'open',
  },
  leads: { stages: 'open', get: 'open', ofContact: 'open', create: 'sell', update: 'sell' },
  orders: {
    get: 'open',
    ofContact: 'open',
    create: 'sell',
    update: 'sell',
    steps: 'open',
    products: 'open',
    text: 'open',
    statusWords: 'open',
    send: 'sell',
  },
  catalog: { categories: 'open', list: 'open', get: 'open', text: 'open' },
  notes: { ofContact: 'open', create: 'sell', update: 'sell' },
  tasks: { get: 'open', ofContact: 'open', list: 'open', create: 'sell', update: 'sell' },
  assistant: {
    settings: 'open',
    change: 'sell',
    tryOut: 'open',
    chat: 'open',
    typing: 'open',
    setMuted: 'open',
  },
  crm: {
    status: 'open',
    signIn: 'open',
    signOut: 'open',
    waiting: 'open',
    entryOf: 'open',
    choose: 'sell',
    retry: 'sell',
    discard: 'sell',
    syncNow: 'open',
    team: 'watch-team',
  },
  imports: { list: 'open', setPlan: 'sell', check: 'open', run: 'sell', stop: 'open', remove: 'open' },
  updates: { status: 'open', check: 'open', install: 'open', postpone: 'open' },
  notices: { showing: 'open', setMuted: 'open' },
  system: { status: 'open', setStartAtLogin: 'open', diagnostics: 'open' },
  events: 'open',
} as const satisfies Needs<Contract>
