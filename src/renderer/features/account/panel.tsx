/** What a click on the state strip opens. */
import { useTranslation } from 'react-i18next'
import { useAccounts } from '../../stores/app'
import { Dialog } from '../../ui'
import { AccountDetails } from './details'
import { useAccountDialogs } from './help'

export function AccountPanel() {
  const { t } = useTranslation()
  const open = useAccountDialogs((state) => state.panel)
  const account = useAccounts((state) => state.accounts?.[0])
  if (!account) return null
  return (
    <Dialog
      open={open}
      onClose={() => useAccountDialogs.setState({ panel: false })}
      title={t('common.accounts')}
    >
      <AccountDetails account={account} />
    </Dialog>
  )
}
