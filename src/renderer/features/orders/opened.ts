/** An order that was asked for from elsewhere: to be opened on its customer's card, once it is there, and to have the focus. */
import { create } from 'zustand'

export const useWishedOrder = create<{ wish: string | null }>(() => ({ wish: null }))

export const showOrder = (orderId: string): void => useWishedOrder.setState({ wish: orderId })
