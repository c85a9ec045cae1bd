/** How well each account is, and a word to the person when one got worse. */
import { useEffect } from 'react'
import { create } from 'zustand'
import type { AccountHealth } from '../../contract'
import { client, onEvent, onOnline } from '../client'
import { i18n } from '../i18n'
import { attempt } from '../lib/attempt'
import { toast } from '../ui'
import { useSetup } from './app'
import { alarmAfter, type Alarm } from './health-rules'

interface Health {
  of: Record<string, AccountHealth>
  /** What got worse and was not said yet, by account: it is said once there is a list whose foot it speaks of. */
  alarms: Record<string, Alarm>
}

export const useHealth = create<Health>(() => ({ of: {}, alarms: {} }))

const without = <T>(all: Record<string, T>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(all).filter(([key]) => key !== id))

const isOpen = (): boolean => useSetup.getState().status?.stage === 'open'

async function read(): Promise<void> {
  if (!isOpen()) return
  const all = await attempt(() => client.health.list())
  if (all) useHealth.setState({ of: Object.fromEntries(all.map((one) => [one.accountId, one])) })
}

function take(health: AccountHealth): void {
  const { accountId } = health
  useHealth.setState(({ of, alarms }) => {
    const alarm = alarmAfter(of[accountId], health, alarms[accountId] ?? null)
    const others = without(alarms, accountId)
    return { of: { ...of, [accountId]: health }, alarms: alarm ? { ...others, [accountId]: alarm } : others }
  })
}

/**
 * Says what got worse, also what did so before these screens were there.
 * @param nameOf what an account is called; null where there is only one
 * @param look shows why
 */
export function useAlarms(
  nameOf: (accountId: string) => string | null,
  look: (accountId: string) => void,
): void {
  const alarms = useHealth((state) => state.alarms)
  useEffect(() => {
    const all = Object.entries(alarms)
    if (all.length === 0) return
    useHealth.setState({ alarms: {} })
    for (const [id, alarm] of all) {
      const [text, name] = [i18n.t(`health.alarm.${alarm}`), nameOf(id)]
      toast(name === null ? text : i18n.t('account.named', { name, text }), {
        about: `health-${id}`,
        action: { label: i18n.t('health.look'), run: () => look(id) },
      })
    }
  }, [alarms, nameOf, look])
}

export function startHealth(): void {
  onOnline(() => void read())
  useSetup.subscribe((now, before) => {
    if (now.status?.stage === 'open' && before.status?.stage !== 'open') void read()
  })
  onEvent('health', ({ health }) => take(health))
  onEvent('account-gone', ({ accountId }) =>
    useHealth.setState(({ of, alarms }) => ({
      of: without(of, accountId),
      alarms: without(alarms, accountId),
    })),
  )
}
