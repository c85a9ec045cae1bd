/** When an order was sent to its customer by hand; read again with each change of it. Null: of none. */
import { useEffect, useState } from 'react'
import type { Order, OrderSending } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'

export function useSendings(order: Order | null): readonly OrderSending[] {
  const [sendings, setSendings] = useState<OrderSending[]>([])
  useEffect(() => {
    if (order === null) return
    let over = false
    void attempt(() => client.orders.sendings({ id: order.id })).then((found) => {
      if (!over && found) setSendings(found)
    })
    return () => {
      over = true
    }
  }, [order])
  return sendings
}
