/** A person in figures. */
import { useCallback, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import type { Contact } from '../../../contract'
import { client, onEvent } from '../../client'
import { useFormat } from '../../lib/format'
import { useReading } from './use-contact'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long, in the largest unit that it is at least one of. */
export function spanOf(ms: number): { unit: 'minute' | 'hour' | 'day'; value: number } {
  if (ms >= DAY) return { unit: 'day', value: Math.round(ms / DAY) }
  if (ms >= HOUR) return { unit: 'hour', value: Math.round(ms / HOUR) }
  return { unit: 'minute', value: Math.round(ms / MINUTE) }
}

export function Statistics({ contact }: { contact: Contact }) {
  const { t } = useTranslation()
  const format = useFormat()
  const read = useCallback(() => client.contacts.statistics({ contactId: contact.id }), [contact.id])
  const { value, again } = useReading(read)
  useEffect(() => {
    const stops = [onEvent('order', again), onEvent('contact', again), onEvent('contact-gone', again)]
    return () => stops.forEach((stop) => stop())
  }, [again])
  if (value === null) return null
  const span = (ms: number): string => {
    const { unit, value: many } = spanOf(ms)
    return many === 0
      ? t('people.stats.underMinute')
      : new Intl.NumberFormat(format.locale, { style: 'unit', unit, unitDisplay: 'long' }).format(many)
  }
  const figures = [
    {
      label: t('people.stats.firstSeen'),
      text: format.day(value.firstSeen),
      more: format.exact(value.firstSeen),
    },
    { label: t('people.stats.received'), text: format.number(value.received) },
    { label: t('people.stats.sent'), text: format.number(value.sent) },
    ...(value.response
      ? [
          {
            label: t('people.stats.response'),
            text: span(value.response.median),
            more: t('people.stats.responseHint', {
              count: value.response.answers,
              n: format.number(value.response.answers),
            }),
          },
        ]
      : []),
    ...value.orders.map(({ currency, count, total }) => ({
      label: t('people.stats.orders', { count, n: format.number(count) }),
      text: format.money(total, currency),
    })),
  ]
  return (
    <section aria-label={t('people.stats.title')}>
      <dl className="grid grid-cols-[repeat(auto-fit,minmax(130px,1fr))] gap-2">
        {figures.map(({ label, text, more }, index) => (
          <div
            key={index}
            title={more}
            className="flex min-w-0 flex-col-reverse rounded-card bg-surface-2 px-3 py-2"
          >
            <dt className="text-meta text-text-3">{label}</dt>
            <dd className="numeric truncate text-body font-semibold">{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
