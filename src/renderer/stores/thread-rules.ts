/** How pages and events change the messages of the open thread. Pure; applying the same event twice changes nothing. */
import type { Message } from '../../contract'

/** At most so many messages are held; what is beyond is read again when scrolled to. */
export const WINDOW = 300

export interface ThreadWindow {
  items: Message[]
  older: boolean
  newer: boolean
}

/** Ids grow with time, except a live stranger's, which are negative: those go by their time. */
const inOrder = (a: Message, b: Message) => (a.id > 0 && b.id > 0 ? a.id - b.id : a.at - b.at || b.id - a.id)

function merge(items: readonly Message[], more: readonly Message[]): Message[] {
  const byId = new Map(items.map((item) => [item.id, item]))
  for (const message of more) byId.set(message.id, message)
  return [...byId.values()].sort(inOrder)
}

export function addOlder(now: ThreadWindow, page: ThreadWindow): ThreadWindow {
  const items = merge(now.items, page.items)
  return { items: items.slice(0, WINDOW), older: page.older, newer: now.newer || items.length > WINDOW }
}

export function addNewer(now: ThreadWindow, page: ThreadWindow): ThreadWindow {
  const items = merge(now.items, page.items)
  return { items: items.slice(-WINDOW), older: now.older || items.length > WINDOW, newer: page.newer }
}

export interface Applied extends ThreadWindow {
  /** Messages that came in, new to this window. */
  arrived: Message[]
}

/** Known messages change in place; new ones join at the end unless the window is elsewhere in the history. */
export function applyMessages(now: ThreadWindow, messages: readonly Message[]): Applied {
  const known = new Set(now.items.map((item) => item.id))
  const last = now.items.at(-1)
  const fresh = messages.filter((message) => !known.has(message.id))
  const arrived = fresh.filter(
    (message) => message.direction === 'in' && (!last || inOrder(last, message) < 0),
  )
  const first = now.items[0]
  const joins = fresh.filter((message) =>
    now.newer && last && inOrder(last, message) < 0
      ? false
      : !(now.older && first && inOrder(message, first) < 0),
  )
  const updates = messages.filter((message) => known.has(message.id))
  const items = merge(now.items, [...updates, ...joins])
  return {
    items: items.slice(-WINDOW),
    older: now.older || items.length > WINDOW,
    newer: now.newer,
    arrived,
  }
}
