/** A customer's orders, for the card. */
export { OrderList, type OrderListProps } from './order-list'
export { OrderPanel, type OrderPanelProps } from './order-panel'
