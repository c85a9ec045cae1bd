/** What customers are told of their orders: in which language, of which steps, and in which words. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Language, OrderStatus, Preferences } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { LANGUAGES } from '../../i18n'
import { setPreferences } from '../../stores/app'
import { Checkbox, Input, Select, TextArea } from '../../ui'
import { LANGUAGE_OPTIONS, useUsualLanguage } from '../orders'
import { Section } from './section'

type ToldStatus = Exclude<OrderStatus, 'draft'>
type Words = Record<Language, Record<ToldStatus, string>>

const STATUSES: readonly ToldStatus[] = ['placed', 'confirmed', 'packed', 'shipped', 'delivered', 'cancelled']

/** A field that is kept when it is left. */
function useKept(value: string, keep: (text: string) => void) {
  const [text, setText] = useState<string | null>(null)
  return {
    value: text ?? value,
    onChange: ({ currentTarget }: { currentTarget: { value: string } }) => setText(currentTarget.value),
    onBlur: () => {
      if (text !== null && text.trim() !== value) keep(text.trim())
      setText(null)
    },
  }
}

function StatusWords({
  status,
  language,
  own,
  preferences,
}: {
  status: ToldStatus
  language: Language
  /** Leadline's own words. */
  own: string
  preferences: Preferences
}) {
  const { t } = useTranslation()
  const { statusWords } = preferences
  const field = useKept(statusWords[language]?.[status] ?? '', (text) => {
    const others = Object.entries(statusWords[language] ?? {}).filter(([one]) => one !== status)
    const words = Object.fromEntries(text === '' ? others : [...others, [status, text]])
    void setPreferences({ statusWords: { ...statusWords, [language]: words } })
  })
  return (
    <TextArea
      {...field}
      label={t('settings.wordsFor', { status: t(`orders.status.${status}`) })}
      placeholder={own}
      rows={2}
      maxLength={1000}
    />
  )
}

export function OrderSettings({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation()
  const [words, setWords] = useState<Words | null>(null)
  const language = useUsualLanguage()
  const { toldStatuses, customerLanguage, companyName } = preferences
  useEffect(() => {
    void attempt(() => client.orders.statusWords()).then((found) => found && setWords(found))
  }, [])
  const company = useKept(companyName, (text) => void setPreferences({ companyName: text }))
  return (
    <Section id="orders" title={t('settings.orders')} text={t('settings.ordersText')}>
      <Input
        {...company}
        label={t('settings.companyName')}
        hint={t('settings.companyNameHint')}
        maxLength={120}
      />
      <Select
        label={t('settings.customerLanguage')}
        options={[{ value: '', label: t('settings.asScreens') }, ...LANGUAGE_OPTIONS]}
        value={customerLanguage ?? ''}
        onValue={(value) =>
          void setPreferences({ customerLanguage: LANGUAGES.find((one) => one === value) ?? null })
        }
      />
      <fieldset className="flex flex-col gap-2">
        <legend className="text-body text-text-1">{t('settings.toldStatuses')}</legend>
        <p className="text-small text-text-3">{t('settings.toldHint')}</p>
        {STATUSES.map((status) => (
          <Checkbox
            key={status}
            label={t(`orders.status.${status}`)}
            checked={toldStatuses.includes(status)}
            onChange={(on) =>
              void setPreferences({
                toldStatuses: STATUSES.filter((one) => (one === status ? on : toldStatuses.includes(one))),
              })
            }
          />
        ))}
      </fieldset>
      {words && toldStatuses.length > 0 && (
        <fieldset className="flex flex-col gap-3">
          <legend className="text-body text-text-1">{t('settings.statusWords')}</legend>
          <p className="text-small text-text-3">{t('settings.wordsHint')}</p>
          {STATUSES.filter((status) => toldStatuses.includes(status)).map((status) => (
            <StatusWords
              key={`${language} ${status}`}
              {...{ status, language, preferences, own: words[language][status] }}
            />
          ))}
        </fieldset>
      )}
    </Section>
  )
}
