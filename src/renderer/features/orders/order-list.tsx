/** A customer's orders on the card. */
import { useTranslation } from 'react-i18next'
import type { Order } from '../../../contract'
import { CardList } from '../../ui'
import { OrderItem } from './order-item'

export interface OrderListProps {
  conversationId: string
  orders: readonly Order[]
  onNew: () => void
  onEdit: (order: Order) => void
  onChanged: (order: Order) => void
}

export function OrderList({ conversationId, orders, onNew, onEdit, onChanged }: OrderListProps) {
  const { t } = useTranslation()
  return (
    <CardList
      id="card-orders"
      heading={t('orders.heading')}
      add={t('orders.new')}
      onAdd={onNew}
      none={t('orders.none')}
      items={orders.map((order) => (
        <OrderItem
          key={order.id}
          conversationId={conversationId}
          order={order}
          onEdit={() => onEdit(order)}
          onChanged={onChanged}
        />
      ))}
    />
  )
}
