/** One person, read when shown and kept up to date by events. */
import { useCallback, useEffect, useState } from 'react'
import type { Contact } from '../../../contract'
import { client, onEvent, onOnline, problemOf, type Problem } from '../../client'

export interface Reading<T> {
  value: T | null
  problem: Problem | null
  again: () => void
}

/** Reads once and again after every reconnect; `null` reads nothing. A later answer wins over an earlier one. */
export function useReading<T>(read: (() => Promise<T>) | null): Reading<T> {
  const [found, setFound] = useState<{ value: T | null; problem: Problem | null }>({
    value: null,
    problem: null,
  })
  const [turn, setTurn] = useState(0)
  const again = useCallback(() => setTurn((now) => now + 1), [])
  useEffect(() => onOnline(again), [again])
  useEffect(() => {
    let current = true
    read?.().then(
      (value) => current && setFound({ value, problem: null }),
      (error: unknown) => current && setFound(({ value }) => ({ value, problem: problemOf(error) })),
    )
    return () => {
      current = false
    }
  }, [read, turn])
  return { ...found, again }
}

/** Null while nothing is known of them, or for nobody. */
export function useContact(contactId: string | null): Reading<Contact> {
  const read = useCallback(() => client.contacts.get({ contactId: contactId ?? '' }), [contactId])
  const reading = useReading(contactId === null ? null : read)
  const [told, setTold] = useState<Contact | null>(null)
  useEffect(
    () =>
      onEvent('contact', ({ contact }) => {
        if (contact.id === contactId) setTold(contact)
      }),
    [contactId],
  )
  // What an event said is never older than what was read before it.
  const value = told?.id === contactId ? told : reading.value?.id === contactId ? reading.value : null
  return { ...reading, value }
}
