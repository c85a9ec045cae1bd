/** A customer's orders on the card, each opening to its lines. */
import { ChevronDown } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderStatus } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { Badge, Button, CardList, type Tone } from '../../ui'
import { SyncLine } from '../crm'

const TONES: Record<OrderStatus, Tone> = {
  draft: 'neutral',
  placed: 'info',
  confirmed: 'info',
  packed: 'info',
  shipped: 'accent',
  delivered: 'success',
  cancelled: 'danger',
}

interface OrderItemProps {
  order: Order
  onEdit: () => void
  onChanged: (order: Order) => void
}

function OrderLines({ order }: { order: Order }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <>
      <table className="w-full text-small">
        <caption className="sr-only">{t('orders.lines')}</caption>
        <tbody>
          {order.lines.map((line, index) => (
            <tr key={index}>
              <th scope="row" dir="auto" className="py-0.5 pr-2 text-left font-normal break-words">
                {line.name}
              </th>
              <td className="numeric py-0.5 pr-2 text-right whitespace-nowrap text-text-3">
                {format.number(line.quantity)} ×
              </td>
              <td className="numeric py-0.5 text-right whitespace-nowrap text-text-2">
                {format.money(line.unitPrice, order.currency)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {order.note !== null && (
        <p dir="auto" className="text-small break-words whitespace-pre-line text-text-2">
          {order.note}
        </p>
      )}
    </>
  )
}

function OrderItem({ order, onEdit, onChanged }: OrderItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const title = order.number ?? t('orders.noNumber')
  const place = async () => {
    setBusy(true)
    const after = await attempt(() => client.orders.update({ id: order.id, status: 'placed' }))
    setBusy(false)
    if (after) onChanged(after)
  }
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line p-3">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="-m-1 flex items-start gap-2 rounded-control p-1 text-left"
      >
        <span className="min-w-0 grow">
          <span className="flex flex-wrap items-center gap-2">
            <span className="numeric font-medium">{title}</span>
            <Badge tone={TONES[order.status]}>{t(`orders.status.${order.status}`)}</Badge>
          </span>
          <span className="mt-0.5 flex flex-wrap gap-x-2 text-text-2">
            <span className="numeric">{format.money(order.total, order.currency)}</span>
            <span className="text-text-3" title={format.exact(order.createdAt)}>
              {format.short(order.createdAt)}
            </span>
          </span>
        </span>
        <ChevronDown
          aria-hidden
          className={cx(
            'mt-0.5 size-4 shrink-0 text-text-3 transition-transform duration-[120ms]',
            open && 'rotate-180',
          )}
        />
      </button>
      {open && <OrderLines order={order} />}
      {open && order.status === 'draft' && (
        <div className="flex flex-wrap gap-2">
          <Button size="sm" variant="primary" busy={busy} onClick={() => void place()}>
            {t('orders.place')}
          </Button>
          <Button size="sm" onClick={onEdit}>
            {t('orders.edit')}
          </Button>
        </div>
      )}
      <SyncLine kind="order" recordId={order.id} title={title} sync={order.sync} />
    </li>
  )
}

export interface OrderListProps {
  orders: readonly Order[]
  onNew: () => void
  onEdit: (order: Order) => void
  onChanged: (order: Order) => void
}

export function OrderList({ orders, onNew, onEdit, onChanged }: OrderListProps) {
  const { t } = useTranslation()
  return (
    <CardList
      id="card-orders"
      heading={t('orders.heading')}
      add={t('orders.new')}
      onAdd={onNew}
      none={t('orders.none')}
      items={orders.map((order) => (
        <OrderItem key={order.id} order={order} onEdit={() => onEdit(order)} onChanged={onChanged} />
      ))}
    />
  )
}
