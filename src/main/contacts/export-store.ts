/** Everybody, page by page, for a file. Runs in the database thread. */
import type { Contact, Page } from '../../contract'
import type { Sql } from '../storage'
import { getContact } from './contact-store'
import { listPeople } from './search-store'

export interface PeopleToExport extends Page<Contact> {
  /** Of all pages. */
  total: number
}

/** By name. */
export function peopleToExport(
  sql: Sql,
  { cursor, limit }: { cursor: string | null; limit: number },
): PeopleToExport {
  const page = listPeople(sql, { query: '', numbers: [], tag: null, chat: 'any', cursor, limit })
  return {
    items: page.items.map(({ id }) => getContact(sql, id)),
    next: page.next,
    total: sql.statement('SELECT count(*) FROM contacts').pluck().get() as number,
  }
}
