/** Linking again, over whatever screen; closes once linked. */
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { useAccounts } from '../../stores/app'
import { Dialog } from '../../ui'
import { useAccountDialogs } from './help'
import { LinkPanel } from './link'
import { useAccountName } from './name'

export function LinkDialog() {
  const { t } = useTranslation()
  const id = useAccountDialogs((state) => state.linking)
  const account = useAccounts((state) => state.accounts?.find((one) => one.id === id))
  const isOne = useAccounts((state) => state.accounts?.length === 1)
  const nameOf = useAccountName()
  const linked = account?.state === 'connected'
  useEffect(() => {
    if (linked) useAccountDialogs.setState({ linking: null })
  }, [linked])
  return (
    <Dialog
      open={account !== undefined && !linked}
      onClose={() => useAccountDialogs.setState({ linking: null })}
      title={t('link.title')}
      description={isOne || !account ? undefined : nameOf(account)}
      width="lg"
    >
      {account && <LinkPanel account={account} />}
    </Dialog>
  )
}
