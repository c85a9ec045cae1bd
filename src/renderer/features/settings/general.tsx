/** Language, look and keys: what concerns only this person. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../../contract'
import { LANGUAGE_NAMES, LANGUAGES } from '../../i18n'
import { useFormat } from '../../lib/format'
import { useAutomaticCountry } from '../../lib/use-country'
import { setPreferences } from '../../stores/app'
import { Select, Switch } from '../../ui'
import { countryOptions } from './choices'
import { Section } from './section'

const THEMES = ['system', 'light', 'dark'] as const

export function GeneralSettings({ preferences }: { preferences: Preferences }) {
  const { t, i18n } = useTranslation()
  const { locale } = useFormat()
  const countries = useMemo(() => countryOptions(locale), [locale])
  const automatic = useAutomaticCountry()
  const country = useMemo(
    () => new Intl.DisplayNames(locale, { type: 'region' }).of(automatic) ?? automatic,
    [locale, automatic],
  )
  const language = preferences.language ?? LANGUAGES.find((one) => one === i18n.language) ?? 'en'
  return (
    <Section id="general" title={t('settings.general')}>
      <div className="grid gap-4 sm:grid-cols-2">
        <Select
          label={t('settings.language')}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          value={language}
          onValue={(value) => {
            const chosen = LANGUAGES.find((one) => one === value)
            if (chosen) void setPreferences({ language: chosen })
          }}
        />
        <Select
          label={t('settings.theme')}
          options={THEMES.map((value) => ({ value, label: t(`settings.themes.${value}`) }))}
          value={preferences.theme}
          onValue={(value) => {
            const chosen = THEMES.find((one) => one === value)
            if (chosen) void setPreferences({ theme: chosen })
          }}
        />
        <Select
          className="sm:col-span-2"
          label={t('settings.country')}
          hint={t('settings.countryHint')}
          options={[{ value: '', label: t('settings.countryAutomatic', { country }) }, ...countries]}
          value={preferences.defaultCountry ?? ''}
          onValue={(value) => void setPreferences({ defaultCountry: value === '' ? null : value })}
        />
      </div>
      <Switch
        label={t('settings.letterKeys')}
        hint={t('settings.letterKeysHint')}
        checked={preferences.letterKeys}
        onChange={(letterKeys) => void setPreferences({ letterKeys })}
      />
    </Section>
  )
}
