/** Where an order or a lead of a person's leads: to its card beside the chat, or to the board with the chat. */
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { setPanes } from '../../shell/panes'
import { openBoard, openConversation, useNavigation } from '../../stores/navigation'
import { showOrder } from '../orders'

/** False where there is no chat to open it beside. */
export async function openRecord(contactId: string, kind: 'order' | 'lead', id: string): Promise<boolean> {
  const chats = await attempt(() => client.contacts.chats({ contactId }))
  if (chats === null) return true
  const chat = chats[0]?.id
  if (kind === 'lead') openBoard(chat === undefined ? null : { leadId: id, conversationId: chat })
  else if (chat === undefined) return false
  else {
    // The order takes the focus, not the reply box.
    openConversation(chat, null, false)
    useNavigation.setState({ reply: null })
    setPanes({ cardShown: true })
    showOrder(id)
  }
  return true
}
