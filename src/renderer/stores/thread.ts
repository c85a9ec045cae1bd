/** The open thread: a bounded window of messages that moves with the scroll and follows events. */
import { create } from 'zustand'
import type { Conversation, Message } from '../../contract'
import { client, onEvent, onOnline, problemOf } from '../client'
import { attempt, problemText } from '../lib/attempt'
import { toast } from '../ui/toast'
import { useSetup } from './app'
import { openId, useNavigation } from './navigation'
import { addNewer, addOlder, applyMessages, type ThreadWindow } from './thread-rules'

const PAGE = 60

interface State extends ThreadWindow {
  conversationId: string | null
  conversation: Conversation | null
  state: 'loading' | 'ready' | 'gone'
  loading: 'older' | 'newer' | null
  /** Came in while the person was reading further up. */
  unseen: number
  /** The first unread message when the thread was opened: a line is drawn above it. */
  firstUnread: number | null
  /** A message to scroll to and point out; `serial` tells a repeated wish apart. */
  target: { messageId: number; serial: number } | null
}

const EMPTY: State = {
  conversationId: null,
  conversation: null,
  items: [],
  older: false,
  newer: false,
  state: 'loading',
  loading: null,
  unseen: 0,
  firstUnread: null,
  target: null,
}

export const useThread = create<State>(() => EMPTY)

let serial = 0
/** Set by the thread's view: whether its end is on the screen. Nothing is known of what was only just opened. */
let atEnd = false
/** Counts what is to be shown: an answer to an earlier wish, or for another chat, is let go. */
let reading = 0

const isOpen = (id: string) => useThread.getState().conversationId === id

function firstUnreadOf(items: readonly Message[], unread: number): number | null {
  const incoming = items.filter((message) => message.direction === 'in')
  return unread > 0 ? (incoming.at(-Math.min(unread, incoming.length))?.id ?? null) : null
}

/** Opens a conversation at its end, or around one message. */
export async function openThread(conversationId: string | null, messageId: number | null): Promise<void> {
  const before = useThread.getState()
  if (conversationId === null) {
    reading += 1
    useThread.setState(EMPTY)
    return
  }
  if (
    before.conversationId === conversationId &&
    messageId !== null &&
    before.items.some((m) => m.id === messageId)
  ) {
    useThread.setState({ target: { messageId, serial: ++serial } })
    return
  }
  if (before.conversationId !== conversationId) useThread.setState({ ...EMPTY, conversationId })
  if (before.conversationId !== conversationId || messageId !== null) atEnd = false
  await readThread(messageId)
}

/** Reads the window anew; a later call wins over an earlier one still under way. */
async function readThread(messageId: number | null): Promise<void> {
  const mine = ++reading
  useThread.setState({ loading: null })
  const conversationId = useThread.getState().conversationId
  if (conversationId === null || useSetup.getState().status?.stage !== 'open') return
  try {
    const [conversation, page] = await Promise.all([
      client.conversations.get({ conversationId }),
      client.messages.list({
        conversationId,
        at: messageId === null ? { edge: 'newest' } : { edge: 'around', messageId },
        limit: PAGE,
      }),
    ])
    if (mine !== reading) return
    // What was asked for meanwhile lies beside the window that goes.
    reading += 1
    const first = useThread.getState().state !== 'ready'
    useThread.setState(({ firstUnread }) => ({
      ...page,
      conversation,
      state: 'ready',
      loading: null,
      unseen: 0,
      firstUnread: first ? firstUnreadOf(page.items, conversation.unread) : firstUnread,
      target: messageId === null ? null : { messageId, serial: ++serial },
    }))
    markRead()
  } catch (error) {
    if (mine !== reading) return
    const problem = problemOf(error)
    if (problem.code === 'not-found') useThread.setState({ state: 'gone' })
    else toast(problemText(problem))
  }
}

/** Jumps to a message, reading around it where it is not at hand. */
export const jumpTo = (messageId: number): void =>
  void openThread(useThread.getState().conversationId, messageId)

export const jumpToEnd = (): void => {
  useThread.setState({ unseen: 0 })
  if (useThread.getState().newer) void readThread(null)
}

async function readEdge(edge: 'older' | 'newer'): Promise<void> {
  const { conversationId, items, loading, ...now } = useThread.getState()
  const from = edge === 'older' ? items[0] : items.at(-1)
  if (conversationId === null || !from || loading !== null || !now[edge]) return
  const mine = reading
  useThread.setState({ loading: edge })
  const page = await attempt(() =>
    client.messages.list({
      conversationId,
      at: { edge: edge === 'older' ? 'before' : 'after', messageId: from.id },
      limit: PAGE,
    }),
  )
  // The window was read anew meanwhile: this page may not lie beside it any more.
  if (mine !== reading) return
  useThread.setState((state) => ({
    ...(page === null ? {} : edge === 'older' ? addOlder(state, page) : addNewer(state, page)),
    loading: null,
  }))
}

export const readOlder = () => readEdge('older')
export const readNewer = () => readEdge('newer')

/** Tells the app that the person looked, when they really can: page in front, end of the thread on the screen. */
export function markRead(): void {
  const { conversation, newer } = useThread.getState()
  if (!conversation || conversation.unread === 0 || newer || !atEnd || document.visibilityState !== 'visible')
    return
  if (!document.hasFocus()) return
  useThread.setState({ conversation: { ...conversation, unread: 0 } })
  void attempt(() => client.conversations.markRead({ conversationId: conversation.id }))
}

/** The view says whether the thread's end is on the screen. */
export function setAtEnd(value: boolean): void {
  atEnd = value
  if (!value) return
  if (useThread.getState().unseen > 0) useThread.setState({ unseen: 0 })
  markRead()
}

/** Puts messages the app answered with (just sent) into the thread without waiting for the event. */
export function takeMessages(messages: readonly Message[]): void {
  const mine = messages.filter((message) => isOpen(message.conversationId))
  if (mine.length === 0) return
  useThread.setState((state) => {
    const { arrived, ...next } = applyMessages(state, mine)
    return { ...next, unseen: atEnd && !state.newer ? 0 : state.unseen + arrived.length }
  })
}

export function startThread(): void {
  const follow = () => {
    const { place } = useNavigation.getState()
    void openThread(openId(place), place.screen === 'inbox' ? place.messageId : null)
  }
  useNavigation.subscribe(({ place }, before) => {
    if (place !== before.place) follow()
  })
  useSetup.subscribe(({ status }, before) => {
    if (status?.stage === 'open' && before.status?.stage !== 'open') follow()
  })
  onOnline(() => void readThread(null))
  onEvent('messages', ({ messages }) => takeMessages(messages))
  onEvent('message-gone', ({ messageId }) =>
    useThread.setState(({ items }) => ({ items: items.filter((item) => item.id !== messageId) })),
  )
  onEvent('conversations', ({ conversations }) => {
    const { conversationId, conversation: before } = useThread.getState()
    const conversation = conversations.find((one) => one.id === conversationId)
    if (!conversation) return
    useThread.setState({ conversation })
    // A stranger was added, or keeping changed: the messages have other ids now.
    if (before && before.keeping !== conversation.keeping) void readThread(null)
    markRead()
  })
  onEvent('conversation-gone', ({ conversationId }) => {
    if (isOpen(conversationId)) useThread.setState({ state: 'gone', items: [] })
  })
  onEvent('history', ({ conversationIds }) => {
    const { conversationId } = useThread.getState()
    if (conversationId !== null && conversationIds.includes(conversationId) && atEnd) void readThread(null)
  })
  addEventListener('focus', markRead)
  document.addEventListener('visibilitychange', markRead)
}
