/** How well each account is, and a word to the person when one got worse. */
import { create } from 'zustand'
import type { AccountHealth } from '../../contract'
import { client, onEvent, onOnline } from '../client'
import { i18n } from '../i18n'
import { attempt } from '../lib/attempt'
import { toast } from '../ui'
import { useSetup } from './app'
import { isNews } from './health-rules'

export const useHealth = create<{ of: Record<string, AccountHealth> }>(() => ({ of: {} }))

const isOpen = (): boolean => useSetup.getState().status?.stage === 'open'

async function read(): Promise<void> {
  if (!isOpen()) return
  const all = await attempt(() => client.health.list())
  if (all) useHealth.setState({ of: Object.fromEntries(all.map((one) => [one.accountId, one])) })
}

function take(health: AccountHealth): void {
  const { accountId, grade } = health
  const before = useHealth.getState().of[accountId]
  useHealth.setState(({ of }) => ({ of: { ...of, [accountId]: health } }))
  if (!isNews(before, health) || grade === null || grade === 'healthy') return
  toast(i18n.t(`health.alarm.${grade}`), { about: `health-${accountId}` })
}

export function startHealth(): void {
  onOnline(() => void read())
  useSetup.subscribe((now, before) => {
    if (now.status?.stage === 'open' && before.status?.stage !== 'open') void read()
  })
  onEvent('health', ({ health }) => take(health))
  onEvent('account-gone', ({ accountId }) =>
    useHealth.setState(({ of }) => ({
      of: Object.fromEntries(Object.entries(of).filter(([id]) => id !== accountId)),
    })),
  )
}
