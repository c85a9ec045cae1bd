/** One order on the card: opens to what it is made of, its way so far, and what can be done with it. */
import { ChevronDown, Ellipsis, Pencil, Send } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderStatus } from '../../../contract'
import { mayEdit, nextStatus, ORDER_MOVES } from '../../../contract/entities/order-moves'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Badge, Button, Confirm, IconButton, Menu, type MenuItem, type Tone } from '../../ui'
import { SyncLine } from '../crm'
import { useWishedOrder } from './opened'
import { SendOrder } from './send-order'
import { Steps } from './steps'
import { useSendings } from './use-sendings'
import { Sums } from './sums'

const TONES: Record<OrderStatus, Tone> = {
  draft: 'neutral',
  placed: 'info',
  confirmed: 'info',
  packed: 'info',
  shipped: 'accent',
  delivered: 'success',
  cancelled: 'danger',
}

function OrderLines({ order }: { order: Order }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
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
  )
}

function Fact({ label, text }: { label: string; text: string | null }) {
  if (text === null) return null
  return (
    <div className="text-small">
      <dt className="text-text-3">{label}</dt>
      <dd dir="auto" className="break-words whitespace-pre-line text-text-2">
        {text}
      </dd>
    </div>
  )
}

interface ActionsProps {
  order: Order
  title: string
  /** When it was last sent to the customer by hand; null: it was not. */
  sentAt: number | null
  onEdit: () => void
  onSend: () => void
  onChanged: (order: Order) => void
}

/** The usual next step as a button, and beside it that a draft is placed and confirmed at once; the others behind "More". */
function Actions({ order, title, sentAt, onEdit, onSend, onChanged }: ActionsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [busy, setBusy] = useState(false)
  const [cancelling, setCancelling] = useState(false)
  const move = async (status: OrderStatus) => {
    setBusy(true)
    const after = await attempt(() => client.orders.update({ id: order.id, status }))
    setBusy(false)
    if (after) onChanged(after)
  }
  const next = nextStatus(order.status)
  const atOnce = order.status === 'draft' ? 'confirmed' : null
  const others = ORDER_MOVES[order.status].filter((status) => status !== next && status !== atOnce)
  const item = (status: OrderStatus): MenuItem => ({
    id: status,
    label: t(`orders.move.${status}`),
    danger: status === 'cancelled',
    onSelect: () => (status === 'cancelled' ? setCancelling(true) : void move(status)),
  })
  return (
    <div className="flex flex-wrap items-center gap-2">
      {next !== null && (
        <Button size="sm" variant="primary" busy={busy} onClick={() => void move(next)}>
          {t(`orders.move.${next}`)}
        </Button>
      )}
      {atOnce !== null && (
        <Button size="sm" aria-disabled={busy} onClick={() => !busy && void move(atOnce)}>
          {t('orders.placeAndConfirm')}
        </Button>
      )}
      <Button size="sm" icon={<Send aria-hidden className="size-3.5" />} onClick={onSend}>
        {t(sentAt === null ? 'orders.send.open' : 'orders.send.again')}
      </Button>
      {sentAt !== null && (
        <span className="text-meta text-text-3" title={format.exact(sentAt)}>
          {t('orders.send.at', { when: format.relative(sentAt) })}
        </span>
      )}
      {mayEdit(order.status) && (
        <IconButton
          size="sm"
          label={t('orders.edit')}
          icon={<Pencil aria-hidden className="size-3.5" />}
          onClick={onEdit}
        />
      )}
      {others.length > 0 && (
        <Menu
          trigger={
            <IconButton
              size="sm"
              label={t('orders.moreFor', { title })}
              icon={<Ellipsis aria-hidden className="size-4" />}
            />
          }
          groups={[
            others.filter((status) => status !== 'cancelled').map(item),
            others.filter((status) => status === 'cancelled').map(item),
          ]}
        />
      )}
      <Confirm
        open={cancelling}
        onClose={() => setCancelling(false)}
        title={t('orders.cancelTitle', { title })}
        text={t('orders.cancelText')}
        action={t('orders.move.cancelled')}
        danger
        onConfirm={() => move('cancelled')}
      />
    </div>
  )
}

export interface OrderItemProps {
  conversationId: string
  order: Order
  onEdit: () => void
  onChanged: (order: Order) => void
}

export function OrderItem({ conversationId, order, onEdit, onChanged }: OrderItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const maySell = useMay('sell')
  const [open, setOpen] = useState(() => useWishedOrder.getState().wish === order.id)
  const head = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (useWishedOrder.getState().wish !== order.id) return
    useWishedOrder.setState({ wish: null })
    head.current?.focus()
    head.current?.scrollIntoView({ block: 'nearest' })
  }, [order.id])
  const [sending, setSending] = useState(false)
  const sendings = useSendings(open ? order : null)
  const title = order.number ?? t('orders.noNumber')
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line p-3">
      <button
        type="button"
        ref={head}
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
      {open && (
        <>
          <OrderLines order={order} />
          <Sums sums={order.sums} terms={order.terms} currency={order.currency} />
          {(order.address !== null || order.note !== null) && (
            <dl className="flex flex-col gap-1.5">
              <Fact label={t('orders.address')} text={order.address} />
              <Fact label={t('orders.note')} text={order.note} />
            </dl>
          )}
          <Steps order={order} sendings={sendings} />
          {maySell && (
            <Actions
              order={order}
              title={title}
              sentAt={sendings.at(-1)?.at ?? null}
              onEdit={onEdit}
              onSend={() => setSending(true)}
              onChanged={onChanged}
            />
          )}
        </>
      )}
      <SyncLine kind="order" recordId={order.id} title={title} sync={order.sync} />
      {sending && (
        <SendOrder
          conversationId={conversationId}
          order={order}
          title={title}
          onClose={() => setSending(false)}
        />
      )}
    </li>
  )
}
