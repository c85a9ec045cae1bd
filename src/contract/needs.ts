/**
 * The right that each procedure needs. It is a type error to have a procedure without an entry here, and one without an entry is
 * refused when it is called.
 */
import type { AnyContractProcedure } from '@orpc/contract'
import type { Contract } from './index'
import type { Right } from './rights'

/**
 * - `open`: nothing but an open, unlocked Leadline, if that.
 * - `to-link`: whose account it is, by its `accountId`: other people's take a right of their own.
 * - `to-leave`: the same, and the right to erase where the account's history goes (`history: 'delete'`).
 * - `to-remove`: the same, and the right to erase always.
 *
 * The rule behind the table: what changes things takes the right for those things; what destroys data of customers takes the right to
 * erase; what touches an account of somebody else takes `link-others`. `open` is what only reads, what writes in one's own name
 * (messages), and what is of this machine or this screen. "Not for work" is open too, so that a private chat can go at once: where the
 * chat is a customer's it takes the right to erase besides, which only the inbox can tell (`conversations.setNotForWork`).
 */
export type Need = Right | 'open' | (typeof ACCOUNT_NEEDS)[number]

export const ACCOUNT_NEEDS = ['to-link', 'to-leave', 'to-remove'] as const

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
    update: 'to-link',
    connect: 'to-link',
    refreshQr: 'to-link',
    pairingCode: 'to-link',
    useQr: 'to-link',
    unlink: 'to-leave',
    remove: 'to-remove',
    setPaused: 'to-link',
    saveSession: 'open',
    showWindow: 'to-link',
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
    setBlocked: 'sell',
    startWithPhone: 'sell',
    drafts: 'open',
    setDraft: 'open',
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
    statistics: 'open',
    timeline: 'open',
    duplicates: 'open',
    notSame: 'sell',
    havingNumbers: 'open',
    mergePreview: 'open',
    merge: 'sell',
    undoMerge: 'sell',
    export: 'export',
    takeAddressBook: 'sell',
  },
  erasing: { preview: 'erase', erase: 'erase', certificates: 'erase', paper: 'erase', taken: 'erase' },
  leads: {
    stages: 'open',
    get: 'open',
    ofContact: 'open',
    ofStage: 'open',
    sums: 'open',
    create: 'sell',
    update: 'sell',
  },
  orders: {
    get: 'open',
    ofContact: 'open',
    create: 'sell',
    update: 'sell',
    steps: 'open',
    sendings: 'open',
    products: 'open',
    text: 'open',
    statusWords: 'open',
    send: 'sell',
  },
  catalog: {
    categories: 'open',
    createCategory: 'edit-catalog',
    renameCategory: 'edit-catalog',
    list: 'open',
    get: 'open',
    create: 'edit-catalog',
    update: 'edit-catalog',
    text: 'open',
    send: 'open',
  },
  notes: { ofContact: 'open', create: 'sell', update: 'sell' },
  tasks: {
    get: 'open',
    ofContact: 'open',
    list: 'open',
    reminders: 'open',
    seeReminders: 'open',
    create: 'sell',
    update: 'sell',
  },
  assistant: {
    settings: 'open',
    change: 'sell',
    tryOut: 'open',
    chat: 'open',
    languageOf: 'open',
    typing: 'open',
    setMuted: 'open',
  },
  crm: {
    status: 'open',
    signIn: 'open',
    checkFrappe: 'open',
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
