/** How much may go from each account, a day and a minute, and how much memory it may take. */
import { Check } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Preferences } from '../../../contract'
import { useFormat } from '../../lib/format'
import { setPreferences } from '../../stores/app'
import { Input } from '../../ui'
import { BOUNDS, numberWithin, type LimitName } from './limit-rules'
import { Section } from './section'

interface NumberFieldProps {
  name: LimitName
  value: number
  label: string
  hint: string
}

/** Takes a number when the person leaves the field or presses Enter; one that can't be stays there with the reason. */
export function NumberField({ name, value, label, hint }: NumberFieldProps) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const [text, setText] = useState<string | null>(null)
  const [saved, setSaved] = useState(false)
  const { min, max } = BOUNDS[name]
  const typed = text === null ? value : numberWithin(name, text)
  const take = () => {
    if (typed === null || text === null) return
    setText(null)
    if (typed !== value) void setPreferences({ [name]: typed }).then(setSaved)
  }
  return (
    <div>
      <Input
        label={label}
        hint={hint}
        error={typed === null ? t('settings.limitError', { min: number(min), max: number(max) }) : null}
        inputMode="numeric"
        autoComplete="off"
        value={text ?? String(value)}
        onChange={(event) => {
          setSaved(false)
          setText(event.currentTarget.value)
        }}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
        }}
      />
      <p role="status" className="mt-1 flex items-center gap-1 text-meta text-success empty:hidden">
        {saved && (
          <>
            <Check aria-hidden className="size-3.5 shrink-0" />
            {t('settings.limitSaved')}
          </>
        )}
      </p>
    </div>
  )
}

export function LimitSettings({ preferences }: { preferences: Preferences }) {
  const { t } = useTranslation()
  return (
    <Section id="limits" title={t('settings.limits')} text={t('settings.limitsText')}>
      <div className="grid gap-4 sm:grid-cols-2">
        {(['dailyLimit', 'minuteLimit', 'memoryLimit'] as const).map((name) => (
          <NumberField
            key={name}
            name={name}
            value={preferences[name]}
            label={t(`settings.${name}`)}
            hint={t(`settings.${name}Hint`)}
          />
        ))}
      </div>
    </Section>
  )
}
