/**
 * What the app tells the screens as it happens. An event carries the whole new state of what changed, so that it can be applied
 * twice or late without harm; after a reconnect the screens read everything they show again.
 */
import { z } from 'zod'
import { account, accountId } from './entities/account'
import { assistantChat } from './entities/assistant'
import { cleanupProgress } from './entities/cleanup'
import { id } from './entities/common'
import { conversation } from './entities/conversation'
import { note, reminders, task } from './entities/followup'
import { accountHealth } from './entities/health'
import { importJob } from './entities/import'
import { message } from './entities/message'
import { openTarget } from './entities/open-target'
import { preferences } from './entities/preferences'
import { contact } from './entities/contact'
import { category, lead, order, product } from './entities/selling'
import { updateStatus } from './entities/update'
import { crmStatus, recordKind } from './procedures/crm'
import { setupStatus } from './procedures/setup'

export const appEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('setup'), status: setupStatus }),
  z.object({ type: z.literal('preferences'), preferences }),
  z.object({ type: z.literal('account'), account }),
  /** It was taken from the list. */
  z.object({ type: z.literal('account-gone'), accountId }),
  z.object({ type: z.literal('health'), health: accountHealth }),
  z.object({ type: z.literal('conversations'), conversations: z.array(conversation) }),
  z.object({ type: z.literal('conversation-gone'), conversationId: id }),
  z.object({ type: z.literal('messages'), messages: z.array(message) }),
  z.object({ type: z.literal('message-gone'), conversationId: id, messageId: z.number().int() }),
  /** Much came at once (history): read again what is shown of these conversations instead of applying messages one by one. */
  z.object({ type: z.literal('history'), conversationIds: z.array(id) }),
  z.object({ type: z.literal('contact'), contact }),
  /** A person is no more; `into`: who they are now, where they were made one with somebody. */
  z.object({ type: z.literal('contact-gone'), contactId: id, into: id.nullable() }),
  /** The address book of an account's phone is being taken over: so many people of so many. */
  z.object({
    type: z.literal('address-book'),
    accountId,
    done: z.number().int(),
    total: z.number().int(),
  }),
  z.object({ type: z.literal('lead'), lead }),
  z.object({ type: z.literal('order'), order }),
  z.object({ type: z.literal('note'), note }),
  z.object({ type: z.literal('task'), task }),
  /** Something is due, or was done or put away. */
  z.object({ type: z.literal('reminders'), reminders }),
  z.object({ type: z.literal('product'), product }),
  z.object({ type: z.literal('category'), category }),
  /** It was deleted in the CRM, and so here. */
  z.object({ type: z.literal('record-gone'), kind: recordKind, id: z.string() }),
  /** Much came at once from the CRM: read again what is shown of these kinds instead of applying records one by one. */
  z.object({ type: z.literal('records'), kinds: z.array(recordKind) }),
  /** How the assistant stands in a chat. */
  z.object({ type: z.literal('assistant-chat'), chat: assistantChat }),
  z.object({ type: z.literal('crm'), status: crmStatus }),
  /** Something that waits for the CRM is being sent, or was tried and waits again: read again what is shown of it. */
  z.object({ type: z.literal('crm-tried') }),
  z.object({ type: z.literal('cleanup'), progress: cleanupProgress }),
  z.object({ type: z.literal('import'), job: importJob }),
  z.object({ type: z.literal('update'), status: updateStatus }),
  /** The customer is writing; gone again on `typing: false` or after 10 s. */
  z.object({ type: z.literal('typing'), conversationId: id, typing: z.boolean() }),
  /** The person asked from outside to be shown something: a link, a notification. */
  z.object({ type: z.literal('open'), target: openTarget }),
])
export type AppEvent = z.infer<typeof appEvent>
