/** Store functions' results as events. */
import type { AppEvent } from '../../contract'
import type { Changed } from './changed'

export function tell(emit: (event: AppEvent) => void, { messages, conversations }: Changed): void {
  if (messages.length > 0) emit({ type: 'messages', messages })
  if (conversations.length > 0) emit({ type: 'conversations', conversations })
}
