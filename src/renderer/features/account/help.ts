/** Does the one thing that helps an account. Linking needs a screen: it opens the dialog. */
import { create } from 'zustand'
import type { Account } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { openSettings } from '../../stores/navigation'
import type { Help } from './view'

interface Dialogs {
  /** The account that is being linked. */
  linking: string | null
  panel: boolean
  /** In the panel; null for the one that needs it most, empty for none. */
  unfolded: string | null
  adding: boolean
}
export const useAccountDialogs = create<Dialogs>(() => ({
  linking: null,
  panel: false,
  unfolded: null,
  adding: false,
}))

export const openAccounts = (unfolded: string | null = null): void =>
  useAccountDialogs.setState({ panel: true, unfolded })

export function giveHelp(account: Account, help: Help): void {
  const which = { accountId: account.id }
  switch (help) {
    case 'link':
      useAccountDialogs.setState({ linking: account.id, panel: false })
      break
    case 'connect':
      void attempt(() => client.accounts.connect(which))
      break
    case 'reconnect':
      void attempt(() => client.accounts.reconnectNow(which))
      break
    case 'resume':
      void attempt(() => client.accounts.setPaused({ ...which, paused: false }))
      break
    case 'limits':
      useAccountDialogs.setState({ panel: false })
      openSettings('limits')
      break
  }
}
