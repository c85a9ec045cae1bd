/** The chats whose keeping is a matter of choice: groups, and chats marked "not for work". Pure rules and their reading. */
import { useCallback, useEffect, useState } from 'react'
import type { Conversation } from '../../../contract'
import { client, onEvent, onOnline, problemOf, type Problem } from '../../client'

export interface Choices {
  /** Switched on or off, by name. */
  groups: Conversation[]
  notForWork: Conversation[]
}

/** Of everything known, each chat once: what was given later is newer. */
export function choicesOf(chats: readonly Conversation[], locale: string): Choices {
  const all = [...new Map(chats.map((chat) => [chat.id, chat])).values()]
  const order = new Intl.Collator(locale, { numeric: true })
  const byName = (a: Conversation, b: Conversation) =>
    order.compare(a.name ?? '', b.name ?? '') || (a.id < b.id ? -1 : 1)
  return {
    groups: all.filter(({ kind, keeping }) => kind === 'group' && keeping !== 'not-work').sort(byName),
    notForWork: all.filter(({ keeping }) => keeping === 'not-work').sort(byName),
  }
}

const PAGE = 200

async function keptGroups(filter: 'all' | 'archived'): Promise<Conversation[]> {
  const groups: Conversation[] = []
  let cursor: string | null = null
  do {
    const page: { items: Conversation[]; next: string | null } = await client.conversations.list({
      ...{ accountId: null, filter, query: '', cursor, limit: PAGE },
    })
    groups.push(...page.items.filter(({ kind }) => kind === 'group'))
    cursor = page.next
  } while (cursor !== null)
  return groups
}

async function readChats(): Promise<Conversation[]> {
  const [all, archived, notKept] = await Promise.all([
    keptGroups('all'),
    keptGroups('archived'),
    client.conversations.notKept(),
  ])
  return [...all, ...archived, ...notKept]
}

export interface Chats {
  chats: Conversation[] | null
  problem: Problem | null
  again: () => void
}

export function useChats(): Chats {
  const [found, setFound] = useState<Pick<Chats, 'chats' | 'problem'>>({ chats: null, problem: null })
  const again = useCallback(() => {
    readChats().then(
      (chats) => setFound({ chats, problem: null }),
      (error: unknown) => setFound(({ chats }) => ({ chats, problem: problemOf(error) })),
    )
  }, [])
  useEffect(() => {
    const stops = [
      onOnline(again),
      onEvent('conversations', ({ conversations }) =>
        setFound(({ chats, problem }) => {
          const mine = conversations.filter(
            ({ id, kind, keeping }) =>
              kind === 'group' || keeping === 'not-work' || chats?.some((one) => one.id === id),
          )
          return chats && mine.length > 0 ? { chats: [...chats, ...mine], problem } : { chats, problem }
        }),
      ),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [again])
  return { ...found, again }
}
