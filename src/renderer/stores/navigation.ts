/** Where the person is: kept in the address, so that Back works and a place can be opened directly. */
import { create } from 'zustand'

export type Place =
  | { screen: 'inbox'; conversationId: string | null; messageId: number | null }
  | { screen: 'leads'; leadId: string | null; conversationId: string | null }
  | { screen: 'people'; contactId: string | null }
  | { screen: 'catalog' }
  | { screen: 'settings'; section: string | null }

/**
 * `#/inbox/<conversation>/<message>`, `#/leads/<lead>/<conversation>`, `#/people/<person>`, `#/catalog` or `#/settings/<section>`;
 * anything else is the inbox.
 */
export function placeOf(hash: string): Place {
  const [screen, first, second] = hash.replace(/^#\/?/, '').split('/')
  if (screen === 'leads') return { screen: 'leads', leadId: first || null, conversationId: second || null }
  if (screen === 'people') return { screen: 'people', contactId: first || null }
  if (screen === 'catalog') return { screen: 'catalog' }
  if (screen === 'settings') return { screen: 'settings', section: first || null }
  const messageId = second === undefined ? Number.NaN : Number.parseInt(second, 10)
  return {
    screen: 'inbox',
    conversationId: first || null,
    messageId: Number.isNaN(messageId) ? null : messageId,
  }
}

export function hashOf(place: Place): string {
  const parts =
    place.screen === 'settings'
      ? ['settings', place.section]
      : place.screen === 'people'
        ? ['people', place.contactId]
        : place.screen === 'catalog'
          ? ['catalog']
          : place.screen === 'leads'
            ? ['leads', place.leadId, place.conversationId]
            : ['inbox', place.conversationId, place.messageId]
  return `#/${parts.filter((part) => part !== null).join('/')}`
}

interface Navigation {
  place: Place
  /** The chat last open in the inbox: coming back from another screen finds it open again. */
  inboxChat: string | null
  /**
   * The chat whose reply box is to have the focus as soon as it is there, and what had it when that was asked: whoever has begun to
   * write elsewhere meanwhile is not led away. Walking along a list asks for none.
   */
  reply: { conversationId: string; from: Element | null } | null
}

const arrived = (place: Place): Partial<Navigation> =>
  place.screen === 'inbox' ? { place, inboxChat: place.conversationId } : { place }

export const useNavigation = create<Navigation>(() => ({
  place: placeOf(location.hash),
  inboxChat: null,
  reply: null,
  ...arrived(placeOf(location.hash)),
}))

/** Goes there; `replace` leaves no step for Back (moving along a list). */
export function go(place: Place, replace = false): void {
  if (hashOf(place) === location.hash) return
  if (replace) history.replaceState(null, '', hashOf(place))
  else history.pushState(null, '', hashOf(place))
  useNavigation.setState({ ...arrived(place), reply: null })
}

/** The reply box of this chat is to have the focus, once there is one. */
export const wishReply = (conversationId: string): void =>
  useNavigation.setState({ reply: { conversationId, from: document.activeElement } })

/** Opens it to be answered; with `replace` it is only passed on the way along the list, and the focus stays there. */
export function openConversation(
  conversationId: string | null,
  messageId: number | null = null,
  replace = false,
): void {
  go({ screen: 'inbox', conversationId, messageId }, replace)
  if (conversationId !== null && !replace) wishReply(conversationId)
}
/** The inbox as it was left: with the chat that was open. From within it, without. */
export function openInbox(): void {
  const { place, inboxChat } = useNavigation.getState()
  go({ screen: 'inbox', conversationId: place.screen === 'inbox' ? null : inboxChat, messageId: null })
}
export const openPerson = (contactId: string | null, replace = false) =>
  go({ screen: 'people', contactId }, replace)
export const openCatalog = () => go({ screen: 'catalog' })
/** The board; with a lead's chat beside it. */
export function openBoard(lead: { leadId: string; conversationId: string } | null = null): void {
  go({ screen: 'leads', leadId: lead?.leadId ?? null, conversationId: lead?.conversationId ?? null })
  if (lead) wishReply(lead.conversationId)
}
export const openSettings = (section: string | null = null) => go({ screen: 'settings', section })

/** The id of the conversation that is open, if any. */
export const openId = (place: Place): string | null =>
  place.screen === 'inbox' || place.screen === 'leads' ? place.conversationId : null

/** Away from the chat that is open, to the screen it is shown on. */
export function closeConversation(): void {
  if (useNavigation.getState().place.screen === 'leads') openBoard()
  else openConversation(null)
}

/** The id of the person whose page is open, if any. */
export const personOf = (place: Place): string | null => (place.screen === 'people' ? place.contactId : null)

export function startNavigation(): void {
  const read = () => useNavigation.setState({ ...arrived(placeOf(location.hash)), reply: null })
  addEventListener('popstate', read)
  addEventListener('hashchange', read)
}
