/** What waits for the CRM or for the person: read page by page when looked at, and again whenever something changed. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { RecordKind, WaitingEntry } from '../../../contract'
import { client, onEvent, onOnline, problemOf, type Problem } from '../../client'
import { attempt } from '../../lib/attempt'

export type { RecordKind } from '../../../contract'

const PAGE = 50
/** How often it is said anew how far off the next try is, ms. */
const TICK = 5_000

interface Found {
  entries: WaitingEntry[] | null
  /** Null at the end. */
  next: string | null
  /** When it was read, or said anew. */
  at: number
  problem: Problem | null
}

export interface Entries extends Found {
  again: () => void
  more: () => void
}

export function useEntries(): Entries {
  const [found, setFound] = useState<Found>({ entries: null, next: null, at: 0, problem: null })
  /** As many as are shown are read again. */
  const shown = useRef(PAGE)
  const fail = useCallback((error: unknown) => {
    setFound((before) => ({ ...before, problem: problemOf(error) }))
  }, [])
  const again = useCallback(() => {
    client.crm
      .waiting({ cursor: null, limit: Math.min(shown.current, 200) })
      .then(({ items, next }) => setFound({ entries: items, next, at: Date.now(), problem: null }), fail)
  }, [fail])
  const more = useCallback(() => {
    if (found.next === null) return
    client.crm.waiting({ cursor: found.next, limit: PAGE }).then(({ items, next }) => {
      setFound(({ entries }) => {
        const known = new Set(entries?.map(({ id }) => id))
        const all = [...(entries ?? []), ...items.filter(({ id }) => !known.has(id))]
        shown.current = all.length
        return { entries: all, next, at: Date.now(), problem: null }
      })
    }, fail)
  }, [fail, found.next])
  useEffect(() => {
    const stops = [onOnline(again), onEvent('crm', again), onEvent('crm-tried', again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [again])
  const waits = found.entries?.some(({ nextAt }) => nextAt !== null) ?? false
  useEffect(() => {
    if (!waits) return
    const timer = setInterval(() => setFound((before) => ({ ...before, at: Date.now() })), TICK)
    return () => clearInterval(timer)
  }, [waits])
  return { ...found, again, more }
}

async function withEntry(
  kind: RecordKind,
  recordId: string,
  act: (entryId: number) => Promise<unknown>,
): Promise<void> {
  await attempt(async () => {
    const entry = await client.crm.entryOf({ kind, recordId })
    // Gone in the meantime: it is synced, or was given up elsewhere, and its own event says so.
    if (entry) await act(entry.id)
  })
}

export const retryRecord = (kind: RecordKind, recordId: string) =>
  withEntry(kind, recordId, (entryId) => client.crm.retry({ entryId }))

export const discardRecord = (kind: RecordKind, recordId: string) =>
  withEntry(kind, recordId, (entryId) => client.crm.discard({ entryId }))
