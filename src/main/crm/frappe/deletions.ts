/**
 * What was deleted at a site, from its Deleted Documents: walked as everything is, with an overlap, since what a slow transaction deleted
 * shows late. Nothing where this key may not see that.
 */
import type { Logger } from '../../platform/ports'
import type { Later, SignedOut } from '../connector'
import type { Doc, Failed, FrappeClient } from './client'
import { idOf } from './mapping'
import { microsOf } from './time'
import { deletedFrom, filtersOf, orderOf, step, type Place, type Walk } from './walk'

const PAGE = 100
const FIELDS = ['name', 'modified', 'creation', 'deleted_name']

type Gone = { kind: 'gone'; items: unknown[]; next: Place }

export class Deletions {
  private seen = true

  constructor(
    private readonly client: FrappeClient,
    private readonly logger: Logger,
  ) {}

  /** @param next where the walk of the doctype itself goes on: what was deleted is known from its first end on. */
  async since(
    doctype: string,
    from: Place,
    next: Place,
    signal: AbortSignal,
  ): Promise<Gone | Later | SignedOut> {
    const items: unknown[] = []
    const start = deletedFrom(from)
    if (start === null)
      return {
        kind: 'gone',
        items,
        next: { ...next, deleted: next.at === null ? null : { at: next.at, name: null, seen: {} } },
      }
    let at: Walk = start
    while (this.seen) {
      const rows: Doc[] | Failed = await this.page(doctype, at, signal)
      if (!Array.isArray(rows)) {
        if (rows.kind !== 'refused') return rows
        this.seen = false
        this.logger.warn('crm-deletions-hidden', { status: rows.status })
        break
      }
      const isFull = rows.length === PAGE
      const { news, next: on }: { news: Doc[]; next: Walk } = step(at, rows, isFull)
      for (const doc of news)
        items.push({
          id: idOf(doctype, String(doc['deleted_name'])),
          version: microsOf(doc.modified) ?? 1,
          deleted: true,
        })
      at = on
      if (!isFull) break
    }
    return { kind: 'gone', items, next: { ...next, deletedAt: null, deleted: at } }
  }

  /** In order of their creation, which is told as `modified`: by that a walk knows what it has seen. */
  private async page(doctype: string, at: Walk, signal: AbortSignal): Promise<Doc[] | Failed> {
    const rows: Doc[] = []
    for (const filters of filtersOf(at, 'creation')) {
      const limit = PAGE - rows.length
      if (limit === 0) break
      const asked = { fields: FIELDS, filters: [['deleted_doctype', '=', doctype] as const, ...filters] }
      const list = await this.client.list(
        'Deleted Document',
        { ...asked, orderBy: orderOf('creation'), limit },
        signal,
      )
      if (list.kind !== 'list') return list
      rows.push(...list.docs.map((doc) => ({ ...doc, modified: doc.creation ?? doc.modified })))
    }
    return rows
  }
}
