/** A field for an amount of money: takes it as people write it, shows it as their language does once they are done. */
import { useState } from 'react'
import { formatAmount, parseMoney } from '../../lib/money'
import { useFormat } from '../../lib/format'
import { Input } from '../../ui'
import type { Amount } from './draft'

export interface MoneyInputProps {
  label: string
  hideLabel?: boolean
  value: Amount
  currency: string
  error?: string | null
  className?: string
  onValue: (value: Amount) => void
}

export function MoneyInput({ value, currency, onValue, ...rest }: MoneyInputProps) {
  const { locale } = useFormat()
  const [text, setText] = useState<string | null>(null)
  const read = (written: string): Amount =>
    written.trim() === '' ? null : (parseMoney(written, currency, locale) ?? 'unreadable')
  const shown = typeof value === 'number' ? formatAmount(value, currency, locale) : ''
  return (
    <Input
      {...rest}
      inputMode="decimal"
      autoComplete="off"
      value={text ?? shown}
      onChange={(event) => {
        setText(event.currentTarget.value)
        onValue(read(event.currentTarget.value))
      }}
      onBlur={() => {
        if (text === null) return
        const again = read(text)
        onValue(again)
        if (again !== 'unreadable') setText(null)
      }}
    />
  )
}
