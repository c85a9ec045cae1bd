/** Discount, tax and shipping of an order being written. Shown once asked for, or once there is any. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formatRate } from '../../lib/money'
import { useFormat } from '../../lib/format'
import { Input, Select } from '../../ui'
import type { Amount } from './draft'
import { MoneyInput } from './money-input'
import * as rules from './terms'

const DISCOUNTS = ['none', 'percent', 'amount'] as const
const TAXES = ['none', 'percent', 'percent-in', 'amount', 'amount-in'] as const

interface RateInputProps {
  label: string
  value: Amount
  error: string | null
  onValue: (value: Amount) => void
}

function RateInput({ label, value, error, onValue }: RateInputProps) {
  const { locale } = useFormat()
  const [text, setText] = useState<string | null>(null)
  return (
    <Input
      className="min-w-0 grow basis-24"
      label={label}
      error={error}
      inputMode="decimal"
      autoComplete="off"
      value={text ?? (typeof value === 'number' ? formatRate(value, locale) : '')}
      onChange={({ currentTarget: { value: written } }) => {
        setText(written)
        onValue(written.trim() === '' ? null : (rules.parseRate(written) ?? 'unreadable'))
      }}
      onBlur={() => {
        if (value !== 'unreadable') setText(null)
      }}
    />
  )
}

export interface TermsEditorProps {
  terms: rules.TermsDraft
  currency: string
  /** Fields whose text is no amount. */
  wrong: readonly rules.TermsField[]
  onChange: (make: (terms: rules.TermsDraft) => rules.TermsDraft) => void
}

export function TermsEditor({ terms, currency, wrong, onChange }: TermsEditorProps) {
  const { t } = useTranslation()
  const discounts = DISCOUNTS.map((value) => ({ value, label: t(`orders.terms.discount.${value}`) }))
  const taxes = TAXES.map((value) => ({ value, label: t(`orders.terms.tax.${value}`) }))
  const errorOf = (field: rules.TermsField, isRate: boolean): string | null =>
    wrong.includes(field) ? t(isRate ? 'orders.rateError' : 'orders.amountError') : null
  const valueField = (field: 'discount' | 'tax', kind: rules.DiscountKind | rules.TaxKind) => {
    if (kind === 'none') return null
    const isRate = rules.isPercent(kind)
    const shared = {
      label: t(`orders.terms.${field}Value`),
      value: terms[field],
      error: errorOf(field, isRate),
      onValue: (value: Amount) => onChange((now) => ({ ...now, [field]: value })),
    }
    return isRate ? (
      <RateInput key="rate" {...shared} />
    ) : (
      <MoneyInput key="money" {...shared} currency={currency} className="min-w-0 grow basis-24" />
    )
  }
  return (
    <fieldset className="flex flex-col gap-3 rounded-card border border-line p-2.5">
      <legend className="sr-only">{t('orders.terms.heading')}</legend>
      <div className="flex flex-wrap items-start gap-2">
        <Select
          className="grow basis-32"
          label={t('orders.terms.discountName')}
          options={discounts}
          value={terms.discountKind}
          onValue={(kind) => onChange((now) => rules.withDiscountKind(now, kind as rules.DiscountKind))}
        />
        {valueField('discount', terms.discountKind)}
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <Select
          className="grow basis-32"
          label={t('orders.terms.taxName')}
          options={taxes}
          value={terms.taxKind}
          onValue={(kind) => onChange((now) => rules.withTaxKind(now, kind as rules.TaxKind))}
        />
        {valueField('tax', terms.taxKind)}
      </div>
      <MoneyInput
        label={t('orders.terms.shippingName')}
        value={terms.shipping}
        currency={currency}
        error={errorOf('shipping', false)}
        onValue={(shipping) => onChange((now) => ({ ...now, shipping }))}
      />
    </fieldset>
  )
}
