/** A customer's orders, for the card; and money, for whoever asks for an amount. */
export { useCurrencies, useHomeCurrency } from './currencies'
export type { Amount } from './draft'
export { OrderList, type OrderListProps } from './order-list'
export { LANGUAGE_OPTIONS, useCustomerLanguage, useUsualLanguage } from './languages'
export { MoneyInput } from './money-input'
export { showOrder } from './opened'
export { OrderPanel, type OrderPanelProps } from './order-panel'
