/** How well an account is, in words: the grade, since when, and every reason for it. */
import { useTranslation } from 'react-i18next'
import type { Account, AccountHealth } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { Lasting } from '../../lib/lasting'
import { useEnded } from '../../lib/use-ended'
import { useHealth } from '../../stores/health'
import { viewOf } from '../account/view'
import { HealthMonth } from './chart'
import { LOOK } from './grades'

function Reason({ account, reason }: { account: Account; reason: AccountHealth['reasons'][number] }) {
  const { t } = useTranslation()
  const { number } = useFormat()
  const Icon = LOOK[reason.grade].icon
  const count = reason.value ?? 0
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className={cx('mt-0.5 size-4 shrink-0', LOOK[reason.grade].ink)} />
      <span>
        {reason.code === 'attention'
          ? t(`account.sentence.${viewOf(account).word}`)
          : t(`health.reason.${reason.code}`, { count, value: number(count) })}
      </span>
    </li>
  )
}

export function HealthSection({ account }: { account: Account }) {
  const { t } = useTranslation()
  const health = useHealth((state) => state.of[account.id])
  if (useEnded() || !health) return null
  const { grade, reasons, since } = health
  const Icon = grade && LOOK[grade].icon
  return (
    <section aria-label={t('health.title')} className="flex flex-col gap-3 border-t border-line pt-4">
      {grade && Icon && (
        <h3 className="flex items-center gap-2 font-medium">
          <Icon aria-hidden className={cx('size-4 shrink-0', LOOK[grade].ink)} />
          {t(`health.grade.${grade}`)}
          <Lasting since={since} />
        </h3>
      )}
      {reasons.length > 0 && (
        <ul className="flex flex-col gap-1.5 text-small">
          {reasons.map((reason) => (
            <Reason key={reason.code} account={account} reason={reason} />
          ))}
        </ul>
      )}
      <HealthMonth accountId={account.id} now={grade} />
    </section>
  )
}

/** A glyph with its word, only where something is wrong. */
export function HealthMark({ accountId }: { accountId: string }) {
  const { t } = useTranslation()
  const grade = useHealth((state) => state.of[accountId]?.grade)
  if (grade === undefined || grade === null || grade === 'healthy') return null
  const Icon = LOOK[grade].icon
  const word = t('health.mark', { grade: t(`health.grade.${grade}`) })
  return (
    <span role="img" aria-label={word} title={word} className={cx('shrink-0', LOOK[grade].ink)}>
      <Icon aria-hidden className="size-4" />
    </span>
  )
}
