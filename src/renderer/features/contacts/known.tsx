/** People who may be meant by what is typed, to be picked from. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow } from '../../../contract'
import { client } from '../../client'
import { useFormat } from '../../lib/format'

/** From so many letters on somebody is looked for. */
const FEWEST = 2

export function useKnown(query: string, limit: number, chat: 'any' | 'none' = 'any'): ContactRow[] {
  const [found, setFound] = useState<{ query: string; people: ContactRow[] }>({ query: '', people: [] })
  const wanted = query.trim().length >= FEWEST ? query.trim() : ''
  useEffect(() => {
    if (wanted === '') return
    let current = true
    const timer = setTimeout(() => {
      client.contacts.list({ query: wanted, tag: null, chat, cursor: null, limit }).then(
        ({ items }) => current && setFound({ query: wanted, people: items }),
        // Only an offer: what was typed stands by itself.
        () => current && setFound({ query: wanted, people: [] }),
      )
    }, 150)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [wanted, limit, chat])
  return wanted === '' ? [] : found.people
}

export interface KnownProps {
  query: string
  /** Only those with a number. */
  withNumber?: boolean
  /** Whoever it is about already. */
  except?: string
  onPick: (person: ContactRow) => void
}

export function Known({ query, withNumber = false, except, onPick }: KnownProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const people = useKnown(query, 6).filter(
    ({ id, phone }) => id !== except && (phone !== null || !withNumber),
  )
  if (people.length === 0) return null
  return (
    <ul aria-label={t('contacts.known')} className="flex flex-col rounded-control border border-line">
      {people.map((person) => (
        <li key={person.id}>
          <button
            type="button"
            onClick={() => onPick(person)}
            className="focus-inset flex w-full min-w-0 items-center gap-2 px-2.5 py-1.5 text-left hover:bg-surface-2"
          >
            <span dir="auto" className="min-w-0 grow truncate text-start">
              {person.name}
            </span>
            <span className="numeric shrink-0 text-small text-text-3">
              {person.phone === null ? person.company : format.phone(person.phone)}
            </span>
          </button>
        </li>
      ))}
    </ul>
  )
}
