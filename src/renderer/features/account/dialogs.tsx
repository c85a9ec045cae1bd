/** The dialogs of accounts, for every screen from which one can be opened. */
import { useCommand } from '../commands/registry'
import { openAccounts, useAccountDialogs } from './help'
import { LinkDialog } from './link-dialog'
import { AddDialog } from './own-dialogs'
import { AccountPanel } from './panel'

export function AccountDialogs() {
  useCommand('accounts', () => openAccounts())
  useCommand('addAccount', () => useAccountDialogs.setState({ adding: true, panel: false }))
  return (
    <>
      <AccountPanel />
      <AddDialog />
      <LinkDialog />
    </>
  )
}
