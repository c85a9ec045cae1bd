/** Taking over the phone's address book, when a person asks for it: read as a whole, written a little at a time. */
import { AppError, type AddressBookReport, type AppEvent } from '../../contract'
import { EVERY_ACCOUNT, type Remote } from '../storage'
import type { ChatAddress, WaIdentity, WhatsAppSession } from '../whatsapp/types'
import type { Entry } from './address-book-store'
import type { inboxStore } from './store'

export interface AddressBookDeps {
  store: Remote<typeof inboxStore>
  sessions: ReadonlyMap<string, WhatsAppSession>
  hash(accountId: string, address: ChatAddress): Uint8Array
  /** There are people who were strangers before. */
  known(): void
  emit(event: AppEvent): void
}

/** One transaction each: a few milliseconds of the database. */
const AT_ONCE = 50

/** Only whom the phone itself knows by a name: those whom WhatsApp has merely met are strangers. */
export const ownContacts = (all: readonly WaIdentity[]): WaIdentity[] =>
  all.filter(({ isSaved, savedName }) => isSaved && savedName !== null && savedName.trim() !== '')

export function createAddressBook({ store, sessions, hash, known, emit }: AddressBookDeps) {
  const underWay = new Map<string, Promise<AddressBookReport>>()

  function entryOf(accountId: string, { phone, lid, savedName }: WaIdentity): Entry[] {
    if (phone === null || savedName === null) return []
    const addresses = [`${phone.slice(1)}@c.us`, ...(lid === null ? [] : [lid])]
    const hashesFor = (account: string): Uint8Array[] => addresses.map((address) => hash(account, address))
    return [{ phone, name: savedName.trim(), hashes: hashesFor(accountId), marks: hashesFor(EVERY_ACCOUNT) }]
  }

  async function take(accountId: string): Promise<AddressBookReport> {
    const session = sessions.get(accountId)
    if (session?.state.kind !== 'ready') throw new AppError('not-connected', 'WhatsApp is not connected.')
    const own = ownContacts(await session.listContacts())
    const report = { added: 0, named: 0, unchanged: 0, erased: 0, notWork: 0 }
    const entries = own.flatMap((one) => entryOf(accountId, one))
    for (let done = 0; done < entries.length; done += AT_ONCE) {
      emit({ type: 'address-book', accountId, done, total: entries.length })
      const some = entries.slice(done, done + AT_ONCE)
      const taken = await store.takeAddressBook({ accountId, entries: some, now: Date.now() })
      for (const key of Object.keys(report) as (keyof typeof report)[]) report[key] += taken.counts[key]
      for (const contact of taken.named) emit({ type: 'contact', contact })
      if (taken.counts.added > 0) emit({ type: 'records', kinds: ['contact'] })
      if (taken.conversations.length > 0) emit({ type: 'conversations', conversations: taken.conversations })
      known()
    }
    emit({ type: 'address-book', accountId, done: entries.length, total: entries.length })
    return { ...report, found: own.length, noNumber: own.length - entries.length }
  }

  return {
    /** Whoever asks while it is under way gets the same report. @throws {AppError} `not-connected`, `not-found`. */
    takeAddressBook(accountId: string): Promise<AddressBookReport> {
      const before = underWay.get(accountId)
      if (before) return before
      const work = take(accountId).finally(() => underWay.delete(accountId))
      underWay.set(accountId, work)
      return work
    },
  }
}
