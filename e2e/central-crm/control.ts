/** Drives a running reference CRM from a test or the demo: its log, its records, and the faults it is to show. */
import { z } from 'zod'
import type { Role } from './schemas/common'
import {
  logPage,
  type ControlOrder,
  type FaultOrder,
  type LogEntry,
  type RecordKind,
} from './schemas/control'
import { category, order, product, type Order, type Product } from './schemas/selling'
import { contact, lead, type Contact, type Lead } from './schemas/people'
import { tombstone, type Tombstone } from './schemas/common'
import { note, pipeline, task, type Note, type Pipeline, type Task } from './schemas/work'

const shapes = { contact, lead, order, note, task, pipeline, product, category }
interface Kinds {
  contact: Contact
  lead: Lead
  order: Order
  note: Note
  task: Task
  pipeline: Pipeline
  product: Product
  category: z.infer<typeof category>
}

const pastStates = z.object({
  items: z.array(z.object({ id: z.string(), version: z.int(), data: z.record(z.string(), z.unknown()) })),
})

export interface CrmControl {
  /** All requests so far, oldest first; `after` leaves out entries up to that `seq`. */
  log(after?: number): Promise<LogEntry[]>
  /** What the server holds of a kind, without what was deleted. */
  records<K extends RecordKind>(kind: K): Promise<Kinds[K][]>
  /** Every state that records of a kind were ever in, oldest first. */
  history(kind: RecordKind): Promise<{ id: string; version: number; data: Record<string, unknown> }[]>
  /** What was deleted of a kind. */
  tombstones(kind: RecordKind): Promise<Tombstone[]>
  /** Orders a fault for the coming requests; faults add up until cleared. */
  fail(fault: Omit<FaultOrder, 'do'>): Promise<void>
  /** Ends all faults and latency. */
  clear(): Promise<void>
  /** Changes a record as somebody at the CRM would; its version grows. */
  edit(kind: RecordKind, id: string, set: Record<string, unknown>): Promise<void>
  /** Makes a record as somebody at the CRM would, of all its fields. */
  add(kind: RecordKind, id: string, data: Record<string, unknown>): Promise<void>
  /** Deletes a record as somebody at the CRM would. */
  remove(kind: RecordKind, id: string): Promise<void>
  setRole(email: string, role: Role): Promise<void>
  /** Ends all access tokens; with `refresh` people must sign in again. */
  expireTokens(options?: { refresh?: boolean }): Promise<void>
  /** What went in or out that is not as the OpenAPI document says. */
  contractFaults(): Promise<string[]>
  /** Milliseconds before each answer. */
  latency(ms: number, jitter?: number): Promise<void>
  /**
   * The first entry, past or to come, for which `predicate` holds.
   * @throws where none came within `timeoutMs` (15 s unless set), telling the last entries seen.
   */
  waitFor(
    predicate: (entry: LogEntry) => boolean,
    options?: { timeoutMs?: number; after?: number },
  ): Promise<LogEntry>
}

/** @param url what the server printed when it was ready. */
export function crmControl(url: string): CrmControl {
  const get = async (path: string): Promise<unknown> => {
    const answer = await fetch(new URL(path, url))
    if (!answer.ok) throw new Error(`central CRM: ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const tell = async (order: ControlOrder): Promise<void> => {
    const answer = await fetch(new URL('/_control', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(order),
    })
    if (!answer.ok) throw new Error(`central CRM: ${order.do}: ${answer.status} ${await answer.text()}`)
  }
  const page = async (after: number, wait = 0) =>
    logPage.parse(await get(`/_control/log?after=${after}&wait=${wait}`))
  const split = async (kind: RecordKind): Promise<unknown[]> =>
    z.object({ items: z.array(z.unknown()) }).parse(await get(`/_control/records/${kind}`)).items

  return {
    log: async (after = 0) => (await page(after)).entries,
    records: async <K extends RecordKind>(kind: K) => {
      const items = await split(kind)
      const shape: z.ZodType = shapes[kind]
      // The table above pairs each kind with its shape, which TypeScript can't follow through an index.
      return items
        .filter((item) => !tombstone.safeParse(item).success)
        .map((item) => shape.parse(item) as Kinds[K])
    },
    history: async (kind) => pastStates.parse(await get(`/_control/history/${kind}`)).items,
    tombstones: async (kind) =>
      (await split(kind)).flatMap((item) => {
        const parsed = tombstone.safeParse(item)
        return parsed.success ? [parsed.data] : []
      }),
    fail: (fault) => tell({ do: 'fail', ...fault }),
    clear: () => tell({ do: 'clear' }),
    edit: (kind, id, set) => tell({ do: 'edit', kind, id, set }),
    add: (kind, id, set) => tell({ do: 'edit', kind, id, set, isNew: true }),
    remove: (kind, id) => tell({ do: 'edit', kind, id, delete: true }),
    setRole: (email, role) => tell({ do: 'set-role', email, role }),
    expireTokens: ({ refresh = false } = {}) => tell({ do: 'expire-tokens', refresh }),
    contractFaults: async () =>
      z.object({ faults: z.array(z.string()) }).parse(await get('/_control/contract')).faults,
    latency: (ms, jitter = 0) => tell({ do: 'latency', ms, jitter }),
    waitFor: async (predicate, { timeoutMs = 15_000, after = 0 } = {}) => {
      const deadline = Date.now() + timeoutMs
      const seen: LogEntry[] = []
      for (let from = after; ;) {
        const left = deadline - Date.now()
        const { entries, last } = await page(from, Math.min(Math.max(left, 0), 10_000))
        const found = entries.find(predicate)
        if (found) return found
        seen.push(...entries)
        from = last
        if (left <= 0)
          throw new Error(
            `central CRM: no such request in ${timeoutMs} ms; the last ones: ${JSON.stringify(seen.slice(-5))}`,
          )
      }
    },
  }
}
