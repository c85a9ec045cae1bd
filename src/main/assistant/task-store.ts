/**
 * Messages that the assistant has yet to look at: written in the transaction that writes the message, so that a crash right after it loses
 * none. Runs in the database thread.
 */
import { builder, type MessagesTable, type Sql } from '../storage'
import { FRESH_MS } from './decide'

/** For one batch of messages: which of them to look at. Asks the database once, if at all. */
export class Watch {
  private readonly since = Date.now() - FRESH_MS
  private on: Set<string> | null = null

  constructor(private readonly sql: Sql) {}

  private isOn(accountId: string): boolean {
    this.on ??= new Set(
      this.sql
        .all(builder.selectFrom('assistants').select('account_id').where('is_on', '=', 1))
        .map((row) => row.account_id),
    )
    return this.on.has(accountId)
  }

  /** A message that was not here before. History is too old for an answer. */
  note(accountId: string, { id, at, direction, type, body }: MessagesTable): void {
    if (direction !== 'in' || type !== 'text' || body === null || at < this.since || !this.isOn(accountId))
      return
    this.sql.run(builder.insertInto('assistant_tasks').values({ message_id: id }))
  }
}

/** The oldest one; null where nothing waits. */
export const nextTask = (sql: Sql): number | null =>
  sql.get(builder.selectFrom('assistant_tasks').select('message_id').orderBy('message_id').limit(1))
    ?.message_id ?? null

export function endTask(sql: Sql, messageId: number): void {
  sql.run(builder.deleteFrom('assistant_tasks').where('message_id', '=', messageId))
}
