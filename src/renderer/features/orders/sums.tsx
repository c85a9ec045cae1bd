/** What an order comes to, row by row. */
import { useTranslation } from 'react-i18next'
import type { OrderTerms } from '../../../contract'
import type { OrderSums, Share } from '../../../contract/entities/sums'
import { cx } from '../../lib/cx'
import { formatRate } from '../../lib/money'
import { useFormat } from '../../lib/format'

export interface SumsProps {
  /** Null: there is no total yet. */
  sums: OrderSums | null
  terms: OrderTerms
  currency: string
  /** While it is written the total is said as it changes. */
  live?: boolean
}

export function Sums({ sums, terms, currency, live = false }: SumsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const rate = (share: Share | null) =>
    share?.kind === 'percent' ? ` (${formatRate(share.rate, format.locale)})` : ''
  const parts = sums
    ? [
        { name: t('orders.sums.subtotal'), minor: sums.subtotal },
        { name: `${t('orders.sums.discount')}${rate(terms.discount)}`, minor: -sums.discount },
        { name: t('orders.sums.shipping'), minor: sums.shipping },
        { name: `${t('orders.sums.tax')}${rate(terms.tax)}`, minor: sums.tax },
      ].filter(({ minor }) => minor !== 0)
    : []
  const row = 'flex items-baseline justify-between gap-3'
  return (
    <div
      role="group"
      aria-label={t('orders.sums.heading')}
      className="flex flex-col gap-0.5 border-t border-line pt-2"
    >
      {parts.length > 1 &&
        parts.map(({ name, minor }) => (
          <p key={name} className={cx(row, 'text-small text-text-2')}>
            <span>{name}</span>
            <span className="numeric">{format.money(minor, currency)}</span>
          </p>
        ))}
      <p className={row}>
        <span className="text-text-2">{t('orders.total')}</span>
        {live ? (
          <output aria-label={t('orders.total')} className="numeric text-title font-semibold">
            {sums === null ? '–' : format.money(sums.total, currency)}
          </output>
        ) : (
          <span className="numeric font-semibold">
            {sums === null ? '–' : format.money(sums.total, currency)}
          </span>
        )}
      </p>
      {sums !== null && sums.includedTax > 0 && (
        <p className={cx(row, 'text-small text-text-3')}>
          <span>{`${t('orders.sums.includedTax')}${rate(terms.tax)}`}</span>
          <span className="numeric">{format.money(sums.includedTax, currency)}</span>
        </p>
      )}
    </div>
  )
}
