/** A CRM that speaks the reference contract (docs/central-crm-api.openapi.yaml). */
import type { z } from 'zod'
import { crmReason } from '../../contract/entities/crm-reason'
import type { SyncKind } from '../storage'
import type {
  BatchAnswer,
  Connector,
  PageAnswer,
  PeopleAnswer,
  ReadAnswer,
  RecordWrite,
  Refused,
  WriteAnswer,
} from './connector'
import { PULLED, type Pulled } from './pulled'
import { writableFields } from './fields'
import type { CrmAnswer, CrmRequest } from './http'
import type { SessionAnswer } from './session'
import { batchAnswer, page, problem, readRecord, reasonOf, type Problem } from './wire'

/** What it needs of being signed in: requests in the person's name. */
export interface Requester {
  request(request: CrmRequest, signal: AbortSignal): Promise<SessionAnswer>
}

const PATHS = {
  pipeline: '/api/pipelines',
  category: '/api/categories',
  product: '/api/products',
  contact: '/api/contacts',
  lead: '/api/leads',
  order: '/api/orders',
  note: '/api/notes',
  task: '/api/tasks',
} as const satisfies Record<Pulled | SyncKind, string>

const PICTURES = '/api/pictures'
const PAGE = 200
const BATCH = 100
const NOT_UNDERSTOOD = crmReason('not-understood')
/** Once a batch was refused as a whole, writes go one by one for so long, milliseconds: it may have been that batch, or that day. */
const ONE_BY_ONE = 15 * 60_000
/** How a server says that it has no such address. */
const NO_BATCHES = new Set([404, 405, 501])

const pathOf = (kind: SyncKind, id: string): string => `${PATHS[kind]}/${id}`

export class ReferenceConnector implements Connector {
  readonly pulls = PULLED
  readonly writes = writableFields
  /** Milliseconds since the epoch. */
  private batchesFrom = 0

  constructor(
    readonly address: string,
    private readonly session: Requester,
    private readonly clock: () => number,
    /** A picture that is kept here, by the SHA-256 of its content; null where it is not. */
    private readonly picture: (sha256: string) => Promise<{ mime: string; data: Uint8Array } | null> = () =>
      Promise.resolve(null),
  ) {}

  get batch(): Connector['batch'] {
    return this.clock() >= this.batchesFrom
      ? { size: BATCH, write: (...args) => this.writeBatch(...args) }
      : null
  }

  async write(write: RecordWrite, signal: AbortSignal): Promise<WriteAnswer> {
    const { kind, id, key, ifMatch, body } = write
    const hindered = await this.upload(write, signal)
    if (hindered) return hindered
    const headers = { 'idempotency-key': key, ...(ifMatch === null ? {} : { 'if-match': `"${ifMatch}"` }) }
    const request = { method: 'PUT' as const, path: pathOf(kind, id), body, headers }
    return concludeWrite(kind, await this.session.request(request, signal))
  }

  /** What a write names must be there before it. Twice is no harm: a picture's address is its content. @returns what hinders it. */
  private async upload(
    { pictures = [] }: RecordWrite,
    signal: AbortSignal,
  ): Promise<Exclude<WriteAnswer, { kind: 'done' }> | null> {
    for (const sha256 of pictures) {
      const picture = await this.picture(sha256)
      // What is not here is the CRM's own.
      if (!picture) continue
      const file = { type: picture.mime, data: picture.data }
      const answer = await this.session.request(
        { method: 'PUT', path: `${PICTURES}/${sha256}`, file },
        signal,
      )
      if (answer.kind === 'refused') return { ...refusedAs(answer.status, answer.problem), lost: null }
      if (answer.kind !== 'ok') return answer
    }
    return null
  }

  private async writeBatch(writes: readonly RecordWrite[], signal: AbortSignal): Promise<BatchAnswer> {
    const hindered = new Map<string, WriteAnswer>()
    for (const write of writes) {
      const answer = await this.upload(write, signal)
      if (answer?.kind === 'later' || answer?.kind === 'signed-out') return answer
      if (answer) hindered.set(write.key, answer)
    }
    const free = writes.filter(({ key }) => !hindered.has(key))
    const answer =
      free.length === 0 ? { kind: 'answers' as const, answers: [] } : await this.sendBatch(free, signal)
    if (answer.kind !== 'answers' || hindered.size === 0) return answer
    const rest = [...answer.answers]
    return { kind: 'answers', answers: writes.flatMap(({ key }) => hindered.get(key) ?? rest.shift() ?? []) }
  }

  private async sendBatch(writes: readonly RecordWrite[], signal: AbortSignal): Promise<BatchAnswer> {
    const operations = writes.map(({ kind, id, key, ifMatch, body }) => ({
      idempotencyKey: key,
      method: 'PUT',
      path: pathOf(kind, id),
      ...(ifMatch === null ? {} : { ifMatch }),
      body,
    }))
    const request = { method: 'POST' as const, path: '/api/batch', body: { operations } }
    const answer = await this.session.request(request, signal)
    if (answer.kind === 'refused' || (answer.kind === 'later' && NO_BATCHES.has(answer.status ?? 0))) {
      // Refused as a whole, for its size or as an address it does not have: each by itself says more.
      this.batchesFrom = this.clock() + ONE_BY_ONE
      return { kind: 'not-taken' }
    }
    if (answer.kind !== 'ok') return answer
    const results = new Map(
      (batchAnswer.safeParse(answer.body).data?.results ?? []).map((result) => [
        result.idempotencyKey,
        result,
      ]),
    )
    return {
      kind: 'answers',
      answers: writes.map(({ kind, key }) => {
        const result = results.get(key)
        return concludeWrite(kind, result ? asAnswer(result.status, result.body) : unreadable(answer.status))
      }),
    }
  }

  async people(phone: string, signal: AbortSignal): Promise<PeopleAnswer> {
    const query = { phone, limit: 10 }
    const answer = await this.session.request({ method: 'GET', path: PATHS.contact, query }, signal)
    if (answer.kind === 'signed-out' || answer.kind === 'later') return answer
    const listed = answer.kind === 'ok' ? page.safeParse(answer.body).data : undefined
    return {
      kind: 'people',
      people: (listed?.items ?? []).flatMap((item) => {
        const record = readRecord('contact', item)
        return record ? [record] : []
      }),
    }
  }

  async page(kind: Pulled, cursor: string | null, signal: AbortSignal): Promise<PageAnswer> {
    const query = { limit: PAGE, ...(cursor === null ? {} : { cursor }) }
    const answer = await this.session.request({ method: 'GET', path: PATHS[kind], query }, signal)
    if (answer.kind === 'refused')
      return answer.status === 400 && cursor !== null
        ? { kind: 'cursor-unknown' }
        : refusedAs(answer.status, answer.problem)
    if (answer.kind !== 'ok') return answer
    const parsed = page.safeParse(answer.body)
    if (!parsed.success) return unreadable(answer.status)
    const { items, nextCursor, more } = parsed.data
    return { kind: 'page', items, cursor: nextCursor, more }
  }

  async read(kind: SyncKind, id: string, signal: AbortSignal): Promise<ReadAnswer> {
    const answer = await this.session.request({ method: 'GET', path: pathOf(kind, id) }, signal)
    if (answer.kind === 'later' || answer.kind === 'signed-out') return answer
    if (answer.kind === 'refused')
      return { kind: [403, 404, 410].includes(answer.status) ? 'gone' : 'unreadable' }
    const record = readRecord(kind, answer.body)
    return record ? { kind: 'record', record } : { kind: 'unreadable' }
  }
}

/** The request itself went well; what came is not what the contract says. */
const unreadable = (status: number): Extract<CrmAnswer, { kind: 'later' }> => ({
  kind: 'later',
  status,
  reason: NOT_UNDERSTOOD,
  retryAfter: null,
  unreachable: false,
  ofCrm: true,
})

function concludeWrite(kind: SyncKind, answer: SessionAnswer): WriteAnswer {
  if (answer.kind === 'later' || answer.kind === 'signed-out') return answer
  if (answer.kind === 'ok') {
    const record = readRecord(kind, answer.body)
    return record ? { kind: 'done', record } : unreadable(answer.status)
  }
  const { status, problem: found } = answer
  const isStale = status === 412 || status === 428
  const current = isStale ? readRecord(kind, found.current) : null
  if (current) return { kind: 'stale', current }
  const refused = refusedAs(status, found)
  // It is there, as something that is no record to us.
  return isStale && found.current && found.current['deleted'] !== true
    ? { ...refused, reason: crmReason('unreadable'), lost: null }
    : refused
}

function refusedAs(status: number, found: Problem): Refused {
  // A write that names a version of a record the CRM does not have, or has deleted.
  const lost = status === 410 ? 'deleted' : status === 412 || status === 404 ? 'missing' : null
  return { kind: 'refused', status, type: found.type, reason: reasonOf(found, status), lost }
}

/** One answer out of a batch, as if it had come alone. */
function asAnswer(
  status: number,
  body: z.infer<typeof batchAnswer>['results'][number]['body'],
): SessionAnswer {
  if (status >= 200 && status < 300) return { kind: 'ok', status, body }
  const found = problem.parse(body)
  if (status >= 400 && status < 500 && status !== 408 && status !== 429)
    return { kind: 'refused', status, problem: found }
  return { ...unreadable(status), reason: reasonOf(found, status) }
}
