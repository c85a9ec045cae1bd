/** The notes of a person, newest first: read when shown, page by page, and again when one of them changed. */
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Note } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'

const PAGE = 5
const MOST = 200

interface Notes {
  /** Null until they were read. */
  notes: readonly Note[] | null
  hasMore: boolean
  more: () => void
}

export function useNotes(contactId: string): Notes {
  const [found, setFound] = useState<{ of: string; notes: Note[]; hasMore: boolean } | null>(null)
  const wanted = useRef(PAGE)
  const read = useCallback(async (): Promise<void> => {
    const page = await attempt(() =>
      client.notes.ofContact({ contactId, cursor: null, limit: wanted.current }),
    )
    if (page) setFound({ of: contactId, notes: page.items, hasMore: page.next !== null })
  }, [contactId])
  useEffect(() => {
    wanted.current = PAGE
    const again = () => void read()
    again()
    const stops = [
      onOnline(again),
      onEvent('note', again),
      onEvent('records', again),
      onEvent('record-gone', ({ kind }) => kind === 'note' && again()),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [read])
  const shown = found?.of === contactId ? found : null
  return {
    notes: shown?.notes ?? null,
    hasMore: shown !== null && shown.hasMore && shown.notes.length < MOST,
    more: () => {
      wanted.current = Math.min(MOST, wanted.current * 4)
      void read()
    },
  }
}
