/** How far something of an account is, in words. */
import { useTranslation } from 'react-i18next'
import type { Account } from '../../../contract'
import { useFormat } from '../../lib/format'
import { useNow } from '../../lib/use-now'

/** "1,240 of 2,000 messages": how far history is in. */
export function useProgressText() {
  const { t } = useTranslation()
  const format = useFormat()
  return ({ unit, done, total }: NonNullable<Account['progress']>) =>
    total === null
      ? t(`account.progressOpen.${unit}`, { count: done, done: format.number(done) })
      : t(`account.progress.${unit}`, {
          count: total,
          done: format.number(done),
          total: format.number(total),
        })
}

export function NextTry({ at }: { at: number }) {
  const { t } = useTranslation()
  const now = useNow(1000)
  return <> {t('account.nextTry', { count: Math.max(0, Math.ceil((at - now) / 1000)) })}</>
}
