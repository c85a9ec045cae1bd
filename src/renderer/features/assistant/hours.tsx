/** Working hours: by day of the week, in the shop's time zone. */
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { WorkingHours } from '../../../contract'
import { useFormat } from '../../lib/format'
import { minuteOf, timeOf } from '../settings/outside'
import { Checkbox, Input, Select, Switch } from '../../ui'
import { usualHours, withDay } from './rules'
import type { AssistantSet } from './use-settings'

const here = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone

/** 5 January 1970 was a Monday. */
const dayName = (locale: string, day: number): string =>
  new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, 0, 5 + day))

function Day({
  hours,
  day,
  onChange,
}: {
  hours: WorkingHours
  day: number
  onChange: (to: WorkingHours) => void
}) {
  const { t } = useTranslation()
  const { locale } = useFormat()
  const name = dayName(locale, day)
  const open = hours.days[day] ?? null
  return (
    <li className="grid min-h-10 grid-cols-[minmax(8rem,1fr)_auto] items-center gap-x-4">
      <Checkbox
        label={name}
        checked={open !== null}
        onChange={(on) => onChange(withDay(hours, day, on ? {} : null))}
      />
      {open ? (
        <div className="flex items-center gap-2">
          {(['from', 'to'] as const).map((end) => (
            <Input
              key={end}
              type="time"
              hideLabel
              label={t(`assistant.hours.${end}`, { day: name })}
              value={timeOf(open[end] % 1_440)}
              onChange={(event) => {
                const minute = minuteOf(event.currentTarget.value)
                if (minute !== null) onChange(withDay(hours, day, { [end]: minute }))
              }}
            />
          ))}
        </div>
      ) : (
        <span className="text-small text-text-3">{t('assistant.hours.closed')}</span>
      )}
    </li>
  )
}

export function Hours({ set }: { set: AssistantSet }) {
  const { t } = useTranslation()
  const { hours } = set.settings
  const zones = useMemo(() => {
    const all = Intl.supportedValuesOf('timeZone')
    return [...new Set([here(), ...(hours ? [hours.timeZone] : []), ...all])].sort()
  }, [hours])
  const change = (to: WorkingHours | null) => void set.change({ hours: to })
  return (
    <>
      <Switch
        label={t('assistant.hours.on')}
        hint={t('assistant.hours.hint')}
        checked={hours !== null}
        onChange={(on) => change(on ? usualHours(here()) : null)}
      />
      {hours && (
        <>
          <ul aria-label={t('assistant.hours.on')} className="flex flex-col gap-1">
            {hours.days.map((_, day) => (
              <Day key={day} hours={hours} day={day} onChange={change} />
            ))}
          </ul>
          <Select
            label={t('assistant.hours.zone')}
            className="max-w-80"
            options={zones.map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
            value={hours.timeZone}
            onValue={(timeZone) => change({ ...hours, timeZone })}
          />
        </>
      )}
    </>
  )
}
