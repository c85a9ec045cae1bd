/** An order's way: who took which step when, whether the customer was told, and when it was sent to them by hand. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderSending, OrderStep } from '../../../contract'
import { client, problemOf, type Problem } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'

export interface StepsProps {
  order: Order
  sendings: readonly OrderSending[]
}

export function Steps({ order, sendings }: StepsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [steps, setSteps] = useState<OrderStep[] | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  // Each change of the order comes as a new one, also where only what was told has changed.
  useEffect(() => {
    let over = false
    client.orders.steps({ id: order.id }).then(
      (found) => {
        if (over) return
        setSteps(found)
        setProblem(null)
      },
      (error: unknown) => over || setProblem(problemOf(error)),
    )
    return () => {
      over = true
    }
  }, [order])
  if (problem) return <p className="text-small text-danger">{problemText(problem)}</p>
  if (steps === null || steps.length + sendings.length === 0) return null
  const happened = [...steps, ...sendings.map((sending) => ({ ...sending, status: null }))].sort(
    (a, b) => a.at - b.at,
  )
  return (
    <ol aria-label={t('orders.steps.heading')} className="flex flex-col gap-1 border-l-2 border-line pl-2.5">
      {happened.map((step, index) => (
        <li key={index} className="text-small">
          <span className="text-text-2">
            {step.status === null ? t('orders.send.sent') : t(`orders.status.${step.status}`)}
            {' · '}
            {step.status === null || step.by === 'person'
              ? (step.name ?? t('orders.steps.here'))
              : t(`orders.steps.${step.by}`)}
          </span>
          <span className="block text-meta text-text-3" title={format.exact(step.at)}>
            {format.relative(step.at)}
            {step.status !== null && step.told !== null && ` · ${t(`orders.steps.told.${step.told}`)}`}
          </span>
        </li>
      ))}
    </ol>
  )
}
