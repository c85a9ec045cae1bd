/** What the system does for Leadline outside its window, and which chat it is told to be quiet about: the one that is looked at. */
import { create } from 'zustand'
import type { SystemStatus } from '../../contract'
import { client, onOnline, problemOf } from '../client'
import { attempt } from '../lib/attempt'
import { openId, useNavigation } from './navigation'

export const useSystem = create<{ status: SystemStatus | null }>(() => ({ status: null }))

export async function readSystem(): Promise<void> {
  const status = await attempt(() => client.system.status())
  if (status) useSystem.setState({ status })
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i

/** The chat before the person's eyes; null where nobody looks, or the address names none. */
export function lookedAt(openChat: string | null, isFocused: boolean): string | null {
  return isFocused && openChat !== null && UUID.test(openChat) ? openChat : null
}

let held: { chat: string; call: AbortController } | null = null

function letGo(): void {
  held?.call.abort()
  held = null
}

/** The call lasts as long as the chat is looked at: that is what it says. */
function hold(chat: string): void {
  const call = new AbortController()
  held = { chat, call }
  client.notices.showing({ conversationId: chat }, { signal: call.signal }).catch((error: unknown) => {
    // Without a connection nobody is told; the next one begins anew.
    if (!call.signal.aborted && problemOf(error).code !== 'offline') reportError(error)
  })
}

function follow(): void {
  const isFocused = document.visibilityState === 'visible' && document.hasFocus()
  const chat = lookedAt(openId(useNavigation.getState().place), isFocused)
  if (chat === (held?.chat ?? null)) return
  letGo()
  if (chat !== null && useSystem.getState().status?.notifications === true) hold(chat)
}

/** The browser says that the network is back: it notices sooner than the app does. */
function online(): void {
  client.accounts.wake().catch((error: unknown) => {
    // Who can't be reached can't be woken.
    if (problemOf(error).code !== 'offline') reportError(error)
  })
}

export function startSystem(): void {
  addEventListener('online', online)
  onOnline(() => {
    letGo()
    void readSystem().then(follow)
  })
  useNavigation.subscribe(follow)
  for (const event of ['focus', 'blur'] as const) addEventListener(event, follow)
  document.addEventListener('visibilitychange', follow)
}
