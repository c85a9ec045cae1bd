/** The assistant in the settings: of one account at a time. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n'
import { RadioCards, Select, Skeleton, Switch } from '../../ui'
import { useAccountName } from '../account/name'
import { Hours } from './hours'
import { Sayings } from './sayings'
import { TryOut } from './try-out'
import { useAssistantSettings, type AssistantSet } from './use-settings'

/** Minutes of silence to choose from; what was set otherwise stays to be chosen. */
const SILENCES = [10, 30, 60, 120, 480]

function Choices({ set }: { set: AssistantSet }) {
  const { t } = useTranslation()
  const { settings, change } = set
  const { orders, language, silence } = settings
  return (
    <>
      <RadioCards
        label={t('assistant.orders.label')}
        value={orders}
        cards={(['draft', 'placed'] as const).map((value) => ({
          value,
          title: t(`assistant.orders.${value}`),
          text: t(`assistant.orders.${value}Text`),
        }))}
        onChange={(value) => void change({ orders: value })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('assistant.language')}
          hint={t('assistant.languageHint')}
          options={LANGUAGES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
          value={language}
          onValue={(value) => {
            const chosen = LANGUAGES.find((one) => one === value)
            if (chosen) void change({ language: chosen })
          }}
        />
        <Select
          label={t('assistant.silence')}
          hint={t('assistant.silenceHint')}
          options={[...new Set([...SILENCES, silence])]
            .sort((a, b) => a - b)
            .map((minutes) => ({
              value: String(minutes),
              label: t('assistant.minutes', { count: minutes }),
            }))}
          value={String(silence)}
          onValue={(value) => void change({ silence: Number(value) })}
        />
      </div>
    </>
  )
}

function OfAccount({ accountId }: { accountId: string }) {
  const { t } = useTranslation()
  const set = useAssistantSettings(accountId)
  if (!set) return <Skeleton className="h-24" />
  const { settings, change } = set
  return (
    <>
      <Switch
        label={t('assistant.on')}
        hint={t('assistant.onHint')}
        checked={settings.on}
        onChange={(on) => void change({ on })}
      />
      {settings.on && (
        <>
          <Choices set={set} />
          <Hours set={set} />
        </>
      )}
      <Sayings set={set} />
      <TryOut accountId={accountId} />
    </>
  )
}

export function AssistantSettingsOf({ accounts }: { accounts: readonly Account[] }) {
  const { t } = useTranslation()
  const nameOf = useAccountName()
  const [chosen, setChosen] = useState<string | null>(null)
  const account = accounts.find(({ id }) => id === chosen) ?? accounts[0]
  if (!account) return null
  return (
    <>
      {accounts.length > 1 && (
        <Select
          label={t('assistant.account')}
          className="max-w-80"
          options={accounts.map((one) => ({ value: one.id, label: nameOf(one) }))}
          value={account.id}
          onValue={setChosen}
        />
      )}
      <OfAccount key={account.id} accountId={account.id} />
    </>
  )
}
