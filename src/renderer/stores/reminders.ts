/** What the person was reminded of, on every screen until they did it or put it away. */
import { create } from 'zustand'
import type { Reminders } from '../../contract'
import { client, onEvent, onOnline } from '../client'
import { attempt } from '../lib/attempt'
import { useSetup } from './app'

const NONE: Reminders = { tasks: [], count: 0 }

export const useReminders = create<Reminders>(() => NONE)

const isOpen = (): boolean => useSetup.getState().status?.stage === 'open'

/** What was told while the answer was under way is newer than it. */
let told = 0

async function read(): Promise<void> {
  if (!isOpen()) return
  const mine = ++told
  const reminders = await attempt(() => client.tasks.reminders())
  if (reminders !== null && mine === told) useReminders.setState(reminders)
}

/** Puts reminders away, all where `ids` is null; the tasks stay. */
export async function putAway(ids: string[] | null): Promise<void> {
  const left = await attempt(() => client.tasks.seeReminders({ ids }))
  if (left !== null) useReminders.setState(left)
}

export function startReminders(): void {
  onOnline(() => void read())
  onEvent('reminders', ({ reminders }) => {
    told += 1
    useReminders.setState(reminders)
  })
  useSetup.subscribe((now, before) => {
    if (now.status?.stage === 'open' && before.status?.stage !== 'open') void read()
    if (now.status?.stage === 'locked') useReminders.setState(NONE)
  })
}
