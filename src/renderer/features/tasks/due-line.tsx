/** A task in a line: what, and by when; red and in words where that is over. */
import { AlarmClock, CalendarClock } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useNow } from '../../lib/use-now'

/** "Today, 10:00". */
export function useWhen(): (dueAt: number, now?: number) => string {
  const { t } = useTranslation()
  const format = useFormat()
  return (dueAt, now = Date.now()) =>
    t('tasks.when', { day: format.day(dueAt, now), time: format.time(dueAt) })
}

export function DueLine({ title, dueAt }: { title: string; dueAt: number | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const when = useWhen()
  const now = useNow(30_000)
  const late = dueAt !== null && dueAt <= now
  const Glyph = late ? AlarmClock : CalendarClock
  return (
    <p
      className={cx('flex min-w-0 grow items-start gap-1.5 text-small', late ? 'text-danger' : 'text-text-2')}
    >
      <Glyph aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span className="min-w-0 break-words">
        <span dir="auto">{title}</span>
        {dueAt !== null && (
          <span className="numeric" title={format.exact(dueAt)}>
            {` · ${late ? t('tasks.overdueSince', { when: when(dueAt, now) }) : when(dueAt, now)}`}
          </span>
        )}
      </span>
    </p>
  )
}
