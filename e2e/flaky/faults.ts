/** Which requests to the CRM fail, and how: three of ten, chosen by a seed. */
import type { CrmControl } from '../central-crm/control'
import { faultKind, type FaultKind, type LogEntry } from '../central-crm/schemas/control'

/** These hit only what is written, or only batches; all others any request. */
const ONLY: Partial<Record<FaultKind, readonly { method?: string; pathPrefix?: string; rate: number }[]>> = {
  '422': [{ method: 'PUT', rate: 30 }],
  'batch-partly': [{ pathPrefix: '/api/batch', rate: 250 }],
}

export const FAULT_KINDS = faultKind.options
const ANY = FAULT_KINDS.filter((kind) => !(kind in ONLY))
/** Of 1000 requests, so that all kinds that hit any together hit 300. */
const RATE = Math.round(1000 * (1 - 0.7 ** (1 / ANY.length)))
/** Seconds that a busy CRM asks for. */
const RETRY_AFTER = 20

/** Orders them all. One seed chooses differently for each kind. */
export async function failOften(control: CrmControl, seed: number): Promise<void> {
  for (const [index, kind] of FAULT_KINDS.entries())
    for (const { rate, ...match } of ONLY[kind] ?? [{ pathPrefix: '/api/', rate: RATE }])
      await control.fail({ kind, ratePerMille: rate, seed: seed + index, retryAfter: RETRY_AFTER, match })
}

/** Each of these kinds hits one of the coming requests for sure. */
export async function failOnce(control: CrmControl, kinds: readonly FaultKind[]): Promise<void> {
  for (const kind of kinds)
    for (const { method, pathPrefix } of ONLY[kind] ?? [{ pathPrefix: '/api/' }])
      await control.fail({
        ...{ kind, count: 1, retryAfter: RETRY_AFTER },
        match: { ...(method ? { method } : {}), ...(pathPrefix ? { pathPrefix } : {}) },
      })
}

export interface Tally {
  /** Requests, a batch counting as one. */
  requests: number
  failed: number
  byKind: Record<FaultKind, number>
}

export function tallyOf(log: readonly LogEntry[]): Tally {
  const requests = log.filter(({ inBatch }) => !inBatch)
  const hit = requests.flatMap(({ fault }) => fault ?? [])
  const counted = FAULT_KINDS.map((kind) => [kind, hit.filter((one) => one === kind).length] as const)
  return {
    requests: requests.length,
    failed: hit.length,
    byKind: Object.fromEntries(counted) as Record<FaultKind, number>,
  }
}
