/** One request to the CRM over axios: bounded in time, never redirected, its answer sorted into what can be done about it. */
import type { AxiosInstance } from 'axios'
import { crmReason } from '../../contract/entities/crm-reason'
import { isLoopback } from './address'
import { parseRetryAfter } from './backoff'
import type { Later } from './connector'
import { problem, type Problem } from './wire'

export interface CrmRequest {
  method: 'GET' | 'PUT' | 'POST'
  /** Below the CRM's address, from the slash on. */
  path: string
  body?: unknown
  /** Goes as it is, instead of a body. */
  file?: { type: string; data: Uint8Array }
  query?: Record<string, string | number>
  headers?: Record<string, string>
}

export type CrmAnswer =
  | { kind: 'ok'; status: number; body: unknown }
  /** A 4xx that the CRM itself gave: doing the same again will not help. */
  | { kind: 'refused'; status: number; problem: Problem }
  | Later

const AGAIN = new Set([408, 421, 425, 429])
const MAX_BYTES = 16 * 1024 * 1024

export type Http = (request: CrmRequest, signal: AbortSignal) => Promise<CrmAnswer>

/** What the CRM itself says of a request it refuses; null where the words are somebody else's. */
export type ReadProblem = (status: number, contentType: string, body: unknown) => Problem | null

const problemDocument: ReadProblem = (_status, contentType, body) =>
  contentType.includes('application/problem+json') ? (problem.safeParse(body).data ?? null) : null

/**
 * @param timeout milliseconds for the whole request.
 * @param said how this CRM refuses; problem documents unless given.
 */
export function createHttp(base: string, timeout: number, said: ReadProblem = problemDocument): Http {
  let made: Promise<AxiosInstance> | undefined
  /** With the first request: whoever never signs in need not keep it in memory. */
  const client = async (): Promise<AxiosInstance> => {
    const { default: axios } = await import('axios')
    return axios.create({
      baseURL: base,
      adapter: 'http',
      timeout,
      maxRedirects: 0,
      maxContentLength: MAX_BYTES,
      responseType: 'text',
      transformResponse: [(data: unknown) => data],
      validateStatus: () => true,
      headers: { accept: 'application/json', 'user-agent': 'Leadline' },
      ...(isLoopback(new URL(base).hostname) ? { proxy: false as const } : {}),
    })
  }
  return async ({ method, path, body, file, query, headers }, signal) => {
    try {
      made ??= client()
      const answer = await (
        await made
      ).request<unknown>({
        method,
        url: path,
        ...(query ? { params: query } : {}),
        ...(file ? { data: file.data } : body === undefined ? {} : { data: JSON.stringify(body) }),
        headers: {
          ...(file
            ? { 'content-type': file.type }
            : body === undefined
              ? {}
              : { 'content-type': 'application/json' }),
          ...headers,
        },
        // The client's own time-out watches for silence only; this one bounds the whole.
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
      })
      return sort(answer.status, answer.headers, answer.data, said)
    } catch (error) {
      return {
        kind: 'later',
        status: null,
        reason: causeOf(error),
        retryAfter: null,
        unreachable: true,
        ofCrm: false,
      }
    }
  }
}

function sort(status: number, headers: object, data: unknown, saidBy: ReadProblem): CrmAnswer {
  const body = parseJson(data)
  const header = (name: string): unknown => new Map<string, unknown>(Object.entries(headers)).get(name)
  if (status >= 200 && status < 300 && body !== undefined) return { kind: 'ok', status, body }
  const found = saidBy(status, String(header('content-type')), body)
  const later = (reason: string, unreachable: boolean): CrmAnswer => ({
    kind: 'later',
    status,
    reason,
    retryAfter: parseRetryAfter(header('retry-after'), Date.now()),
    unreachable,
    ofCrm: found !== null,
  })
  const said = found ? found.detail || found.title : ''
  if (status >= 500 || AGAIN.has(status)) {
    const busy = status === 429 || status === 503
    return later(said || crmReason('answered', status), busy)
  }
  if (status >= 400 && found) return { kind: 'refused', status, problem: found }
  // A hotel's sign-in page, a proxy, a wrong address: not a word of the CRM's, so nothing is refused by it.
  return later(crmReason('something-else', status), true)
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined
  try {
    return JSON.parse(data)
  } catch {
    // Not JSON: the caller treats it as an answer that is not the CRM's.
    return undefined
  }
}

const CAUSES: Record<string, string> = {
  ECONNREFUSED: crmReason('no-answer'),
  ENOTFOUND: crmReason('no-address'),
  EAI_AGAIN: crmReason('no-network'),
  ENETUNREACH: crmReason('no-network'),
  EHOSTUNREACH: crmReason('unreachable'),
  ECONNRESET: crmReason('cut'),
  EPIPE: crmReason('cut'),
  ECONNABORTED: crmReason('late'),
  ETIMEDOUT: crmReason('late'),
  ERR_CANCELED: crmReason('late'),
}

function causeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return CAUSES[code] ?? (code === '' ? crmReason('unreachable') : crmReason('unreachable-by', code))
}
