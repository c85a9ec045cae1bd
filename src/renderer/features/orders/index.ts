/** A customer's orders, for the card. */
export { OrderList, type OrderListProps } from './order-list'
export { LANGUAGE_OPTIONS, useCustomerLanguage } from './languages'
export { OrderPanel, type OrderPanelProps } from './order-panel'
