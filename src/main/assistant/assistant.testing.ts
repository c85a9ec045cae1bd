/** Test support: a shop with one account, some goods and customers, on a real database without a thread. */
import { randomBytes, randomUUID } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { AssistantChange, Order } from '../../contract'
import { accountsStore } from '../accounts/store'
import { applyProduct } from '../catalog/store'
import { ingest, type IngestItem } from '../inbox/ingest-store'
import { rowOf } from '../inbox/message-row'
import { route } from '../inbox/routing-store'
import { routeRequest, waIdentity, waMessage } from '../inbox/testing'
import { ordersOfContact } from '../orders/order-store'
import { migrations } from '../storage'
import { openDatabase } from '../storage/open'
import type { Sql } from '../storage'
import type { WaMessage } from '../whatsapp/types'
import { answerTask, type Outcome } from './answer-store'
import { changeSettings } from './settings-store'
import { nextTask } from './task-store'

export const ACCOUNT = 'main'

export const GOODS = [
  ['p1', 'Gaming Laptop', 1_850_000_000, 7],
  ['p2', 'Gaming Laptop 17', 2_150_000_000, 2],
  ['p3', 'Wireless Mouse', 15_000_000, null],
  ['p4', 'Tablet Anak 8"', 189_900_000, 0],
] as const

export class AssistantShop {
  private readonly folder = fs.mkdtempSync(path.join(os.tmpdir(), 'leadline-assistant-'))
  private readonly key = randomBytes(32)
  private people = 0
  private messages = 0
  sql: Sql

  constructor() {
    this.sql = this.open()
    accountsStore.list(this.sql, 0)
    for (const [id, name, unitPrice, stock] of GOODS)
      applyProduct(this.sql, {
        ...{ id, name, unitPrice, stock, sku: null, categoryId: null, currency: 'IDR' },
        ...{ unit: 'pcs', active: true, picture: null },
      })
    this.set({ on: true })
  }

  private open(): Sql {
    const file = path.join(this.folder, 'leadline.db')
    return openDatabase({ file, backups: path.join(this.folder, 'backups'), key: this.key, migrations })
  }

  set(change: AssistantChange): void {
    changeSettings(this.sql, ACCOUNT, change)
  }

  /** As after a kill: what was not in a transaction that ended is not there. */
  restart(): void {
    this.sql.raw.close()
    this.sql = this.open()
  }

  /** A chat; of a contact, unless told otherwise. */
  chat(name = 'Ratna', change: { isSaved?: boolean; kind?: 'person' | 'group' } = {}): string {
    const { isSaved = true, kind = 'person' } = change
    const phone = `+62811${1_000_000 + this.people++}`
    const address = kind === 'group' ? `${phone.slice(1)}@g.us` : `${phone.slice(1)}@c.us`
    const identity =
      kind === 'group' ? null : waIdentity({ phone, isSaved, savedName: isSaved ? name : null })
    const keep = 'everything'
    const { conversationId } = route(
      this.sql,
      routeRequest({ address, identity, kind, keep, wanted: kind === 'group', newId: randomUUID() }),
    )
    if (conversationId === null) throw new Error('the chat is not kept')
    return conversationId
  }

  /** A message is stored, as it comes in. Its key, for coming again. */
  comes(conversationId: string, body: string, change: Partial<WaMessage> = {}, live = true): string {
    const key = change.key ?? `KEY${this.messages++}`
    const message = waMessage(key, { body, at: Date.now(), ...change })
    const item: IngestItem = {
      ...{ accountId: ACCOUNT, conversationId, op: 'message', live },
      row: rowOf(message, conversationId, 0),
    }
    ingest(this.sql, [item])
    return key
  }

  /** Everything that waits is looked at. */
  look(now = Date.now()): Outcome[] {
    const outcomes: Outcome[] = []
    for (let next = nextTask(this.sql); next !== null; next = nextTask(this.sql)) {
      const outcome = answerTask(this.sql, next, now)
      if (outcome) outcomes.push(outcome)
    }
    return outcomes
  }

  /** What it answers to this. Null where it says nothing. */
  asks(conversationId: string, body: string, now = Date.now()): string | null {
    this.comes(conversationId, body, { at: now })
    return this.look(now).at(-1)?.changed?.messages[0]?.body ?? null
  }

  orders(conversationId: string): Order[] {
    const row = this.sql.statement('SELECT contact_id FROM conversations WHERE id = ?').get(conversationId)
    return ordersOfContact(this.sql, (row as { contact_id: string }).contact_id)
  }

  /** What was written from here in this chat, oldest first. */
  replies(conversationId: string): string[] {
    const statement = this.sql.statement(
      `SELECT body FROM messages WHERE conversation_id = ? AND direction = 'out' AND client_id IS NOT NULL ORDER BY id`,
    )
    return statement.pluck().all(conversationId) as string[]
  }

  close(): void {
    this.sql.raw.close()
    fs.rmSync(this.folder, { recursive: true })
  }
}
