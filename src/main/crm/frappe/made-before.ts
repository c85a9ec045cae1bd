/**
 * The document that an earlier request of ours made, whose answer was lost: by the id that Leadline gave it, in the unique field; where a
 * site lacks that, by likeness.
 */
import type { Logger } from '../../platform/ports'
import type { RecordWrite } from '../connector'
import type { Doc, Failed, FrappeClient } from './client'
import { idOf, recordOf, type Mapping } from './mapping'
import { REF, type Site } from './site'

/** Products are read only. */
export type Kind = 'contact' | 'lead' | 'order' | 'note' | 'task'

/** Of a kind that can be written here. */
export interface OwnWrite extends RecordWrite {
  kind: Kind
}

/** Which of these records of the CRM's are here already. */
export type Bound = (asked: { kind: Kind; ids: string[] }) => Promise<string[]>

/** Records that may be the one that was made before, at most. */
const LIKELY = 20

export const isMissing = (answer: { kind: string; status?: number | null }): boolean =>
  answer.kind === 'refused' && answer.status === 404

export class MadeBefore {
  constructor(
    private readonly client: FrappeClient,
    private readonly bound: Bound,
    private readonly logger: Logger,
  ) {}

  /** The record that was made for this one before; null for none. */
  async find(
    mapping: Mapping,
    write: OwnWrite,
    site: Site,
    signal: AbortSignal,
  ): Promise<{ kind: 'doc'; doc: Doc } | Failed | null> {
    const { doctype } = mapping
    if (!site.refs.has(doctype)) {
      for (const body of write.isRepeat ? [write.body, ...write.told] : write.told) {
        const found = await this.findAlike(mapping, { ...write, body }, site, signal)
        if (found) return found
      }
      return null
    }
    const filters = [[REF, '=', write.id]] as const
    const found = await this.client.list(doctype, { fields: ['name', 'modified'], filters, limit: 1 }, signal)
    if (found.kind !== 'list') return found
    const [first] = found.docs
    return first ? this.client.get(doctype, first.name, signal) : null
  }

  /** Where the site lacks our field: the newest that says the same and is no other record of ours. */
  private async findAlike(
    mapping: Mapping,
    { kind, body }: OwnWrite,
    site: Site,
    signal: AbortSignal,
  ): Promise<{ kind: 'doc'; doc: Doc } | Failed | null> {
    const { doctype } = mapping
    const filters = mapping.identity(body, site)
    if (!filters) return null
    const asked = { fields: ['name', 'modified'], filters, orderBy: 'creation desc', limit: LIKELY }
    const found = await this.client.list(doctype, asked, signal)
    if (found.kind !== 'list') return found
    const names = found.docs.map(({ name }) => name)
    const taken = new Set(await this.bound({ kind, ids: names.map((name) => idOf(doctype, name)) }))
    for (const name of names) {
      if (taken.has(idOf(doctype, name))) continue
      const read = await this.client.get(doctype, name, signal)
      if (isMissing(read)) continue
      if (read.kind !== 'doc') return read
      const record = recordOf(mapping, read.doc, site)
      if (!record || !mapping.isAlike(record, body)) continue
      this.logger.warn('crm-adopted-by-likeness', { doctype })
      return read
    }
    return null
  }
}
