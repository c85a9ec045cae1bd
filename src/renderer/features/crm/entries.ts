/** What waits for the CRM or was refused by it: read when looked at, and again whenever something changed. */
import { useCallback, useEffect, useState } from 'react'
import type { WaitingEntry } from '../../../contract'
import { client, onEvent, onOnline, problemOf, type Problem } from '../../client'
import { attempt } from '../../lib/attempt'

export type RecordKind = WaitingEntry['kind']

/** The refused ones first, as they need a person; each kind oldest first. */
export const inOrder = (entries: readonly WaitingEntry[]): WaitingEntry[] =>
  [...entries].sort(
    (a, b) => Number(b.state === 'refused') - Number(a.state === 'refused') || a.since - b.since,
  )

/** The change of a record that needs a person, else the one that waits. */
export const entryOf = (
  entries: readonly WaitingEntry[],
  kind: RecordKind,
  recordId: string,
): WaitingEntry | null =>
  inOrder(entries).find((entry) => entry.kind === kind && entry.recordId === recordId) ?? null

export interface Entries {
  entries: WaitingEntry[] | null
  problem: Problem | null
  again: () => void
}

export function useEntries(): Entries {
  const [found, setFound] = useState<Pick<Entries, 'entries' | 'problem'>>({ entries: null, problem: null })
  const again = useCallback(() => {
    client.crm.waiting().then(
      (entries) => setFound({ entries: inOrder(entries), problem: null }),
      (error: unknown) => setFound(({ entries }) => ({ entries, problem: problemOf(error) })),
    )
  }, [])
  useEffect(() => {
    const stops = [onOnline(again), onEvent('crm', again)]
    return () => {
      for (const stop of stops) stop()
    }
  }, [again])
  return { ...found, again }
}

async function withEntry(
  kind: RecordKind,
  recordId: string,
  act: (entryId: number) => Promise<unknown>,
): Promise<void> {
  await attempt(async () => {
    const entry = entryOf(await client.crm.waiting(), kind, recordId)
    // Gone in the meantime: it is synced, or was given up elsewhere, and its own event says so.
    if (entry) await act(entry.id)
  })
}

export const retryRecord = (kind: RecordKind, recordId: string) =>
  withEntry(kind, recordId, (entryId) => client.crm.retry({ entryId }))

export const discardRecord = (kind: RecordKind, recordId: string) =>
  withEntry(kind, recordId, (entryId) => client.crm.discard({ entryId }))
