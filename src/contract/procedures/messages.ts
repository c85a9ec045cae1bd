import { z } from 'zod'
import { nothing, procedure } from '../base'
import { accountId } from '../entities/account'
import { id } from '../entities/common'
import { conversation } from '../entities/conversation'
import { despiteOptOut, message, MOST_TEXT } from '../entities/message'

const one = z.object({ messageId: z.number().int() })

/** Oldest first. `older`/`newer` say whether there is more in that direction. */
export const messagePage = z.object({ items: z.array(message), older: z.boolean(), newer: z.boolean() })
export type MessagePage = z.infer<typeof messagePage>

export const messages = {
  /** A page by key: before one message, after one, around one, or the newest. */
  list: procedure
    .input(
      z.object({
        conversationId: id,
        at: z.union([
          z.object({ edge: z.literal('newest') }),
          z.object({ edge: z.literal('before'), messageId: z.number().int() }),
          z.object({ edge: z.literal('after'), messageId: z.number().int() }),
          z.object({ edge: z.literal('around'), messageId: z.number().int() }),
        ]),
        limit: z.number().int().min(1).max(200),
      }),
    )
    .output(messagePage),
  /**
   * Puts a message into the outbox. `clientId` makes it idempotent: the same id twice is one message.
   * An attachment is uploaded first (see the host's upload address) and named here.
   */
  send: procedure
    .input(
      z
        .object({
          conversationId: id,
          clientId: id,
          body: z.string().max(MOST_TEXT),
          quotedMessageId: z.number().int().nullable(),
          attachment: z.object({ uploadId: id, as: z.enum(['media', 'voice', 'document']) }).nullable(),
          despiteOptOut,
        })
        .refine((value) => value.body.trim() !== '' || value.attachment !== null, 'nothing to send'),
    )
    .output(message),
  /** Of a failed or interrupted message: into the queue again. */
  retry: procedure.input(one).output(nothing),
  /** Takes back what has not gone out. */
  discard: procedure.input(one).output(nothing),
  /** "Yes, still send it" of a message that waited over two hours. */
  confirmStale: procedure.input(one).output(nothing),
  setStarred: procedure.input(one.extend({ starred: z.boolean() })).output(nothing),
  /** Fetches a medium that was too large, missing or failed once more. */
  fetchMedia: procedure.input(one).output(nothing),
  /** Full text, newest first, accents aside; each hit with its conversation. */
  search: procedure
    .input(
      z.object({
        /** Null: of all accounts. */
        accountId: accountId.nullable().default(null),
        query: z.string().max(200),
        limit: z.number().int().min(1).max(100),
        before: z.number().int().nullable(),
      }),
    )
    .output(z.array(z.object({ message, conversation }))),
}
