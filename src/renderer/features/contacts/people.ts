/** The list of people: pages by name, kept up to date by events while it is on the screen. */
import { create } from 'zustand'
import type { Contact, ContactRow } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'
import { openPerson, personOf, useNavigation } from '../../stores/navigation'

const PAGE = 100

interface State {
  query: string
  tag: string | null
  items: ContactRow[]
  next: string | null
  state: 'loading' | 'ready' | 'failed'
  loadingMore: boolean
}

const EMPTY: State = { query: '', tag: null, items: [], next: null, state: 'loading', loadingMore: false }

export const usePeople = create<State>(() => EMPTY)

let reading = 0

const pageFrom = (cursor: string | null) => {
  const { query, tag } = usePeople.getState()
  return client.contacts.list({ query, tag, chat: 'any', cursor, limit: PAGE })
}

/** Reads the first page again; a later call wins over an earlier one still under way. */
export async function readPeople(): Promise<void> {
  const mine = ++reading
  const page = await attempt(() => pageFrom(null))
  if (mine !== reading) return
  if (page === null) usePeople.setState(({ state }) => ({ state: state === 'ready' ? 'ready' : 'failed' }))
  else usePeople.setState({ items: page.items, next: page.next, state: 'ready' })
}

export async function readMorePeople(): Promise<void> {
  const { next, loadingMore } = usePeople.getState()
  if (next === null || loadingMore) return
  usePeople.setState({ loadingMore: true })
  const mine = reading
  const page = await attempt(() => pageFrom(next))
  usePeople.setState({ loadingMore: false })
  if (page === null || mine !== reading) return
  usePeople.setState(({ items }) => ({ items: [...items, ...page.items], next: page.next }))
}

export function setPeopleView(view: Partial<Pick<State, 'query' | 'tag'>>): void {
  usePeople.setState({ ...view, state: 'loading' })
  void readPeople()
}

/** The row as it is after a change. */
export const rowAfter = (row: ContactRow, contact: Contact): ContactRow => ({
  ...row,
  name: contact.name,
  company: contact.company,
  phone: contact.phones[0] ?? null,
  tags: contact.tags.slice(0, 3),
  consent: contact.consent.state,
})

/** While the list is on the screen; answers how to stop. */
export function followPeople(): () => void {
  let soon: ReturnType<typeof setTimeout> | null = null
  const later = () => {
    soon ??= setTimeout(() => {
      soon = null
      void readPeople()
    }, 400)
  }
  const stops = [
    onOnline(() => void readPeople()),
    onEvent('contact', ({ contact }) => {
      const known = usePeople.getState().items.find(({ id }) => id === contact.id)
      // Somebody new, or a name that moves them in the order.
      if (known?.name !== contact.name) later()
      if (known)
        usePeople.setState(({ items }) => ({
          items: items.map((row) => (row.id === contact.id ? rowAfter(row, contact) : row)),
        }))
    }),
  ]
  stops.push(
    onEvent('records', ({ kinds }) => {
      if (kinds.includes('contact')) later()
    }),
    onEvent('contact-gone', ({ contactId, into }) => {
      usePeople.setState(({ items }) => ({ items: items.filter(({ id }) => id !== contactId) }))
      const { place } = useNavigation.getState()
      if (personOf(place) === contactId) openPerson(into, true)
    }),
  )
  void readPeople()
  return () => {
    if (soon) clearTimeout(soon)
    for (const stop of stops) stop()
  }
}
