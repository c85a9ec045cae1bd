/** Into the outbox and out of it again by a person's hand: the message and its job are always written together. */
import type { AutomaticBy, Message } from '../../contract'
import { AppError } from '../../contract'
import { isOptedOut } from '../contacts/store'
import { conversationViews } from '../inbox/conversation-view'
import { dropSent } from '../inbox/draft-store'
import { nextMessageId } from '../inbox/ingest-store'
import { MESSAGE_COLUMNS } from '../inbox/message-row'
import { dropRaw } from '../inbox/raw-store'
import { viewsOf } from '../inbox/message-view'
import { learnText } from '../inbox/text-index'
import type { MessagesTable, OutboxTable, Sql } from '../storage'
import { UNCHANGED, type Changed } from './changed'
import { isUnwanted } from './opted-out-store'
import {
  accountOf,
  changed,
  endJob,
  jobRow,
  messageRow,
  removeMessage,
  setJob,
  setMessage,
} from './rows-store'

export interface NewMessage {
  conversationId: string
  clientId: string
  /** Null for an attachment without a caption. */
  body: string | null
  quotedMessageId: number | null
  attachment: NewAttachment | null
  /** Written by Leadline itself. What is unread stays so: nobody has looked at it. */
  automatic?: AutomaticBy
  /** See `isOptedOut`: without it nothing is written for who asked for nothing. */
  despiteOptOut?: boolean
}

export interface NewAttachment {
  as: 'media' | 'voice' | 'document'
  type: 'image' | 'video' | 'audio' | 'voice' | 'document'
  file: string
  mime: string
  name: string | null
  /** Bytes. */
  size: number
}

type Quote = Pick<MessagesTable, 'quoted_key' | 'quoted_body' | 'quoted_type' | 'quoted_from_me'>

/** @throws {AppError} `blocked` */
function mayReach(conversation: { is_blocked: number }): void {
  if (conversation.is_blocked === 1) throw new AppError('blocked', 'This person is blocked at WhatsApp.')
}

/** The message that a composer's id stands for, or null. */
export function byClientId(sql: Sql, clientId: string): Message | null {
  const row = sql.get(sql.build.selectFrom('messages').selectAll().where('client_id', '=', clientId))
  return row ? (viewsOf(sql, [row])[0] ?? null) : null
}

function quoteOf(sql: Sql, input: NewMessage): Quote {
  const none: Quote = { quoted_key: null, quoted_body: null, quoted_type: null, quoted_from_me: null }
  if (input.quotedMessageId === null) return none
  const quoted = messageRow(sql, input.quotedMessageId)
  if (quoted?.conversation_id !== input.conversationId)
    throw new AppError('not-found', 'The message to answer is not in this conversation.')
  if (quoted.serialized_id === null)
    throw new AppError('wrong-state', 'A message that was not sent yet can not be answered.')
  return {
    quoted_key: quoted.key,
    quoted_body: quoted.body ?? quoted.media_name,
    quoted_type: quoted.type,
    quoted_from_me: quoted.direction === 'out' ? 1 : 0,
  }
}

function mediaOf(attachment: NewAttachment | null): Partial<MessagesTable> {
  if (!attachment) return {}
  return {
    media_state: 'ready',
    media_mime: attachment.mime,
    media_size: attachment.size,
    media_name: attachment.name,
    media_file: attachment.file,
  }
}

function insert(sql: Sql, row: Partial<MessagesTable>): void {
  const full = { ack: 0, media_attempts: 0, starred: 0, forwarded: 0, ...row } as const
  sql.inserter('messages', MESSAGE_COLUMNS)(full)
}

function addJob(
  sql: Sql,
  job: Pick<OutboxTable, 'message_id' | 'account_id' | 'conversation_id' | 'attachment_as'> & { at: number },
): void {
  const { at, ...rest } = job
  sql.run(
    sql.build.insertInto('outbox').values({
      ...rest,
      key: null,
      address: null,
      state: 'queued',
      queued_at: at,
      confirmed_at: null,
      sending_at: null,
      attempts: 0,
      // At once, by whatever clock.
      next_at: 0,
    }),
  )
}

/** After everything that waits in this conversation, even where the clock was set back meanwhile. */
function timeToQueue(sql: Sql, conversationId: string, now: number): number {
  const latest = sql
    .statement('SELECT max(queued_at) FROM outbox WHERE conversation_id = ?')
    .pluck()
    .get(conversationId) as number | null
  return Math.max(now, latest ?? 0)
}

/**
 * The message and its job, or, for a client id already known, the message that is there; nothing is changed then.
 * @throws {AppError} `not-found`, `wrong-state`, `opted-out`, `blocked`
 */
export function enqueue(
  sql: Sql,
  input: NewMessage,
  now: number,
): { accountId: string; message: Message; isNew: boolean; changed: Changed } {
  return sql.transaction(() => {
    const conversation = sql.get(
      sql.build.selectFrom('conversations').selectAll().where('id', '=', input.conversationId),
    )
    if (!conversation) throw new AppError('not-found', 'There is no such conversation.')
    const accountId = conversation.account_id
    const known = byClientId(sql, input.clientId)
    if (known) return { accountId, message: known, isNew: false, changed: UNCHANGED }

    mayReach(conversation)
    if (!input.despiteOptOut && isOptedOut(sql, conversation.contact_id))
      throw new AppError('opted-out', 'This person asked not to be written to.')
    if (!input.automatic) dropSent(sql, input.conversationId, input.body ?? '')
    const at = timeToQueue(sql, input.conversationId, now)
    const id = nextMessageId(sql, at)
    insert(sql, {
      id,
      conversation_id: input.conversationId,
      client_id: input.clientId,
      direction: 'out',
      type: input.attachment?.type ?? 'text',
      body: input.body,
      at,
      state: 'queued',
      ...quoteOf(sql, input),
      ...mediaOf(input.attachment),
    })
    if (input.automatic) {
      const row = { message_id: id, by: input.automatic }
      sql.run(sql.build.insertInto('automatic_messages').values(row))
    }
    learnText(sql, id, input.body)
    addJob(sql, {
      message_id: id,
      account_id: accountId,
      conversation_id: input.conversationId,
      attachment_as: input.attachment?.as ?? null,
      at,
    })
    sql
      .statement(
        'UPDATE conversations SET at = max(at, ?), last_message_id = max(coalesce(last_message_id, 0), ?), unread = iif(?, unread, 0) WHERE id = ?',
      )
      .run(at, id, input.automatic ? 1 : 0, input.conversationId)
    const after = changed(sql, [id])
    const message = after.messages[0]
    if (!message) throw new Error('the message just written is not there')
    return { accountId, message, isNew: true, changed: after }
  })
}

function ownMessage(sql: Sql, messageId: number): MessagesTable {
  const row = messageRow(sql, messageId)
  if (row?.direction !== 'out') throw new AppError('not-found', 'There is no such message.')
  return row
}

function asOf(row: MessagesTable): OutboxTable['attachment_as'] {
  if (row.media_file === null) return null
  return row.type === 'voice' ? 'voice' : row.type === 'document' ? 'document' : 'media'
}

/**
 * A failed message into the queue again, under a new key. One in doubt keeps its key and is only compared with the chat at once:
 * a new key could double it.
 * @throws {AppError} `not-found`, `wrong-state`, `blocked`, and `opted-out` for Leadline's own to who asked for none
 */
export function retry(sql: Sql, messageId: number, now: number): { accountId: string; changed: Changed } {
  return sql.transaction(() => {
    const row = ownMessage(sql, messageId)
    const accountId = accountOf(sql, row.conversation_id)
    if (row.state === 'unknown') {
      setJob(sql, messageId, { next_at: now })
      return { accountId, changed: UNCHANGED }
    }
    if (row.state !== 'failed' || row.revoked_at !== null)
      throw new AppError('wrong-state', 'Only a failed message can be sent again.')
    const chat = sql.build
      .selectFrom('conversations')
      .select('is_blocked')
      .where('id', '=', row.conversation_id)
    mayReach(sql.get(chat) ?? { is_blocked: 0 })
    if (isUnwanted(sql, messageId)) throw new AppError('opted-out', 'This person asked not to be written to.')
    endJob(sql, messageId)
    setMessage(sql, messageId, {
      state: 'queued',
      failure: null,
      key: null,
      serialized_id: null,
      ack: 0,
    })
    dropRaw(sql, messageId)
    addJob(sql, {
      message_id: messageId,
      account_id: accountId,
      conversation_id: row.conversation_id,
      attachment_as: asOf(row),
      at: timeToQueue(sql, row.conversation_id, now),
    })
    return { accountId, changed: changed(sql, [messageId]) }
  })
}

/**
 * Takes back what has not gone out. Answers the file to delete.
 * @throws {AppError} `not-found`, and `wrong-state` for what went, goes, or may have gone.
 */
export function discard(
  sql: Sql,
  messageId: number,
): { accountId: string; conversationId: string; file: string | null; changed: Changed } {
  return sql.transaction(() => {
    const row = ownMessage(sql, messageId)
    if (row.state !== 'queued' && row.state !== 'stale' && row.state !== 'failed')
      throw new AppError('wrong-state', 'This message has gone out, or may have.')
    endJob(sql, messageId)
    removeMessage(sql, row)
    return {
      accountId: accountOf(sql, row.conversation_id),
      conversationId: row.conversation_id,
      file: row.media_file,
      changed: { messages: [], conversations: conversationViews(sql, [row.conversation_id]) },
    }
  })
}

/** @throws {AppError} `not-found`, `wrong-state` */
export function confirmStale(
  sql: Sql,
  messageId: number,
  now: number,
): { accountId: string; changed: Changed } {
  return sql.transaction(() => {
    const row = ownMessage(sql, messageId)
    if (row.state !== 'stale' || !jobRow(sql, messageId))
      throw new AppError('wrong-state', 'This message does not wait for a decision.')
    setJob(sql, messageId, { confirmed_at: now, next_at: now })
    setMessage(sql, messageId, { state: 'queued' })
    return { accountId: accountOf(sql, row.conversation_id), changed: changed(sql, [messageId]) }
  })
}
