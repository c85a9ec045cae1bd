/** Where a task leads: to the chat of whoever it is about, else to their page. */
import type { Task } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { openBoard, openConversation, openPerson } from '../../stores/navigation'

export async function openTask({ subject, contact }: Task): Promise<void> {
  if (contact === null) return
  const chats = await attempt(() => client.contacts.chats({ contactId: contact.id }))
  if (chats === null) return
  const chat = chats[0]?.id
  if (chat === undefined) openPerson(contact.id)
  else if (subject?.kind === 'lead') openBoard({ leadId: subject.id, conversationId: chat })
  else openConversation(chat)
}
