/** Numbers, money, dates and phones as the person's language writes them. `useFormat` gives the one for the language shown. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { formatMoney } from './money'

const DAY = 86_400_000

/** The most exact locale for `language` among the browser's (en-IN rather than en), so that dates and digits are grouped as at home. */
export function localeOf(language: string, preferred: readonly string[]): string {
  const home = { hi: 'hi-IN', id: 'id-ID' }
  return (
    preferred.find((tag) => tag.slice(0, 2).toLowerCase() === language && tag.length > 2) ??
    (language === 'hi' || language === 'id' ? home[language] : 'en-GB')
  )
}

/** Midnights between two instants, in local time. */
export function daysBetween(a: number, b: number): number {
  const start = new Date(a).setHours(0, 0, 0, 0)
  const end = new Date(b).setHours(0, 0, 0, 0)
  return Math.round((end - start) / DAY)
}

export interface Format {
  locale: string
  number: (value: number) => string
  /** Minor units, exact; whole amounts without decimals. */
  money: (minor: number, currency: string) => string
  /** 9:41 */
  time: (at: number) => string
  /** Today, Yesterday, Monday, 3 March, 3 March 2024. */
  day: (at: number, now?: number) => string
  /** 3 March, 3 March 2024: never a weekday, which a sentence can't take everywhere. */
  date: (at: number, now?: number) => string
  /** For the list: the time today, the weekday this week, else a short date. */
  short: (at: number, now?: number) => string
  /** Date and time in full, for hover and details. */
  exact: (at: number) => string
  /** "now", "3 minutes ago", "in 2 hours"; under a day, else the date. */
  relative: (at: number, now?: number) => string
  /** `15` as "15 minutes", whole hours as such: `240` as "4 hours". */
  span: (minutes: number) => string
  /** 1.4 MB; 1 kB at least. */
  bytes: (size: number) => string
  /** Milliseconds as 1:05 */
  duration: (ms: number) => string
  /** E.164 in international form. */
  phone: (e164: string) => string
  list: (items: readonly string[]) => string
}

const upperFirst = (text: string, locale: string) => text.charAt(0).toLocaleUpperCase(locale) + text.slice(1)

export function makeFormat(locale: string): Format {
  const number = new Intl.NumberFormat(locale)
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' })
  const weekday = new Intl.DateTimeFormat(locale, { weekday: 'long' })
  const shortWeekday = new Intl.DateTimeFormat(locale, { weekday: 'short' })
  const dayMonth = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long' })
  const dayMonthShort = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' })
  const full = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' })
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'numeric', year: '2-digit' })
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' })
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  const sameYear = (a: number, b: number) => new Date(a).getFullYear() === new Date(b).getFullYear()

  return {
    locale,
    number: (value) => number.format(value),
    money: (minor, currency) => formatMoney(minor, currency, locale),
    time: (at) => time.format(at),
    day: (at, now = Date.now()) => {
      const days = daysBetween(at, now)
      if (days === 0 || days === 1) return upperFirst(relative.format(-days, 'day'), locale)
      if (days > 1 && days < 7) return upperFirst(weekday.format(at), locale)
      return (sameYear(at, now) ? dayMonth : full).format(at)
    },
    date: (at, now = Date.now()) => (sameYear(at, now) ? dayMonth : full).format(at),
    short: (at, now = Date.now()) => {
      const days = daysBetween(at, now)
      if (days <= 0) return time.format(at)
      if (days < 7) return shortWeekday.format(at)
      return (sameYear(at, now) ? dayMonthShort : shortDate).format(at)
    },
    exact: (at) => exact.format(at),
    relative: (at, now = Date.now()) => {
      const minutes = Math.round((at - now) / 60_000)
      if (minutes === 0) return relative.format(0, 'second')
      if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
      if (Math.abs(at - now) < DAY) return relative.format(Math.round(minutes / 60), 'hour')
      return (sameYear(at, now) ? dayMonth : full).format(at)
    },
    span: (minutes) => {
      const unit = minutes >= 60 && minutes % 60 === 0 ? 'hour' : 'minute'
      const count = unit === 'hour' ? minutes / 60 : minutes
      return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
    },
    bytes: (size) => {
      const units = ['kilobyte', 'megabyte', 'gigabyte'] as const
      const step = size < 1_000_000 ? 0 : size < 1_000_000_000 ? 1 : 2
      return new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[step],
        maximumFractionDigits: step === 0 ? 0 : 1,
        // Single bytes say nothing to a person: nothing is shown smaller than 1 kB.
      }).format(Math.max(1, size / 1000 ** (step + 1)))
    },
    duration: (ms) => {
      const seconds = Math.round(ms / 1000)
      return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
    },
    phone: (e164) => parsePhoneNumberFromString(e164)?.formatInternational() ?? e164,
    list: (items) => list.format(items),
  }
}

export function useFormat(): Format {
  const { i18n } = useTranslation()
  return useMemo(() => makeFormat(localeOf(i18n.language, navigator.languages)), [i18n.language])
}
