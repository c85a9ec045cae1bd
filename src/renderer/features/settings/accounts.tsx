/** All accounts with what can be done about each, and how many there may be. */
import { useTranslation } from 'react-i18next'
import type { Account, Preferences } from '../../../contract'
import { Skeleton } from '../../ui'
import { AccountDetails } from '../account/details'
import { ColourDot, useAccountName } from '../account/name'
import { AddAccountButton } from '../account/panel'
import { NumberField } from './limits'
import { Section } from './section'

export interface AccountSettingsProps {
  /** Null until read. */
  accounts: readonly Account[] | null
  preferences: Preferences
}

export function AccountSettings({ accounts, preferences }: AccountSettingsProps) {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const isOne = accounts?.length === 1
  return (
    <Section id="whatsapp" title={t('settings.whatsapp')}>
      {accounts === null && <Skeleton className="h-24" />}
      {accounts?.map((account) => (
        <div key={account.id} className="flex flex-col gap-3 rounded-card border border-line p-4">
          {!isOne && (
            <h3 className="flex items-center gap-2 font-semibold">
              <ColourDot colour={account.colour} className="size-2.5" />
              <span dir="auto" title={nameOf(account)} className="min-w-0 truncate">
                {nameOf(account)}
              </span>
            </h3>
          )}
          <AccountDetails account={account} />
        </div>
      ))}
      <div className="self-start">
        <AddAccountButton />
      </div>
      <NumberField
        name="mostAccounts"
        value={preferences.mostAccounts}
        label={t('settings.mostAccounts')}
        hint={t('settings.mostAccountsHint')}
      />
    </Section>
  )
}
