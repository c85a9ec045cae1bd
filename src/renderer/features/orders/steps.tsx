/** An order's way: who took which step when, and whether the customer was told. */
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order, OrderStep } from '../../../contract'
import { client, problemOf, type Problem } from '../../client'
import { problemText } from '../../lib/attempt'
import { useFormat } from '../../lib/format'

export function Steps({ order }: { order: Order }) {
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
  if (steps === null || steps.length === 0) return null
  return (
    <ol aria-label={t('orders.steps.heading')} className="flex flex-col gap-1 border-l-2 border-line pl-2.5">
      {steps.map((step, index) => (
        <li key={index} className="text-small">
          <span className="text-text-2">
            {t(`orders.status.${step.status}`)}
            {' · '}
            {step.by === 'person' ? (step.name ?? t('orders.steps.here')) : t(`orders.steps.${step.by}`)}
          </span>
          <span className="block text-meta text-text-3" title={format.exact(step.at)}>
            {format.relative(step.at)}
            {step.told !== null && ` · ${t(`orders.steps.told.${step.told}`)}`}
          </span>
        </li>
      ))}
    </ol>
  )
}
