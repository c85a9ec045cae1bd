/** The guard for whoever adds a table: it must be known here whether a person can be in it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openShop, type Shop } from '../crm/testing'
import { openKeyed } from '../storage/cipher'

let shop: Shop
beforeEach(async () => {
  shop = await openShop()
})
afterEach(() => shop.close())

it('knows of every table whether it can hold something of a person', () => {
  const { db } = openKeyed(shop.test.file, shop.test.key, { readonly: true })
  const names = db
    .prepare<[], string>(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_search_*'",
    )
    .pluck()
    .all()
  db.close()
  // A new table belongs into one of these. What is a person's must go with them: by a foreign key, or in person-store.ts or traces-store.ts.
  const erased = [
    ...['contacts', 'contact_phones', 'contact_emails', 'contact_aliases', 'contact_tags', 'contact_fields'],
    ...['contact_events', 'contact_search', 'merges', 'merged_remotes', 'not_same'],
    ...[
      'conversations',
      'conversation_search',
      'addresses',
      'messages',
      'message_search',
      'message_raws',
      'edits',
    ],
    ...['reactions', 'poll_votes', 'outbox', 'send_tries', 'imported_messages', 'media_doubts'],
    ...['assistant_tasks', 'assistant_chats', 'automatic_messages', 'drafts'],
    ...[
      'leads',
      'orders',
      'order_lines',
      'order_steps',
      'order_tellings',
      'order_sendings',
      'imported_order_lines',
    ],
    ...['notes', 'tasks', 'sync', 'change_log', 'settings'],
    // Of a finished import there are line numbers and the file's name; an open one must be finished first.
    'imports',
  ]
  const nobodys = [
    ...['accounts', 'daily_counts', 'health_days', 'account_changes', 'assistants'],
    ...['stages', 'stage_sums', 'categories', 'products'],
    // Keyed hashes and ids, without which they would come back.
    ...['not_work', 'erased_marks', 'erased_remotes', 'erasures'],
  ]
  expect(names.sort()).toEqual([...erased, ...nobodys].sort())
})
