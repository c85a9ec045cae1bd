/** Products that fit what is typed, from the catalogue kept on this machine. */
import { useEffect, useState } from 'react'
import type { Product } from '../../../contract'
import { client } from '../../client'
import { problemOf, type Problem } from '../../client'
import { useCrm } from '../../stores/app'

const MOST = 30
/** Milliseconds to wait for the next key. */
const PAUSE = 80

export interface Found {
  /** What was looked for; null before the first answer. */
  query: string | null
  products: Product[]
  problem: Problem | null
}

export function useProducts(query: string): Found {
  // What the CRM just sent is found too, without typing again.
  const readAt = useCrm(({ status }) => status?.lastSyncAt ?? null)
  const [found, setFound] = useState<Found>({ query: null, products: [], problem: null })
  useEffect(() => {
    let over = false
    const timer = setTimeout(() => {
      client.orders.products({ query: query.slice(0, 200), limit: MOST }).then(
        (products) => over || setFound({ query, products, problem: null }),
        (error: unknown) => over || setFound((before) => ({ ...before, query, problem: problemOf(error) })),
      )
    }, PAUSE)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [query, readAt])
  return found
}
