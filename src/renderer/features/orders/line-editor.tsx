/** One line of an order being written: name, quantity, price, what it comes to. */
import { Minus, Plus, Trash2, TriangleAlert } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { IconButton, Input } from '../../ui'
import { lineTotal, MOST_QUANTITY, type DraftLine, type LineProblem } from './draft'
import { MoneyInput } from './money-input'

export interface LineEditorProps {
  line: DraftLine
  /** From 1, for lines without a name. */
  position: number
  currency: string
  problem: LineProblem | null
  /** More than is left. */
  overStock: boolean
  autoFocus: boolean
  onChange: (change: Partial<Omit<DraftLine, 'key'>>) => void
  onStep: (by: number) => void
  onRemove: () => void
}

export function LineEditor(props: LineEditorProps) {
  const { line, position, currency, problem, overStock, autoFocus, onChange, onStep, onRemove } = props
  const { t } = useTranslation()
  const format = useFormat()
  const name = line.name.trim() === '' ? t('orders.lineNumber', { n: format.number(position) }) : line.name
  const total = lineTotal(line)
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line p-2.5">
      <div className="flex items-start gap-1">
        {line.productId === null ? (
          <Input
            hideLabel
            autoFocus={autoFocus}
            className="grow"
            label={t('orders.lineName')}
            placeholder={t('orders.lineNameHint')}
            error={problem === 'name' ? t('orders.nameError') : null}
            maxLength={200}
            value={line.name}
            onChange={(event) => onChange({ name: event.currentTarget.value })}
          />
        ) : (
          <p dir="auto" className="min-w-0 grow self-center font-medium break-words">
            {line.name}
          </p>
        )}
        <IconButton
          size="sm"
          data-remove-line
          label={t('orders.remove', { name })}
          icon={<Trash2 aria-hidden className="size-3.5" />}
          onClick={onRemove}
        />
      </div>
      <div className="flex flex-wrap items-start gap-x-2 gap-y-2">
        <div role="group" aria-label={t('orders.quantityOf', { name })} className="flex items-start">
          <IconButton
            label={t('orders.fewer', { name })}
            icon={<Minus aria-hidden className="size-3.5" />}
            disabled={line.quantity !== null && line.quantity <= 1}
            onClick={() => onStep(-1)}
          />
          <Input
            hideLabel
            className={problem === 'quantity' ? 'w-32' : 'w-16'}
            label={t('orders.quantity')}
            error={problem === 'quantity' ? t('orders.quantityError') : null}
            type="number"
            min={1}
            max={MOST_QUANTITY}
            step={1}
            value={line.quantity ?? ''}
            onChange={({ currentTarget: { value, valueAsNumber } }) =>
              onChange({ quantity: value === '' || Number.isNaN(valueAsNumber) ? null : valueAsNumber })
            }
          />
          <IconButton
            label={t('orders.more', { name })}
            icon={<Plus aria-hidden className="size-3.5" />}
            onClick={() => onStep(1)}
          />
        </div>
        <MoneyInput
          hideLabel
          className="min-w-24 grow basis-24"
          label={t('orders.priceOf', { name })}
          value={line.price}
          currency={currency}
          error={problem === 'price' ? t('orders.amountError') : null}
          onValue={(price) => onChange({ price })}
        />
      </div>
      {line.stock !== null && (
        <p
          role="status"
          className={cx(
            'numeric flex items-center gap-1.5 text-small',
            overStock ? 'text-warning' : 'text-text-3',
          )}
        >
          {overStock && <TriangleAlert aria-hidden className="size-3.5 shrink-0" />}
          {t(overStock ? 'orders.overStock' : 'orders.stock', {
            count: line.stock,
            n: format.number(line.stock),
          })}
        </p>
      )}
      <p className="numeric text-right text-small text-text-2">
        {t('orders.lineTotal', { total: total === null ? '–' : format.money(total, currency) })}
      </p>
    </li>
  )
}
