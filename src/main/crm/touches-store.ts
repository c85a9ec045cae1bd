/** What a step changed, for the screens: each record's new state, unless there are so many that the screens had better read again. */
import type { Category, Contact, Lead, Note, Order, Product, Task } from '../../contract'
import { getCategory, getProduct } from '../catalog/store'
import { getContact } from '../contacts/store'
import { getNote } from '../followup/note-store'
import { getTask } from '../followup/task-store'
import { getLead } from '../orders/lead-store'
import { getOrder } from '../orders/order-store'
import type { Sql, SyncKind } from '../storage'

/** More of one kind in one step are told as a kind. */
const MANY = 50

export interface Touched {
  contacts: Contact[]
  leads: Lead[]
  orders: Order[]
  notes: Note[]
  tasks: Task[]
  products: Product[]
  categories: Category[]
  /** Deleted here. */
  gone: { kind: SyncKind; id: string }[]
  /** Kinds of which more changed than is told one by one. */
  many: SyncKind[]
  /** Contacts that chats show by their names. */
  inChats: string[]
  /** Somebody is a contact who was none before. */
  isNew: boolean
}

/** Collects within one transaction; `shown` reads what became of it at its end. */
export class Touches {
  private readonly changed = new Map<SyncKind, Set<string>>()
  private readonly gone: Touched['gone'] = []
  private isNew = false
  private readonly taken = new Set<string>()

  add(kind: SyncKind, id: string): this {
    const ids = this.changed.get(kind) ?? new Set()
    this.changed.set(kind, ids.add(id))
    return this
  }

  remove(kind: SyncKind, id: string): this {
    this.changed.get(kind)?.delete(id)
    this.gone.push({ kind, id })
    return this
  }

  /** Somebody was made a contact. */
  meet(): this {
    this.isNew = true
    return this
  }

  /** Numbers that were taken away from somebody, E.164. */
  get freed(): string[] {
    return [...this.taken]
  }

  free(phones: readonly string[]): void {
    for (const phone of phones) this.taken.add(phone)
  }

  /** What a part of the step changed, once that is sure to stay. */
  takeIn(part: Touches): void {
    for (const { kind, id } of part.gone) this.remove(kind, id)
    for (const [kind, ids] of part.changed) for (const id of ids) this.add(kind, id)
    this.isNew ||= part.isNew
    this.free(part.freed)
  }

  shown(sql: Sql): Touched {
    const many: SyncKind[] = []
    const read = <T>(kind: SyncKind, view: (sql: Sql, id: string) => T): T[] => {
      const ids = [...(this.changed.get(kind) ?? [])]
      if (ids.length <= MANY) return ids.map((id) => view(sql, id))
      many.push(kind)
      return []
    }
    return {
      contacts: read('contact', getContact),
      leads: read('lead', getLead),
      orders: read('order', getOrder),
      notes: read('note', getNote),
      tasks: read('task', getTask),
      products: read('product', getProduct),
      categories: read('category', getCategory),
      gone: this.gone,
      many,
      inChats: inChats(sql, [...(this.changed.get('contact') ?? [])]),
      isNew: this.isNew,
    }
  }
}

const inChats = (sql: Sql, contactIds: readonly string[]): string[] =>
  contactIds.length === 0
    ? []
    : (sql
        .statement(
          'SELECT DISTINCT contact_id FROM conversations WHERE contact_id IN (SELECT value FROM json_each(?))',
        )
        .pluck()
        .all(JSON.stringify(contactIds)) as string[])

/** Nothing was changed. */
export const untouched = (sql: Sql): Touched => new Touches().shown(sql)
