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

const read = (query: string, before: number | null) =>
  attempt(() => client.messages.search({ query, limit: LIMIT, before }))

/** Nothing is looked for while `query` is empty. */
export function useMessageHits(query: string): MessageHitsFound {
  const [found, setFound] = useState<{ query: string; hits: Hit[]; more: boolean } | null>(null)
  useEffect(() => {
    if (query === '') return
    let current = true
    void read(query, null).then((hits) => {
      if (current) setFound({ query, hits: hits ?? [], more: hits?.length === LIMIT })
    })
    return () => {
      current = false
    }
  }, [query])
  const mine = found?.query === query ? found : null
  const readMore = () => {
    if (!mine) return
    void read(query, mine.hits.at(-1)?.message.id ?? null).then((older) => {
      if (!older) return
      setFound((now) =>
        now?.query === query ? { query, hits: [...now.hits, ...older], more: older.length === LIMIT } : now,
      )
    })
  }
  return { hits: mine?.hits ?? null, more: mine?.more ?? false, readMore }
}
