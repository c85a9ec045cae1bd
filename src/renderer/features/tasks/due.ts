/** What is due today or was before, read while somebody looks at it. */
import { useEffect, useState } from 'react'
import { create } from 'zustand'
import type { Task } from '../../../contract'
import { client, onEvent, onOnline } from '../../client'
import { attempt } from '../../lib/attempt'
import { useNow } from '../../lib/use-now'
import { dueOf } from './rules'

/** More open tasks than this nobody has today; those due first are read first. */
const MOST = 200
/** Changes that come one behind the other are read once, ms. */
const SOON = 300

export const useDueOpen = create<{ open: boolean }>(() => ({ open: false }))

export const openDue = (): void => useDueOpen.setState({ open: true })

/** Null until it was read. */
export function useDue(): { overdue: Task[]; today: Task[] } | null {
  const [tasks, setTasks] = useState<Task[] | null>(null)
  const now = useNow(30_000)
  useEffect(() => {
    let current = true
    let soon: ReturnType<typeof setTimeout> | null = null
    const read = () => {
      soon = null
      void attempt(() => client.tasks.list({ done: false, cursor: null, limit: MOST })).then((page) => {
        if (current && page !== null) setTasks(page.items)
      })
    }
    const later = () => {
      soon ??= setTimeout(read, SOON)
    }
    const stops = [
      onOnline(read),
      onEvent('task', later),
      onEvent('record-gone', later),
      onEvent('records', later),
      onEvent('contact-gone', later),
    ]
    read()
    return () => {
      current = false
      if (soon) clearTimeout(soon)
      for (const stop of stops) stop()
    }
  }, [])
  return tasks === null ? null : dueOf(tasks, now)
}
