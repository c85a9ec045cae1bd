import { z } from 'zod'
import { nothing, procedure } from '../base'
import { accountId } from '../entities/account'
import { id, pageOf } from '../entities/common'
import { contact } from '../entities/contact'
import { conversation, conversationFilter } from '../entities/conversation'
import { draft, MOST_TEXT } from '../entities/message'

const which = z.object({ conversationId: id })

export const conversations = {
  /** By last activity, newest first; strangers shown live are among them. `query` matches names and numbers, accents aside. */
  list: procedure
    .input(
      z.object({
        /** Null: of all accounts. */
        accountId: accountId.nullable(),
        filter: conversationFilter,
        query: z.string().max(200),
        cursor: z.string().max(200).nullable(),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(pageOf(conversation)),
  get: procedure.input(which).output(conversation),
  /** Unread conversations over all accounts, from our own database. */
  unreadTotal: procedure.output(
    z.object({
      conversations: z.number().int(),
      messages: z.number().int(),
      /** Conversations by account; accounts without any may be missing. */
      byAccount: z.record(accountId, z.number().int()),
    }),
  ),
  /** A person looked at it: nothing is unread any more. Tells the customer only if the preference allows it. */
  markRead: procedure.input(which).output(nothing),
  setArchived: procedure.input(which.extend({ archived: z.boolean() })).output(nothing),
  /** True: erases all that was kept of it and keeps nothing from then on. */
  setNotForWork: procedure.input(which.extend({ notForWork: z.boolean() })).output(nothing),
  /** Groups are off until switched on, one by one. False erases what was kept. */
  setGroupKept: procedure.input(which.extend({ kept: z.boolean() })).output(nothing),
  /** Makes a stranger (or a known number) a contact; from then on their chat is kept, what is on the screen included. */
  addContact: procedure.input(which.extend({ name: z.string().trim().min(1).max(200) })).output(contact),
  /**
   * Blocks who is behind the chat at WhatsApp, at this chat's account, or lets them write again; answers once WhatsApp's own list says so.
   * Twice is once. `not-connected` while the account is not; `whatsapp-refused` where the list stayed as it was.
   */
  setBlocked: procedure.input(which.extend({ blocked: z.boolean() })).output(conversation),
  /** Opens the chat with a phone number in any national form; asks WhatsApp for its own form of it. */
  startWithPhone: procedure
    .input(
      z.object({
        accountId,
        phone: z.string().min(4).max(40),
        name: z.string().trim().min(1).max(200),
      }),
    )
    .output(conversation),
  /** Replies begun and not sent, in no order of theirs; what went into the field meanwhile is newer. */
  drafts: procedure
    .input(z.object({ cursor: z.string().max(200).nullable(), limit: z.number().int().min(1).max(200) }))
    .output(pageOf(draft)),
  /**
   * Keeps what is in a chat's reply box; without text and quote nothing. Does nothing where the chat is no more, and leaves out a quote
   * that is not of this chat.
   */
  setDraft: procedure
    .input(which.extend({ text: z.string().max(MOST_TEXT), quotedMessageId: z.number().int().nullable() }))
    .output(nothing),
  /** Groups and marked chats, for the settings screen. */
  notKept: procedure.output(z.array(conversation)),
}
