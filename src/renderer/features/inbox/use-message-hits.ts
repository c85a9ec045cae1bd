/** Messages in which the searched words occur, read page by page. */
import { useEffect, useState } from 'react'
import type { Conversation, Message } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'

export interface Hit {
  message: Message
  conversation: Conversation
}

export interface MessageHitsFound {
  /** Null until answered; empty where it could not be read, which is told as a toast. */
  hits: Hit[] | null
  /** There are more, from older messages. */
  more: boolean
  readMore: () => void
}

const LIMIT = 20

const read = (accountId: string | null, query: string, before: number | null) =>
  attempt(() => client.messages.search({ accountId, query, limit: LIMIT, before }))

interface Found {
  query: string
  accountId: string | null
  hits: Hit[]
  more: boolean
}

/** Nothing is looked for while `query` is empty. `accountId` null: of all accounts. */
export function useMessageHits(query: string, accountId: string | null): MessageHitsFound {
  const [found, setFound] = useState<Found | null>(null)
  useEffect(() => {
    if (query === '') return
    let current = true
    void read(accountId, query, null).then((hits) => {
      if (current) setFound({ query, accountId, hits: hits ?? [], more: hits?.length === LIMIT })
    })
    return () => {
      current = false
    }
  }, [query, accountId])
  const isMine = (now: Found | null): now is Found => now?.query === query && now.accountId === accountId
  const mine = isMine(found) ? found : null
  const readMore = () => {
    if (!mine) return
    void read(accountId, query, mine.hits.at(-1)?.message.id ?? null).then((older) => {
      if (!older) return
      setFound((now) =>
        isMine(now) ? { ...now, hits: [...now.hits, ...older], more: older.length === LIMIT } : now,
      )
    })
  }
  return { hits: mine?.hits ?? null, more: mine?.more ?? false, readMore }
}
