/** What is to be done next about a lead, and that it was done. */
import { Check } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Lead } from '../../../contract'
import { IconButton } from '../../ui'
import { DueLine, markDone } from '../tasks'

export function NextStep({ step, maySell }: { step: NonNullable<Lead['nextStep']>; maySell: boolean }) {
  const { t } = useTranslation()
  return (
    <div className="flex items-start gap-1">
      <DueLine title={step.title} dueAt={step.dueAt} />
      {maySell && (
        <span className="relative -my-1 -mr-1.5">
          <IconButton
            size="sm"
            label={t('tasks.doneNamed', { title: step.title })}
            icon={<Check aria-hidden className="size-4" />}
            onClick={() => void markDone({ id: step.taskId, title: step.title }, t)}
          />
        </span>
      )}
    </div>
  )
}
