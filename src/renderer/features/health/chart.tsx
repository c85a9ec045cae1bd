/** A month of an account's health: a bar a day, the taller the worse, and the same as a table. */
import { ArrowDown, ArrowUp, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Grade, HealthDay } from '../../../contract'
import { client, problemOf } from '../../client'
import { problemText } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useNow } from '../../lib/use-now'
import { Skeleton, toast } from '../../ui'
import { countOf, dateOf, hours, LOOK, worstOfEach } from './grades'

/** As exactly as the table counts; ms. */
const MINUTE = 60_000
const HEIGHT = 36
const STEP = 10
const ORDER = ['healthy', 'warning', 'critical'] as const

/** A bar a day: the taller, the worse. None where Leadline did not run. */
function Bars({ grades, label }: { grades: readonly (Grade | null)[]; label: string }) {
  const width = grades.length * STEP
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      preserveAspectRatio="none"
      className="h-12 w-full"
    >
      <path d={`M0 ${HEIGHT - 0.5}h${width}`} stroke="var(--line-strong)" />
      {grades.map((grade, index) => {
        const height = grade ? LOOK[grade].height * (HEIGHT - 2) : 0
        return (
          grade && (
            <rect
              key={index}
              x={index * STEP + 1.5}
              y={HEIGHT - height}
              width={STEP - 3}
              height={height}
              fill={LOOK[grade].fill}
            />
          )
        )
      })}
    </svg>
  )
}

const CELL = 'numeric px-0.5 py-1 text-right'

function Head({ icon: Icon, ink, word }: { icon: LucideIcon; ink: string; word: string }) {
  return (
    <th scope="col" className={cx(CELL, 'align-bottom')}>
      <span className="inline-flex flex-col items-end gap-0.5">
        <Icon aria-hidden className={cx('size-3.5', ink)} />
        <span className="font-medium text-text-3">{word}</span>
      </span>
    </th>
  )
}

function Days({ days }: { days: readonly HealthDay[] }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <div className="mt-1">
      <table className="w-full text-meta max-[430px]:text-[11px]">
        <caption className="pb-1 text-left text-text-3">{t('health.unit')}</caption>
        <thead>
          <tr className="text-text-3">
            <th scope="col" className="px-1 py-1 text-left align-bottom font-medium">
              {t('health.day')}
            </th>
            {ORDER.map((grade) => (
              <Head key={grade} {...LOOK[grade]} word={t(`health.grade.${grade}`)} />
            ))}
            <Head icon={ArrowUp} ink="text-text-3" word={t('health.sent')} />
            <Head icon={ArrowDown} ink="text-text-3" word={t('health.received')} />
          </tr>
        </thead>
        <tbody>
          {days.toReversed().map(({ day, minutes, sent, received }) => (
            <tr key={day} className="border-t border-line">
              <th scope="row" className="px-1 py-1 text-left font-normal">
                {format.day(dateOf(day))}
              </th>
              {ORDER.map((grade) => (
                <td key={grade} className={CELL}>
                  {minutes[grade] > 0 ? hours(minutes[grade]) : '–'}
                </td>
              ))}
              <td className={CELL}>{format.number(sent)}</td>
              <td className={CELL}>{format.number(received)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function HealthMonth({ accountId, now }: { accountId: string; now: Grade | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [days, setDays] = useState<HealthDay[] | null>(null)
  const minute = useNow(MINUTE)
  useEffect(() => {
    let isCurrent = true
    client.health.days({ accountId }).then(
      (read) => {
        if (isCurrent) setDays(read)
      },
      (error: unknown) => {
        const problem = problemOf(error)
        // Of an account that was just removed: nobody asked for it.
        if (isCurrent && problem.code !== 'not-found') toast(problemText(problem))
      },
    )
    return () => {
      isCurrent = false
    }
    // A day's minutes go on counting while it is looked at, and another grade begins at once.
  }, [accountId, minute, now])
  if (!days) return <Skeleton className="h-16" />
  const grades = worstOfEach(days, now)
  const { healthy, warning, critical } = countOf(grades)
  const summary = t('health.summary', {
    healthy: format.number(healthy),
    warning: format.number(warning),
    critical: format.number(critical),
  })
  const [first, last] = [days[0], days.at(-1)]
  return (
    <div className="flex flex-col gap-1">
      <h4 className="text-small font-medium text-text-2">{t('health.month')}</h4>
      <Bars grades={grades} label={summary} />
      <p className="flex justify-between text-meta text-text-3">
        <span>{first && format.day(dateOf(first.day))}</span>
        <span>{last && format.day(dateOf(last.day))}</span>
      </p>
      <details className="text-small">
        <summary className="cursor-pointer rounded-control text-text-2">{summary}</summary>
        <Days days={days} />
      </details>
    </div>
  )
}
