/** What the assistant's screens decide, apart from how they look. */
import type { AssistantChat, OpenHours, WorkingHours } from '../../../contract'

/** While a person goes on typing, the assistant is told again after this long. */
export const TYPING_AGAIN_MS = 60_000

/** Whether the assistant is to be told that a person types in this chat. */
export function isTold(
  chat: AssistantChat,
  last: { conversationId: string; at: number } | null,
  now: number,
): boolean {
  if (chat.state === 'answers') return last?.conversationId !== chat.conversationId || now - last.at > 1_000
  if (chat.state !== 'silent') return false
  return last?.conversationId !== chat.conversationId || now - last.at >= TYPING_AGAIN_MS
}

/** `a, b, c` as a list, each once. */
export const listOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== ''),
  ),
]

const USUAL: OpenHours = { from: 9 * 60, to: 17 * 60 }

/** Monday to Saturday, to begin with. */
export const usualHours = (timeZone: string): WorkingHours => ({
  timeZone,
  days: [...Array.from({ length: 6 }, () => USUAL), null],
})

export const withDay = (
  hours: WorkingHours,
  day: number,
  change: Partial<OpenHours> | null,
): WorkingHours => ({
  ...hours,
  days: hours.days.map((one, at) => (at === day ? change && { ...(one ?? USUAL), ...change } : one)),
})
