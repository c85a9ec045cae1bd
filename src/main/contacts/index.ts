/** People: who they are, by which numbers they are known, and where they stand with the CRM. */
import type { AppEvent, Contact } from '../../contract'
import type { Storage } from '../storage'
import type { contactsStore } from './store'

export { formatPhone, homeCountry, parsePhone } from './phone'
export type ContactsStore = typeof contactsStore

export interface ContactsOptions {
  storage: Storage
  emit: (event: AppEvent) => void
  /** Something may now wait for the CRM. */
  changed: () => void
  /** Milliseconds since the epoch. */
  clock?: () => number
}

/** The contract's `contacts` procedures. */
export interface Contacts {
  /** @throws {AppError} `not-found`. */
  get(input: { contactId: string }): Promise<Contact>
  /** @throws {AppError} `not-found` or `invalid-input`. */
  rename(input: { contactId: string; name: string }): Promise<Contact>
}

export function createContacts({ storage, emit, changed, clock = Date.now }: ContactsOptions): Contacts {
  const store = storage.store<ContactsStore>('contacts')
  return {
    get: ({ contactId }) => store.getContact(contactId),
    rename: async ({ contactId, name }) => {
      const contact = await store.renameContact({ id: contactId, name, now: clock() })
      emit({ type: 'contact', contact })
      changed()
      return contact
    },
  }
}
