/** Frappe's REST calls, in the person's name: documents, lists, methods. What they answer is sorted as every CRM's answers are. */
import { z } from 'zod'
import { crmReason } from '../../../contract/entities/crm-reason'
import type { Later, Refused, SignedOut } from '../connector'
import type { CrmRequest } from '../http'
import type { SessionAnswer } from '../session'
import { reasonOf } from '../wire'
import { PASSING } from './errors'

/** A document as Frappe gives it. An automatic name may be a number. */
export const document = z.looseObject({
  name: z.union([z.string(), z.number()]).transform(String),
  modified: z.string(),
  creation: z.string().optional(),
})
export type Doc = z.infer<typeof document>

export type Filter = readonly [field: string, operator: string, value: unknown]
/** On a table below the document: its doctype first. */
export type ChildFilter = readonly [doctype: string, field: string, operator: string, value: unknown]

export interface ListQuery {
  fields: readonly string[]
  filters?: readonly (Filter | ChildFilter)[]
  orFilters?: readonly Filter[]
  orderBy?: string
  limit: number
}

export interface Requester {
  request(request: CrmRequest, signal: AbortSignal): Promise<SessionAnswer>
}

export type Failed = Refused | Later | SignedOut
export type DocAnswer = { kind: 'doc'; doc: Doc } | Failed
export type ListAnswer = { kind: 'list'; docs: Doc[] } | Failed

const resource = (doctype: string, name?: string): string =>
  `/api/resource/${encodeURIComponent(doctype)}${name === undefined ? '' : `/${encodeURIComponent(name)}`}`

const one = z.object({ data: document })
const many = z.object({ data: z.array(document) })
const message = z.object({ message: z.unknown() })

const NOT_UNDERSTOOD: Later = {
  kind: 'later',
  status: 200,
  reason: crmReason('not-understood'),
  retryAfter: null,
  unreachable: false,
  ofCrm: true,
}

/** Frappe's refusals name the exception. `lost` is the caller's to say: a name that is not there may be a link's. */
export function failed(answer: Exclude<SessionAnswer, { kind: 'ok' }>): Failed {
  if (answer.kind !== 'refused') return answer
  const { status, problem } = answer
  const reason = reasonOf(problem, status)
  if (PASSING.has(problem.type))
    return { kind: 'later', status, reason, retryAfter: null, unreachable: false, ofCrm: true }
  return { kind: 'refused', status, type: problem.type, reason, lost: null }
}

export class FrappeClient {
  constructor(private readonly session: Requester) {}

  async get(doctype: string, name: string, signal: AbortSignal): Promise<DocAnswer> {
    return this.doc({ method: 'GET', path: resource(doctype, name) }, signal)
  }

  async insert(doctype: string, body: object, signal: AbortSignal): Promise<DocAnswer> {
    return this.doc({ method: 'POST', path: resource(doctype), body }, signal)
  }

  /** `body` with the `modified` it is based on: Frappe refuses it where that is not the last any more. */
  async update(doctype: string, name: string, body: object, signal: AbortSignal): Promise<DocAnswer> {
    return this.doc({ method: 'PUT', path: resource(doctype, name), body }, signal)
  }

  private async doc(request: CrmRequest, signal: AbortSignal): Promise<DocAnswer> {
    const answer = await this.session.request(request, signal)
    if (answer.kind !== 'ok') return failed(answer)
    const { success, data } = one.safeParse(answer.body)
    return success ? { kind: 'doc', doc: data.data } : NOT_UNDERSTOOD
  }

  async list(doctype: string, query: ListQuery, signal: AbortSignal): Promise<ListAnswer> {
    const { fields, filters = [], orFilters = [], orderBy, limit } = query
    const asked = {
      fields: JSON.stringify(fields),
      ...(filters.length > 0 ? { filters: JSON.stringify(filters) } : {}),
      ...(orFilters.length > 0 ? { or_filters: JSON.stringify(orFilters) } : {}),
      ...(orderBy === undefined ? {} : { order_by: orderBy }),
      limit_page_length: limit,
    }
    const request = { method: 'GET' as const, path: resource(doctype), query: asked }
    const answer = await this.session.request(request, signal)
    if (answer.kind !== 'ok') return failed(answer)
    const { success, data } = many.safeParse(answer.body)
    return success ? { kind: 'list', docs: data.data } : NOT_UNDERSTOOD
  }

  async method(name: string, signal: AbortSignal): Promise<{ kind: 'message'; message: unknown } | Failed> {
    const answer = await this.session.request({ method: 'GET', path: `/api/method/${name}` }, signal)
    if (answer.kind !== 'ok') return failed(answer)
    const { success, data } = message.safeParse(answer.body)
    return success ? { kind: 'message', message: data.message } : NOT_UNDERSTOOD
  }
}
