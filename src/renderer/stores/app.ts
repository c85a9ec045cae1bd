/** Small stores of whole values: setup, preferences, accounts, CRM status. Each is replaced by what an event carries. */
import { create } from 'zustand'
import type { Account, CrmStatus, Preferences, SetupStatus } from '../../contract'
import { client, onEvent, onOnline } from '../client'
import { attempt } from '../lib/attempt'
import { setLanguage } from '../i18n'
import { applyTheme } from '../theme/apply'

export const useSetup = create<{ status: SetupStatus | null }>(() => ({ status: null }))
export const usePreferences = create<{ preferences: Preferences | null }>(() => ({ preferences: null }))
export const useAccounts = create<{ accounts: Account[] | null }>(() => ({ accounts: null }))
export const useCrm = create<{ status: CrmStatus | null }>(() => ({ status: null }))

function take(preferences: Preferences): void {
  usePreferences.setState({ preferences })
  applyTheme(preferences.theme)
  if (preferences.language !== null) void setLanguage(preferences.language)
}

/** Changes preferences; the screen follows at once, and the app's answer has the last word. */
export async function setPreferences(change: Partial<Preferences>): Promise<boolean> {
  const before = usePreferences.getState().preferences
  if (before) take({ ...before, ...change })
  const after = await attempt(() => client.preferences.set(change))
  if (after) take(after)
  else if (before) take(before)
  return after !== null
}

/** The account with this event's state in its place. */
export const withAccount = (accounts: Account[] | null, account: Account): Account[] =>
  accounts?.some((one) => one.id === account.id) === true
    ? accounts.map((one) => (one.id === account.id ? account : one))
    : [...(accounts ?? []), account]

/** `anew` reads what lies behind the key again too: after a reconnect. */
export async function readSetup(anew = false): Promise<void> {
  const status = await attempt(() => client.setup.status())
  if (status) takeSetup(status, anew)
}

function takeSetup(status: SetupStatus, anew = false): void {
  const opened = status.stage === 'open' && (anew || useSetup.getState().status?.stage !== 'open')
  useSetup.setState({ status })
  if (opened) void readOpen()
}

/** What can be read only once the data key is open. */
async function readOpen(): Promise<void> {
  const [accounts, crm] = await Promise.all([
    attempt(() => client.accounts.list()),
    attempt(() => client.crm.status()),
  ])
  if (accounts) useAccounts.setState({ accounts })
  if (crm) useCrm.setState({ status: crm })
}

export function startAppStores(): void {
  onOnline(() => {
    void attempt(() => client.preferences.get()).then((preferences) => preferences && take(preferences))
    void readSetup(true)
  })
  onEvent('setup', ({ status }) => takeSetup(status))
  onEvent('preferences', ({ preferences }) => take(preferences))
  onEvent('account', ({ account }) =>
    useAccounts.setState(({ accounts }) => ({ accounts: withAccount(accounts, account) })),
  )
  onEvent('account-gone', ({ accountId }) =>
    useAccounts.setState(({ accounts }) => ({
      accounts: accounts?.filter(({ id }) => id !== accountId) ?? null,
    })),
  )
  onEvent('crm', ({ status }) => useCrm.setState({ status }))
}
