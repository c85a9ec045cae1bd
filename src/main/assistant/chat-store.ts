/** What is remembered of each chat, and whether a person writes there. Runs in the database thread. */
import { z } from 'zod'
import { LANGUAGES, type AssistantChat, type Language } from '../../contract'
import { isOptedOut } from '../contacts/store'
import { builder, firstIdAt, type AssistantChatsTable, type Sql } from '../storage'
import type { ChatState } from './decide'
import { guessLanguage } from './guess-language'
import { settingsOf } from './settings-store'

const asked = z.object({
  asked: z.string(),
  quantity: z.number().int().nullable(),
  ids: z.array(z.string()),
  isKnown: z.boolean(),
  isClear: z.boolean(),
})
const pending = z.object({
  at: z.number().int(),
  asked: z.array(asked),
  note: z.string().nullable().default(null),
})

const MINUTE = 60_000

const rowOf = (sql: Sql, conversationId: string): AssistantChatsTable =>
  sql.get(
    builder.selectFrom('assistant_chats').selectAll().where('conversation_id', '=', conversationId),
  ) ?? {
    ...{ conversation_id: conversationId, muted: 0, silent_until: null, resumed_at: 0 },
    ...{ language: null, closed_told: null, pending: null },
  }

type Change = Partial<Omit<AssistantChatsTable, 'conversation_id'>>

function write(sql: Sql, conversationId: string, change: Change): void {
  const row = { ...rowOf(sql, conversationId), ...change }
  sql.run(
    builder
      .insertInto('assistant_chats')
      .values(row)
      .onConflict((on) => on.column('conversation_id').doUpdateSet(row)),
  )
}

/**
 * When a person last wrote here, from this machine or on the phone; null where nobody did since then. What Leadline wrote by itself, the
 * assistant or the news of an order, is no person's.
 */
function personWroteAt(sql: Sql, conversationId: string, since: number): number | null {
  const statement = sql.statement(
    `SELECT m.at FROM messages m WHERE m.conversation_id = ? AND m.id >= ? AND m.direction = 'out' AND m.type NOT IN ('system', 'call')
      AND NOT EXISTS (SELECT 1 FROM automatic_messages r WHERE r.message_id = m.id)
     ORDER BY m.id DESC LIMIT 1`,
  )
  return (statement.pluck().get(conversationId, firstIdAt(since)) as number | undefined) ?? null
}

/** What was asked back, unless a person took the talk over since: a number is their answer then. WhatsApp's times are whole seconds. */
function openQuestion(
  sql: Sql,
  { conversation_id: id, pending: text }: AssistantChatsTable,
): ChatState['pending'] {
  if (text === null) return null
  const open = pending.parse(JSON.parse(text))
  return personWroteAt(sql, id, open.at - (open.at % 1000)) === null ? open : null
}

const languageOf = (text: string | null): Language | null => LANGUAGES.find((one) => one === text) ?? null

/** @param silence minutes that it is silent after a person wrote. */
export function readChat(sql: Sql, conversationId: string, silence: number, now: number): ChatState {
  const row = rowOf(sql, conversationId)
  const wroteAt = personWroteAt(sql, conversationId, Math.max(row.resumed_at + 1, now - silence * MINUTE))
  const until = Math.max(row.silent_until ?? 0, wroteAt === null ? 0 : wroteAt + silence * MINUTE)
  return {
    muted: row.muted === 1,
    silentUntil: until > now ? until : null,
    language: languageOf(row.language),
    closedTold: row.closed_told,
    pending: openQuestion(sql, row),
  }
}

export function rememberChat(
  sql: Sql,
  conversationId: string,
  { closedTold, language, pending: open }: Pick<ChatState, 'closedTold' | 'language' | 'pending'>,
): void {
  write(sql, conversationId, { closed_told: closedTold, language, pending: open && JSON.stringify(open) })
}

/** What the chat is, as far as it matters; null where there is none such. */
export function chatFacts(sql: Sql, conversationId: string) {
  const row = sql.get(
    builder
      .selectFrom('conversations as c')
      .innerJoin('accounts as a', 'a.id', 'c.account_id')
      .leftJoin('contacts as p', 'p.id', 'c.contact_id')
      .select(['c.account_id', 'c.kind', 'c.contact_id', 'c.phone', 'c.is_blocked', 'p.name'])
      .select(['a.phone as own', 'a.paused'])
      .where('c.id', '=', conversationId),
  )
  if (!row) return null
  return {
    accountId: row.account_id,
    contactId: row.contact_id,
    name: row.name ?? '',
    paused: row.paused === 1,
    chat: {
      isGroup: row.kind === 'group',
      isContact: row.contact_id !== null,
      isBlocked: row.is_blocked === 1,
      isOptedOut: isOptedOut(sql, row.contact_id),
      isOwn: row.phone !== null && row.phone === row.own,
    },
  }
}

/** As the screens show it. */
export function assistantChat(sql: Sql, conversationId: string, now: number): AssistantChat {
  const off: AssistantChat = { conversationId, state: 'off', until: null }
  const facts = chatFacts(sql, conversationId)
  if (!facts) return off
  const { isGroup, isContact, isBlocked, isOptedOut, isOwn } = facts.chat
  const settings = settingsOf(sql, facts.accountId)
  if (!settings.on || !isContact || isGroup || isBlocked || isOptedOut || isOwn) return off
  const { muted, silentUntil } = readChat(sql, conversationId, settings.silence, now)
  if (muted) return { conversationId, state: 'muted', until: null }
  return silentUntil === null
    ? { conversationId, state: 'answers', until: null }
    : { conversationId, state: 'silent', until: silentUntil }
}

/** What of a chat is looked at for its language: the customer's latest texts. */
const LATEST = 30

/** The language in which the customer gave commands last, else the one they write; null where neither says. */
export function languageOfChat(sql: Sql, conversationId: string): Language | null {
  const told = languageOf(rowOf(sql, conversationId).language)
  if (told) return told
  const texts = sql
    .statement(
      `SELECT body FROM messages WHERE conversation_id = ? AND direction = 'in' AND type NOT IN ('system', 'call')
        ORDER BY id DESC LIMIT ?`,
    )
    .pluck()
    .all(conversationId, LATEST) as (string | null)[]
  return guessLanguage(texts.filter((text) => text !== null))
}

/** A person types here: silent from now on, for as long as the account's setting says. */
export function typing(sql: Sql, conversationId: string, now: number): AssistantChat {
  const before = assistantChat(sql, conversationId, now)
  const facts = chatFacts(sql, conversationId)
  if (before.state === 'off' || !facts) return before
  const { silence } = settingsOf(sql, facts.accountId)
  write(sql, conversationId, { silent_until: now + silence * MINUTE, pending: null })
  return assistantChat(sql, conversationId, now)
}

/** By a person's hand: silent until it is let answer again, whatever was written before. */
export function setMuted(sql: Sql, conversationId: string, muted: boolean, now: number): AssistantChat {
  write(sql, conversationId, {
    muted: muted ? 1 : 0,
    ...(muted ? { pending: null } : { silent_until: null, resumed_at: now }),
  })
  return assistantChat(sql, conversationId, now)
}

/** Its messages in this chat that have not gone yet. */
export const unsentReplies = (sql: Sql, conversationId: string): number[] =>
  sql
    .all(
      builder
        .selectFrom('outbox as o')
        .innerJoin('automatic_messages as r', 'r.message_id', 'o.message_id')
        .select('o.message_id')
        .where('o.conversation_id', '=', conversationId)
        .where('o.state', '=', 'queued')
        .where('r.by', '=', 'assistant'),
    )
    .map(({ message_id: id }) => id)

/** Two chats become one: what is silenced in either stays so. Runs inside the caller's transaction. */
export function joinAssistantChats(sql: Sql, { from, into }: { from: string; into: string }): void {
  const [gone, kept] = [rowOf(sql, from), rowOf(sql, into)]
  if (gone.muted === 0 && gone.silent_until === null) return
  const until = Math.max(gone.silent_until ?? 0, kept.silent_until ?? 0)
  write(sql, into, { muted: gone.muted === 1 ? 1 : kept.muted, silent_until: until === 0 ? null : until })
}
