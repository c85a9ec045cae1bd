/** People: who they are, by which numbers they are known, and where they stand with the CRM. */
import { randomUUID } from 'node:crypto'
import type {
  AppEvent,
  Consent,
  Contact,
  ContactChange,
  ContactRow,
  Duplicate,
  MergeChoices,
  MergePreview,
  Page,
  PersonStatistics,
  TagCount,
  TimelineEntry,
} from '../../contract'
import { AppError } from '../../contract'
import type { Storage } from '../storage'
import { csvHead, csvRow, vcardOf } from './export'
import { homeCountry, numberForms, parsePhone } from './phone'
import type { contactsStore } from './store'

export { formatPhone, homeCountry, numberForms, parsePhone } from './phone'
export { BETWEEN, PEOPLE_COLUMNS, unguarded } from './export'
export { CardReader, type Card } from './vcard'
export type { PersonDetails } from './import-store'
export type ContactsStore = typeof contactsStore

export interface ContactsOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** Something may now wait for the CRM. */
  changed: () => void
  /** Somebody wants to be written to, or no longer does. */
  consentChanged?: () => void
  /** ISO 3166-1 alpha-2: where numbers without a country code belong. */
  country?: () => string
  /** Milliseconds since the epoch. */
  clock?: () => number
}

/** The contract's `contacts` procedures, chats aside. */
export interface Contacts {
  /** @throws {AppError} `not-found`. */
  get(input: { contactId: string }): Promise<Contact>
  /** @throws {AppError} `not-found` or `invalid-input`. */
  rename(input: { contactId: string; name: string }): Promise<Contact>
  /** The same id twice is one person. @throws {AppError} `invalid-input`, `bad-phone`, `phone-taken`. */
  create(input: { id: string; change: ContactChange }): Promise<Contact>
  /** @throws {AppError} `not-found`, `invalid-input`, `bad-phone`, `phone-taken`, `wrong-state`. */
  update(input: { contactId: string; change: ContactChange }): Promise<Contact>
  /** @throws {AppError} `not-found`. */
  setConsent(input: { contactId: string; state: Consent['state']; how: string | null }): Promise<Contact>
  list(input: ListInput): Promise<Page<ContactRow>>
  /** Whose these numbers are, each person once. */
  havingNumbers(input: { phones: readonly string[] }): Promise<ContactRow[]>
  tags(input: { query: string; limit: number }): Promise<TagCount[]>
  /** @throws {AppError} `not-found`. */
  duplicates(input: { contactId: string | null; limit: number }): Promise<Duplicate[]>
  /** @throws {AppError} `not-found`. */
  notSame(input: { contactIds: readonly [string, string] }): Promise<void>
  /** @throws {AppError} `not-found`, `invalid-input`. */
  mergePreview(input: {
    contactIds: readonly [string, string]
    choices?: MergeChoices | undefined
  }): Promise<MergePreview>
  /** @throws {AppError} `not-found`, `invalid-input`. */
  merge(input: {
    contactIds: readonly [string, string]
    choices: MergeChoices
  }): Promise<{ contact: Contact; mergeId: string }>
  /** @throws {AppError} `not-found`, `wrong-state`. */
  undoMerge(input: { mergeId: string }): Promise<{ contact: Contact; back: Contact }>
  /** @throws {AppError} `not-found`. */
  statistics(input: { contactId: string }): Promise<PersonStatistics>
  /** Newest first. @throws {AppError} `not-found`. */
  timeline(input: { contactId: string; cursor: string | null; limit: number }): Promise<Page<TimelineEntry>>
  /** A page of everybody, as the text of a file. */
  export(input: { format: 'csv' | 'vcard'; cursor: string | null; limit: number }): Promise<ExportedPage>
  /**
   * At a start: people of before come into the index by which they are found, a little at a time, so that the database answers others; and
   * how the people of old merges were is let go.
   */
  tidy(): Promise<void>
}

interface ListInput {
  query: string
  tag: string | null
  chat: 'any' | 'none'
  cursor: string | null
  limit: number
}

export interface ExportedPage {
  text: string
  people: number
  total: number
  next: string | null
}

/** So many people are indexed in one go: a few ms each hundred. */
const INDEXED_AT_ONCE = 200

export function createContacts(options: ContactsOptions): Contacts {
  const { storage, emit, changed, consentChanged = () => undefined } = options
  const { country = () => homeCountry(null, null), clock = Date.now } = options
  const store = storage.store<ContactsStore>('contacts')
  const told = async (result: Promise<Contact>): Promise<Contact> => {
    const contact = await result
    emit({ type: 'contact', contact })
    changed()
    return contact
  }
  /** Numbers as typed become E.164. */
  const readable = (change: ContactChange): ContactChange => {
    if (!change.phones) return change
    const phones = change.phones.map((text) => {
      const phone = parsePhone(text, country())
      if (phone === null) throw new AppError('bad-phone', 'This is not a phone number.')
      return phone
    })
    return { ...change, phones: [...new Set(phones)] }
  }
  return {
    get: ({ contactId }) => store.getContact(contactId),
    rename: ({ contactId, name }) => told(store.renameContact({ id: contactId, name, now: clock() })),
    create: async ({ id, change }) =>
      told(store.createPerson({ id, change: readable(change), now: clock() })),
    update: async ({ contactId, change }) =>
      told(store.updateContact({ id: contactId, change: readable(change), now: clock() })),
    setConsent: async ({ contactId, state, how }) => {
      const contact = await told(
        store.setConsent({ id: contactId, state, how: how === '' ? null : how, now: clock() }),
      )
      consentChanged()
      return contact
    },
    list: (input) => store.listPeople({ ...input, numbers: numberForms(input.query, country()) }),
    havingNumbers: ({ phones }) => {
      const read = phones.map((text) => parsePhone(text, country())).filter((phone) => phone !== null)
      return store.havingPhones([...new Set(read)])
    },
    tags: (input) => store.listTags(input),
    duplicates: (input) => store.duplicates(input),
    notSame: (input) => store.notSame(input),
    mergePreview: (input) => store.mergePreview({ ...input, now: clock() }),
    merge: async ({ contactIds, choices }) => {
      const mergeId = randomUUID()
      const { contact, gone } = await store.merge({ mergeId, contactIds, choices, now: clock() })
      emit({ type: 'contact', contact })
      emit({ type: 'contact-gone', contactId: gone, into: contact.id })
      changed()
      return { contact, mergeId }
    },
    undoMerge: async ({ mergeId }) => {
      const parted = await store.undoMerge({ mergeId, now: clock() })
      emit({ type: 'contact', contact: parted.contact })
      emit({ type: 'contact', contact: parted.back })
      changed()
      return parted
    },
    statistics: ({ contactId }) => store.statistics(contactId),
    timeline: (input) => store.timeline(input),
    export: async ({ format, cursor, limit }) => {
      const { items, next, total } = await store.peopleToExport({ cursor, limit })
      const head = format === 'csv' && cursor === null ? csvHead() : ''
      const text = head + items.map(format === 'csv' ? csvRow : vcardOf).join('')
      return { text, people: items.length, total, next }
    },
    tidy: async () => {
      await store.forgetOldMerges(clock())
      while (await store.indexRest(INDEXED_AT_ONCE));
    },
  }
}
