/** How the assistant stands in the chat that is shown, and the word to it that a person types there. */
import { useEffect } from 'react'
import { create } from 'zustand'
import type { AssistantChat } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'
import { isTold } from './rules'

/** Of the chat that is open. */
const useChat = create<{ chat: AssistantChat | null }>(() => ({ chat: null }))

const take = (chat: AssistantChat): void => {
  if (useChat.getState().chat?.conversationId === chat.conversationId) useChat.setState({ chat })
}

async function read(conversationId: string): Promise<void> {
  const chat = await attempt(() => client.assistant.chat({ conversationId }))
  if (chat) take(chat)
}

/** @param knownAs the contact behind it: who becomes one may be answered. */
export function useAssistantChat(conversationId: string, knownAs: string | null): AssistantChat | null {
  const chat = useChat((state) => state.chat)
  useEffect(() => {
    useChat.setState({ chat: { conversationId, state: 'off', until: null } })
    void read(conversationId)
    const stops = [
      onOnline(() => void read(conversationId)),
      onEvent('assistant-chat', (event) => take(event.chat)),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [conversationId, knownAs])
  const until = chat?.until ?? null
  useEffect(() => {
    if (until === null) return
    const timer = setTimeout(() => void read(conversationId), Math.max(1_000, until - Date.now() + 500))
    return () => clearTimeout(timer)
  }, [conversationId, until])
  return chat?.conversationId === conversationId && chat.state !== 'off' ? chat : null
}

export async function setAssistantMuted(conversationId: string, muted: boolean): Promise<void> {
  const chat = await attempt(() => client.assistant.setMuted({ conversationId, muted }))
  if (chat) take(chat)
}

let told: { conversationId: string; at: number } | null = null

/** The person typed something here: the assistant falls silent, and stays so while they go on. */
export function assistantHears(conversationId: string): void {
  const { chat } = useChat.getState()
  const now = Date.now()
  if (chat?.conversationId !== conversationId || !isTold(chat, told, now)) return
  told = { conversationId, at: now }
  void attempt(() => client.assistant.typing({ conversationId }))
}
