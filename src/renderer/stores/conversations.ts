/** The conversation list: pages by key, kept up to date by events. */
import { create } from 'zustand'
import type { Conversation, ConversationFilter } from '../../contract'
import { client, onEvent, onOnline, problemOf } from '../client'
import { attempt } from '../lib/attempt'
import { applyConversations } from './list-rules'
import { useAccounts, useSetup } from './app'
import { openId, useNavigation } from './navigation'

const PAGE = 60

interface State {
  filter: ConversationFilter
  /** The account whose conversations are listed; null for all. */
  accountId: string | null
  query: string
  items: Conversation[]
  next: string | null
  state: 'loading' | 'ready' | 'failed'
  loadingMore: boolean
  /** Unread conversations over all accounts. */
  unread: number
  unreadByAccount: Record<string, number>
  typing: Record<string, true>
}

const EMPTY: State = {
  filter: 'all',
  accountId: null,
  query: '',
  items: [],
  next: null,
  state: 'loading',
  loadingMore: false,
  unread: 0,
  unreadByAccount: {},
  typing: {},
}

export const useConversations = create<State>(() => EMPTY)

let reading = 0

/** Forgets what is shown, and lets go what is still being read. */
export function forgetConversations(): void {
  reading += 1
  useConversations.setState(EMPTY)
}

/** Reads the first page again; a later call wins over an earlier one still under way. */
export async function readConversations(): Promise<void> {
  if (useSetup.getState().status?.stage !== 'open') return
  const mine = ++reading
  const { accountId, filter, query } = useConversations.getState()
  const page = await attempt(() =>
    client.conversations.list({ accountId, filter, query, cursor: null, limit: PAGE }),
  )
  if (mine !== reading) return
  if (page === null)
    useConversations.setState(({ state }) => ({ state: state === 'ready' ? 'ready' : 'failed' }))
  else
    useConversations.setState({
      items: page.items.filter((item) => item.keeping !== 'group-off'),
      next: page.next,
      state: 'ready',
    })
  countUnread()
}

export async function readMore(): Promise<void> {
  const { accountId, filter, query, next, loadingMore } = useConversations.getState()
  if (next === null || loadingMore) return
  useConversations.setState({ loadingMore: true })
  const mine = reading
  const page = await attempt(() =>
    client.conversations.list({ accountId, filter, query, cursor: next, limit: PAGE }),
  )
  useConversations.setState({ loadingMore: false })
  if (page === null || mine !== reading) return
  useConversations.setState(({ items }) => {
    const known = new Set(items.map((item) => item.id))
    const fresh = page.items.filter((item) => !known.has(item.id) && item.keeping !== 'group-off')
    return { items: [...items, ...fresh], next: page.next }
  })
}

export function setView(view: Partial<Pick<State, 'filter' | 'query' | 'accountId'>>): void {
  useConversations.setState({ ...view, state: 'loading' })
  void readConversations()
}

let unreadTimer: ReturnType<typeof setTimeout> | null = null
function countUnread(): void {
  unreadTimer ??= setTimeout(() => {
    unreadTimer = null
    // A number on a badge: should it fail, the next event asks again.
    client.conversations.unreadTotal().then(
      ({ conversations, byAccount }) =>
        useConversations.setState({ unread: conversations, unreadByAccount: byAccount }),
      (error: unknown) => {
        if (problemOf(error).code !== 'offline') reportError(error)
      },
    )
  }, 200)
}

let again: ReturnType<typeof setTimeout> | null = null
function readSoon(): void {
  again ??= setTimeout(() => {
    again = null
    void readConversations()
  }, 400)
}

const typingTimers = new Map<string, ReturnType<typeof setTimeout>>()
function setTyping(id: string, typing: boolean): void {
  clearTimeout(typingTimers.get(id))
  typingTimers.delete(id)
  if (typing)
    typingTimers.set(
      id,
      setTimeout(() => setTyping(id, false), 10_000),
    )
  useConversations.setState((state) => {
    const others = Object.fromEntries(Object.entries(state.typing).filter(([other]) => other !== id))
    return { typing: typing ? { ...others, [id]: true as const } : others }
  })
}

export function startConversations(): void {
  onOnline(() => void readConversations())
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage === 'open' && before.status?.stage !== 'open') void readConversations()
  })
  onEvent('conversations', ({ conversations }) => {
    useConversations.setState(({ items, accountId, filter, query, next }) => ({
      items: applyConversations(items, conversations, {
        accountId,
        filter,
        query,
        next,
        keepId: openId(useNavigation.getState().place),
      }),
    }))
    countUnread()
  })
  onEvent('conversation-gone', ({ conversationId }) => {
    useConversations.setState(({ items }) => ({ items: items.filter((item) => item.id !== conversationId) }))
    countUnread()
  })
  // A list of what is no more would stay empty for good.
  useAccounts.subscribe(({ accounts }) => {
    const { accountId } = useConversations.getState()
    if (accounts && accountId !== null && !accounts.some(({ id }) => id === accountId))
      setView({ accountId: null })
  })
  onEvent('history', readSoon)
  onEvent('typing', ({ conversationId, typing }) => setTyping(conversationId, typing))
}
