/** Rows of messages as the contract shows them, with what hangs on them read in one query each per page, not per message. */
import type { AutomaticBy, Message } from '../../contract'
import type { MessagesTable, Sql } from '../storage'
import type { MessageExtra } from './message-row'
import { parseCard } from './vcard'

export type MessageRow = MessagesTable

interface Attached {
  quoted: Map<string, number>
  edits: Map<number, Message['edits']>
  reactions: Map<number, Message['reactions']>
  votes: Map<number, string[]>
  automatic: Map<number, AutomaticBy>
}

function grouped<R, K, V>(rows: readonly R[], key: (row: R) => K, value: (row: R) => V): Map<K, V[]> {
  const groups = new Map<K, V[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(value(row))
    else groups.set(key(row), [value(row)])
  }
  return groups
}

function attachedTo(sql: Sql, rows: readonly MessageRow[]): Attached {
  const ids = rows.map((row) => row.id)
  const quotedKeys = rows.flatMap((row) => row.quoted_key ?? [])
  const polls = rows.filter((row) => row.type === 'poll').map((row) => row.id)
  const conversationIds = [...new Set(rows.map((row) => row.conversation_id))]
  const { build } = sql
  const quoted = quotedKeys.length
    ? sql.all(
        build
          .selectFrom('messages')
          .select(['conversation_id', 'key', 'id'])
          .where('conversation_id', 'in', conversationIds)
          .where('key', 'in', quotedKeys),
      )
    : []
  const edited = rows.filter((row) => row.edited_at !== null).map((row) => row.id)
  const edits = edited.length
    ? sql.all(build.selectFrom('edits').selectAll().where('message_id', 'in', edited).orderBy('at'))
    : []
  const reactions = ids.length
    ? sql.all(build.selectFrom('reactions').selectAll().where('message_id', 'in', ids).orderBy('at'))
    : []
  const votes = polls.length
    ? sql.all(build.selectFrom('poll_votes').selectAll().where('message_id', 'in', polls))
    : []
  const fromHere = rows.filter((row) => row.client_id !== null).map((row) => row.id)
  const automatic = fromHere.length
    ? sql.all(build.selectFrom('automatic_messages').selectAll().where('message_id', 'in', fromHere))
    : []
  return {
    automatic: new Map(automatic.map((row) => [row.message_id, row.by])),
    quoted: new Map(quoted.map((row) => [`${row.conversation_id} ${row.key ?? ''}`, row.id])),
    edits: grouped(
      edits,
      (row) => row.message_id,
      (row) => ({ body: row.body, at: row.at }),
    ),
    reactions: grouped(
      reactions,
      (row) => row.message_id,
      (row) => ({ emoji: row.emoji, fromMe: row.from_me === 1 }),
    ),
    votes: new Map(
      [
        ...grouped(
          votes,
          (row) => row.message_id,
          (row) => JSON.parse(row.options) as string[],
        ),
      ].map(([id, options]) => [id, options.flat()]),
    ),
  }
}

/** A row alone, as it is for a message that has just come in. */
export function viewOf(row: MessageRow, attached: Attached | null): Message {
  const extra: MessageExtra = row.extra ? (JSON.parse(row.extra) as MessageExtra) : {}
  const votes = attached?.votes.get(row.id) ?? []
  const revoked = row.revoked_at !== null
  return {
    id: row.id,
    conversationId: row.conversation_id,
    direction: row.direction,
    type: row.type,
    body: revoked ? null : row.body,
    at: row.at,
    state: row.state,
    failure: row.failure,
    author: row.author,
    quoted: row.quoted_key
      ? {
          id: attached?.quoted.get(`${row.conversation_id} ${row.quoted_key}`) ?? null,
          body: row.quoted_body,
          type: row.quoted_type ?? 'text',
          direction: row.quoted_from_me === 1 ? 'out' : 'in',
        }
      : null,
    media:
      row.media_state && !revoked
        ? {
            state: row.media_state,
            mime: row.media_mime ?? 'application/octet-stream',
            size: row.media_size,
            name: row.media_name,
            width: row.media_width,
            height: row.media_height,
            duration: row.media_duration,
            url: row.media_file ? `/media/${row.id}` : null,
          }
        : null,
    location: extra.location ?? null,
    cards: (extra.cards ?? []).map(parseCard),
    poll: extra.poll
      ? {
          question: extra.poll.question,
          options: extra.poll.options.map((text) => ({
            text,
            votes: votes.filter((vote) => vote === text).length,
          })),
        }
      : null,
    edits: attached?.edits.get(row.id) ?? [],
    revokedAt: row.revoked_at,
    reactions: attached?.reactions.get(row.id) ?? [],
    starred: row.starred === 1,
    automatic: attached?.automatic.get(row.id) ?? null,
  }
}

export function viewsOf(sql: Sql, rows: readonly MessageRow[]): Message[] {
  if (rows.length === 0) return []
  const attached = attachedTo(sql, rows)
  return rows.map((row) => viewOf(row, attached))
}
