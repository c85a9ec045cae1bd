/**
 * A CRM on Frappe: Frappe CRM, ERPNext, or both. Frappe has no idempotency keys: a record is written with the id that Leadline gave it in
 * a unique custom field, looked for before it is made, and adopted where somebody (we, before a time-out) has made it already. Where a
 * site lacks the field, a repeat looks for a record that is alike and nobody's here, and the log says so.
 */
import { z } from 'zod'
import type { Logger } from '../../platform/ports'
import type { SyncKind } from '../../storage'
import type {
  Connector,
  Later,
  PageAnswer,
  PeopleAnswer,
  ReadAnswer,
  RecordWrite,
  Refused,
  RemoteRecord,
  SignedOut,
  WriteAnswer,
} from '../connector'
import { PULLED, type Pulled } from '../pulled'
import { same, type Fields } from '../fields'
import { crmProduct, item, itemGroup, pipelineOf, STATUS_FIELDS, type Catalogue } from './catalogue'
import { FrappeClient, type Doc, type Failed, type Requester } from './client'
import { customerOf } from './customer'
import { deal, lead } from './deals'
import { CannotWrite, idOf, nameIn, placeOf, recordOf, type Mapping } from './mapping'
import { salesOrder, withoutDraft, withOurStep } from './orders'
import { contact, leadPerson } from './people'
import { Deletions } from './deletions'
import { isMissing, MadeBefore, type Bound, type Kind, type OwnWrite } from './made-before'
import { lookAtSite, REF, type Site } from './site'
import { microsOf } from './time'
import { filtersOf, orderOf, place, START, step, type Place } from './walk'
import { note, task } from './work'

/** The first is what a new record becomes. */
const MAPPINGS: Readonly<Record<Kind, readonly [Mapping, ...Mapping[]]>> = {
  contact: [contact, leadPerson],
  lead: [deal, lead],
  order: [salesOrder],
  note: [note],
  task: [task],
}

const isOwn = (kind: SyncKind): kind is Kind => kind in MAPPINGS

/** What a Frappe site takes, with the fields that it keeps: products and item groups belong to its stock keeping, and are changed there. */
export const FRAPPE_WRITES = {
  contact: contact.fields,
  lead: deal.fields,
  order: salesOrder.fields,
  note: note.fields,
  task: task.fields,
} as const satisfies Connector['writes']

const PAGE = 100
/** Documents with tables below them are read one by one, so many at a time. */
const AT_ONCE = 6
const DUPLICATES: readonly string[] = ['DuplicateEntryError', 'UniqueValidationError']

const cursorShape = z.record(z.string(), place)
const ABORTED: Later = {
  kind: 'later',
  status: null,
  reason: 'Stopped.',
  retryAfter: null,
  unreachable: false,
  ofCrm: false,
}
const refusal = (reason: string, lost: Refused['lost'] = null): Refused => ({
  ...{ kind: 'refused', status: 417, type: 'CannotWrite', reason, lost },
})

export class FrappeConnector implements Connector {
  readonly pulls = PULLED
  readonly batch = null
  readonly writes = FRAPPE_WRITES
  private readonly client: FrappeClient
  private readonly before: MadeBefore
  private known: Site | null = null
  private readonly deleted: Deletions

  constructor(
    readonly address: string,
    session: Requester,
    private readonly logger: Logger,
    bound: Bound,
    /** Of the person here, by which numbers without a country code are read. */
    private readonly country: () => string | null,
  ) {
    this.client = new FrappeClient(session)
    this.before = new MadeBefore(this.client, bound, logger)
    this.deleted = new Deletions(this.client, logger)
  }

  /** What the site has, asked once. */
  private async site(signal: AbortSignal): Promise<Site | Failed> {
    if (this.known) return { ...this.known, country: this.country() }
    const looked = await lookAtSite(this.client, signal)
    if (looked.kind === 'refused') return { ...refusal(looked.reason), status: looked.status }
    if (looked.kind !== 'site') return looked
    const { site } = looked
    for (const { subject, field, found } of site.checks)
      if (found !== 'ok') this.logger.warn('crm-site-lacks', { subject, field, found })
    this.known = site
    return { ...site, country: this.country() }
  }

  async write({ kind, ...rest }: RecordWrite, signal: AbortSignal): Promise<WriteAnswer> {
    if (!isOwn(kind)) return refusal('In this CRM products are changed in the CRM itself.')
    const write: OwnWrite = { kind, ...rest }
    const site = await this.site(signal)
    if ('kind' in site) return site
    try {
      if (placeOf(write.id) && write.ifMatch !== null) return await this.update(write, site, signal)
      return (await this.asItIs(write, site, signal)) ?? (await this.create(write, site, signal))
    } catch (error) {
      if (error instanceof CannotWrite) return refusal(error.message)
      throw error
    }
  }

  private async update(write: OwnWrite, site: Site, signal: AbortSignal): Promise<WriteAnswer> {
    const { kind, id, ifMatch, body } = write
    const there = placeOf(id)
    const mapping = MAPPINGS[kind].find(({ doctype }) => doctype === there?.doctype)
    if (!there || !mapping) return refusal('This CRM has no such record.', 'missing')
    const read = await this.client.get(mapping.doctype, there.name, signal)
    if (read.kind === 'refused' && isMissing(read)) return { ...read, lost: 'deleted' }
    if (read.kind !== 'doc') return read
    const current = recordOf(mapping, read.doc, site)
    if (!current) return refusal('It is no record that Leadline can change there any more.')
    if (current.version !== ifMatch) return { kind: 'stale', current: withoutDraft(current) }
    const changed = new Set(
      mapping.fields.filter((field) => !same(current[field] ?? null, body[field] ?? null)),
    )
    const values = mapping.values(changed, body, read.doc, site)
    if (Object.keys(values).length === 0) return { kind: 'done', record: withOurStep(current, body) }
    const based = { ...values, modified: read.doc.modified }
    const written = await this.client.update(mapping.doctype, there.name, based, signal)
    if (written.kind === 'doc') return this.done(mapping, written.doc, site, body)
    if (written.kind !== 'refused' || written.type !== 'TimestampMismatchError') return written
    const again = await this.client.get(mapping.doctype, there.name, signal)
    if (again.kind !== 'doc') return again
    const newer = recordOf(mapping, again.doc, site)
    return newer ? { kind: 'stale', current: withoutDraft(newer) } : written
  }

  /** What a look at the site found to be ours before the answer to its making came; null where nothing is there. */
  private async asItIs(write: OwnWrite, site: Site, signal: AbortSignal): Promise<WriteAnswer | null> {
    const there = placeOf(write.id)
    const mapping = MAPPINGS[write.kind].find(({ doctype }) => doctype === there?.doctype)
    if (!there || !mapping) return null
    const read = await this.client.get(mapping.doctype, there.name, signal)
    if (read.kind === 'doc') return this.met(mapping, read.doc, site)
    return isMissing(read) ? null : read
  }

  /** It is there already, made of an earlier body of ours: what has changed on either side since, the engine finds out. */
  private met(mapping: Mapping, doc: Doc, site: Site): WriteAnswer {
    const current = recordOf(mapping, doc, site)
    return current
      ? { kind: 'stale', current: withoutDraft(current) }
      : refusal('The CRM keeps it in a way that Leadline can’t read.')
  }

  private async create(write: OwnWrite, site: Site, signal: AbortSignal): Promise<WriteAnswer> {
    const { kind, id, body } = write
    const stage = kind === 'lead' ? placeOf(body['stageId'])?.doctype : undefined
    if (stage === 'CRM Lead Status') return this.createLead(write, site, signal)
    const [mapping] = MAPPINGS[kind]
    const { doctype } = mapping
    if (!site.has.has(doctype)) return refusal(`This CRM has no “${doctype}”, or this key may not use it.`)
    const before = await this.before.find(mapping, write, site, signal)
    if (before?.kind === 'doc')
      return write.isRepeat && write.told.length === 0
        ? this.done(mapping, before.doc, site, body)
        : this.met(mapping, before.doc, site)
    if (before) return before
    const values = mapping.values(new Set(mapping.fields), body, null, site)
    const extra =
      kind === 'order'
        ? await customerOf(this.client, write, site, signal)
        : { kind: 'values' as const, values: {} }
    if (extra.kind !== 'values') return extra
    const ref = site.refs.has(doctype) ? { [REF]: id } : {}
    const made = await this.client.insert(doctype, { ...values, ...extra.values, ...ref }, signal)
    if (made.kind === 'doc') return this.done(mapping, made.doc, site, body)
    if (made.kind !== 'refused' || !DUPLICATES.includes(made.type)) return made
    // Made by a request of ours whose answer was lost, in this very moment.
    const twin = await this.before.find(mapping, write, site, signal)
    if (!twin) return made
    return twin.kind === 'doc' ? this.done(mapping, twin.doc, site, body) : twin
  }

  /** A chance at a stage of leads is the person's own lead there; somebody who is a contact is past that. */
  private async createLead(write: OwnWrite, site: Site, signal: AbortSignal): Promise<WriteAnswer> {
    const name = nameIn(write.body['contactId'], 'CRM Lead')
    if (name === null) return refusal('In this CRM a contact has deals: choose one of their stages.')
    const read = await this.client.get('CRM Lead', name, signal)
    if (read.kind !== 'doc') return read
    const ifMatch = microsOf(read.doc.modified)
    return this.update({ ...write, id: idOf('CRM Lead', name), ifMatch }, site, signal)
  }

  private done(mapping: Mapping, doc: Doc, site: Site, body: Fields): WriteAnswer {
    const record = recordOf(mapping, doc, site)
    return record
      ? { kind: 'done', record: withOurStep(record, body) }
      : refusal('The CRM keeps it in a way that Leadline can’t read.')
  }

  async people(phone: string, signal: AbortSignal): Promise<PeopleAnswer> {
    const site = await this.site(signal)
    if ('kind' in site) return site.kind === 'refused' ? { kind: 'people', people: [] } : site
    // Numbers are written there in many ways, but their last digits are the same.
    const like = `%${phone.slice(-7).split('').join('%')}%`
    const asked = { fields: ['name', 'modified'], limit: 20 }
    const lists = [
      this.client.list('Contact', { ...asked, filters: [['Contact Phone', 'phone', 'like', like]] }, signal),
      site.has.has('CRM Lead')
        ? this.client.list(
            'CRM Lead',
            {
              ...asked,
              filters: [['converted', '=', 0]],
              orFilters: [
                ['mobile_no', 'like', like],
                ['phone', 'like', like],
              ],
            },
            signal,
          )
        : null,
    ]
    const people: RemoteRecord[] = []
    for (const [index, mapping] of [contact, leadPerson].entries()) {
      const list = await lists[index]
      if (!list || list.kind === 'refused') continue
      if (list.kind !== 'list') return list
      const read = await this.whole(mapping, list.docs, site, signal)
      if ('kind' in read) return read
      const has = ({ phones }: RemoteRecord): boolean => Array.isArray(phones) && phones.includes(phone)
      people.push(...read.filter(has))
    }
    return { kind: 'people', people }
  }

  /** The documents behind a list's rows, as records; those that are gone meanwhile are left out. */
  private async whole(
    mapping: Mapping,
    rows: readonly Doc[],
    site: Site,
    signal: AbortSignal,
  ): Promise<RemoteRecord[] | Later | SignedOut> {
    const records: RemoteRecord[] = []
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      if (signal.aborted) return ABORTED
      const part = rows.slice(from, from + AT_ONCE)
      const read = await Promise.all(part.map(({ name }) => this.client.get(mapping.doctype, name, signal)))
      for (const answer of read) {
        if (answer.kind === 'later' || answer.kind === 'signed-out') return answer
        if (answer.kind !== 'doc') continue
        const { doc } = answer
        const record = recordOf(mapping, doc, site)
        if (record) records.push(record)
        // Passed over as unreadable, and with it what was read of it before.
        else if (mapping.isBeyond?.(doc, site) === true)
          records.push({ id: idOf(mapping.doctype, doc.name), version: microsOf(doc.modified) ?? 1 })
      }
    }
    return records
  }

  async page(kind: Pulled, cursor: string | null, signal: AbortSignal): Promise<PageAnswer> {
    const site = await this.site(signal)
    if ('kind' in site) return site
    if (kind === 'pipeline') return this.pipelines(cursor, site, signal)
    const sources = this.sourcesOf(kind, site)
    const places = cursor === null ? {} : cursorShape.safeParse(JSON.parse(cursor)).data
    if (!places) return { kind: 'cursor-unknown' }
    const items: unknown[] = []
    const next: Record<string, Place> = { ...places }
    for (const source of sources) {
      const from = places[source.doctype] ?? START
      const read = await this.changes(source, from, site, signal)
      if (read.kind !== 'changes') return read
      items.push(...read.items)
      next[source.doctype] = read.next
      // One full page at a time; the next one goes on where this ended.
      if (read.more) return { kind: 'page', items, cursor: JSON.stringify(next), more: true }
    }
    return { kind: 'page', items, cursor: JSON.stringify(next), more: false }
  }

  private sourcesOf(kind: Exclude<Pulled, 'pipeline'>, site: Site): readonly (Mapping | Catalogue)[] {
    const all: readonly (Mapping | Catalogue)[] =
      kind === 'category'
        ? [itemGroup]
        : kind === 'product'
          ? [site.has.has('Item') ? item : crmProduct]
          : MAPPINGS[kind]
    return all.filter(({ doctype }) => site.has.has(doctype))
  }

  private async changes(
    source: Mapping | Catalogue,
    from: Place,
    site: Site,
    signal: AbortSignal,
  ): Promise<{ kind: 'changes'; items: unknown[]; next: Place; more: boolean } | Failed> {
    const { doctype } = source
    const isMapping = 'values' in source
    const fields = isMapping ? ['name', 'modified'] : source.fields
    const rows: Doc[] = []
    for (const filters of filtersOf(from)) {
      const limit = PAGE - rows.length
      if (limit === 0) break
      const list = await this.client.list(
        doctype,
        { fields, filters, orderBy: orderOf('modified'), limit },
        signal,
      )
      if (list.kind !== 'list') return list
      rows.push(...list.docs)
    }
    const more = rows.length === PAGE
    const { news, next } = step(from, rows, more)
    const gone = more || !isMapping ? null : await this.deleted.since(doctype, from, next, signal)
    if (gone && gone.kind !== 'gone') return gone
    const read = isMapping
      ? await this.whole(source, news, site, signal)
      : news.flatMap((doc) => source.read(doc, site) ?? tombstone(doc))
    if ('kind' in read) return read
    return {
      kind: 'changes',
      items: [...read, ...(gone?.items ?? [])],
      next: gone?.next ?? next,
      more,
    }
  }

  private async pipelines(cursor: string | null, site: Site, signal: AbortSignal): Promise<PageAnswer> {
    const items: unknown[] = []
    for (const doctype of ['CRM Deal Status', 'CRM Lead Status'] as const) {
      if (!site.has.has(doctype)) continue
      const list = await this.client.list(doctype, { fields: STATUS_FIELDS, limit: 200 }, signal)
      if (list.kind !== 'list') return list
      if (list.docs.length > 0) items.push(pipelineOf(doctype, list.docs))
    }
    const now = JSON.stringify(items)
    return { kind: 'page', items: now === cursor ? [] : items, cursor: now, more: false }
  }

  async read(kind: SyncKind, id: string, signal: AbortSignal): Promise<ReadAnswer> {
    if (!isOwn(kind)) return { kind: 'unreadable' }
    const site = await this.site(signal)
    if ('kind' in site) return site.kind === 'refused' ? { kind: 'unreadable' } : site
    const there = placeOf(id)
    const mapping = MAPPINGS[kind].find(({ doctype }) => doctype === there?.doctype)
    if (!there || !mapping) return { kind: 'gone' }
    const answer = await this.client.get(mapping.doctype, there.name, signal)
    if (answer.kind === 'refused')
      return { kind: isMissing(answer) || answer.status === 403 ? 'gone' : 'unreadable' }
    if (answer.kind !== 'doc') return answer
    const record = recordOf(mapping, answer.doc, site)
    return record ? { kind: 'record', record } : { kind: 'unreadable' }
  }
}

/** What is not sold any more goes from the list here. */
const tombstone = (doc: Doc): unknown => ({
  id: doc.name,
  version: microsOf(doc.modified) ?? 1,
  deleted: true,
})
