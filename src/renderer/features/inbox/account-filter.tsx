/** Which account's conversations are listed; nothing to choose where there is only one. */
import { useTranslation } from 'react-i18next'
import { useAccounts } from '../../stores/app'
import { setView, useConversations } from '../../stores/conversations'
import { Select } from '../../ui'
import { useAccountName } from '../account/name'

export function AccountFilter() {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const accounts = useAccounts((state) => state.accounts) ?? []
  const accountId = useConversations((state) => state.accountId)
  const unread = useConversations((state) => state.unreadByAccount)
  if (accounts.length < 2) return null
  return (
    <Select
      label={t('account.filter')}
      hideLabel
      options={[
        { value: '', label: t('account.all') },
        ...accounts.map((account) => {
          const name = nameOf(account)
          const count = unread[account.id] ?? 0
          return { value: account.id, label: count > 0 ? t('account.unread', { name, count }) : name }
        }),
      ]}
      value={accountId ?? ''}
      onValue={(value) => setView({ accountId: value === '' ? null : value })}
    />
  )
}
