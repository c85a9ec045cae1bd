/** The contacts' functions beside the database, and what other rooms' store functions use of them. */
import type { Contact } from '../../contract'
import type { Sql, Store } from '../storage'
import { addPhone, contactIdByPhone, createContact, getContact } from './contact-store'
import { peopleToExport } from './export-store'
import { createPerson, setConsent, updateContact } from './edit-store'
import { duplicates, notSame } from './duplicates-store'
import { forgetOldMerges, merge, mergePreview } from './merge-store'
import { statistics } from './statistics-store'
import { timeline } from './timeline-store'
import { undoMerge } from './undo-store'
import { havingPhones, indexRest, listPeople, listTags } from './search-store'

export {
  addPhone,
  addRemoteContacts,
  applyRemoteContact,
  contactIdByPhone,
  contactName,
  crmFields,
  createContact,
  forgetPhones,
  getContact,
  isOptedOut,
  needInCrm,
  tellPhones,
  type NewContact,
  type RemoteContact,
} from './contact-store'

export { contactIdByEmail, takePerson } from './import-store'

/** @throws {AppError} `not-found` or `invalid-input`. */
export const renameContact = (sql: Sql, input: { id: string; name: string; now: number }): Contact =>
  updateContact(sql, { id: input.id, change: { name: input.name }, now: input.now })

export const contactsStore = {
  createContact,
  getContact,
  contactIdByPhone,
  renameContact,
  addPhone,
  createPerson,
  updateContact,
  setConsent,
  listPeople,
  listTags,
  havingPhones,
  indexRest,
  duplicates,
  notSame,
  mergePreview,
  merge,
  forgetOldMerges,
  undoMerge,
  statistics,
  timeline,
  peopleToExport,
} satisfies Store
