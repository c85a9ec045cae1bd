/** How long something has lasted, which is not when it happened: "for 5 minutes", "since 3 March". */
import { useTranslation } from 'react-i18next'
import { useFormat } from './format'
import { useNow } from './use-now'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

/** Whole minutes, from an hour on whole hours; null below a minute. */
export function lastedMinutes(since: number, now: number): number | null {
  const minutes = Math.floor((now - since) / MINUTE)
  if (minutes < 1) return null
  return minutes < 60 ? minutes : Math.floor(minutes / 60) * 60
}

/** Keeps up with the clock as long as it is on the screen; the exact time on hover. */
export function Lasting({ since }: { since: number }) {
  const { t } = useTranslation()
  const format = useFormat()
  const now = useNow(MINUTE / 2)
  const minutes = lastedMinutes(since, now)
  const text =
    minutes === null
      ? t('common.lasting.new')
      : now - since < DAY
        ? t('common.lasting.for', { time: format.span(minutes) })
        : t('common.lasting.since', { date: format.date(since, now) })
  return (
    <span className="font-normal text-text-3" title={format.exact(since)}>
      {text}
    </span>
  )
}
