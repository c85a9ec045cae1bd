/** A conversation as the list shows it. One per person or group and account (feature rows C5, E11). */
import { z } from 'zod'
import { id, instant, phone } from './common'
import { messageType, sendState } from './message'

export const conversation = z.object({
  id,
  accountId: z.string(),
  kind: z.enum(['person', 'group']),
  /** Null for groups and strangers. */
  contactId: id.nullable(),
  /** Best name known; a formatted phone, or null where nothing at all is known yet. */
  name: z.string().nullable(),
  /** E.164; null for groups and LID-only customers. */
  phone: phone.nullable(),
  last: z
    .object({
      type: messageType,
      preview: z.string().nullable(),
      direction: z.enum(['in', 'out']),
      state: sendState.nullable(),
      revoked: z.boolean(),
    })
    .nullable(),
  /** Last activity: the list's order. */
  at: instant,
  /** Of its newest message, 0 for none: WhatsApp tells seconds, and among chats of one second this is the order. */
  lastId: z.number().int().nonnegative(),
  unread: z.number().int().nonnegative(),
  archived: z.boolean(),
  /** Blocked at WhatsApp by this account, as WhatsApp says: neither can write to the other. */
  isBlocked: z.boolean(),
  /**
   * What is kept of it. `kept`: on disk. `live`: a stranger under "known contacts only": in memory alone, until added.
   * `not-work`: nothing is kept. `group-off`: a group not switched on.
   */
  keeping: z.enum(['kept', 'live', 'not-work', 'group-off']),
})
export type Conversation = z.infer<typeof conversation>

export const conversationFilter = z.enum(['all', 'unread', 'archived'])
export type ConversationFilter = z.infer<typeof conversationFilter>
