/** The next step of a lead: what, and by when. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { changesOf } from '../../lib/changes'
import { FormDialog } from '../../ui'
import { checkTask, taskDraft, TaskFields } from '../tasks'
import { editStep, useStep } from './step'

interface StepFormProps {
  lead: Lead
  onBusy: (busy: boolean) => void
  onDone: () => void
}

function StepForm({ lead, onBusy, onDone }: StepFormProps) {
  // Made once: pressing twice, or again after a lost answer, is one task.
  const [id] = useState(() => lead.nextStep?.taskId ?? crypto.randomUUID())
  const [draft, setDraft] = useState(() =>
    taskDraft(lead.nextStep?.title ?? '', lead.nextStep?.dueAt ?? null),
  )
  // What the step said then: the CRM may change it while the form is open.
  const [opened] = useState(() => lead.nextStep && checkTask(draft))
  const [tried, setTried] = useState(false)
  const save = async () => {
    setTried(true)
    const task = checkTask(draft)
    if (task === null) return
    const changes = opened ? changesOf(opened, task) : task
    if (!changes) {
      onDone()
      return
    }
    onBusy(true)
    const subject = { kind: 'lead' as const, id: lead.id }
    const saved = await attempt(() =>
      lead.nextStep
        ? client.tasks.update({ id, ...changes })
        : client.tasks.create({ id, subject, ...task, body: null, priority: 'normal' }),
    )
    onBusy(false)
    if (saved !== null) onDone()
  }
  return (
    <form
      id="next-step"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TaskFields draft={draft} tried={tried} onChange={setDraft} />
    </form>
  )
}

export function StepDialog() {
  const { t } = useTranslation()
  const { lead } = useStep()
  const close = () => editStep(null)
  return (
    <FormDialog
      open={lead !== null}
      onClose={close}
      title={t('tasks.nextStep')}
      description={t('tasks.stepOf', { title: lead?.title ?? '' })}
      formId="next-step"
      submit={t('common.save')}
    >
      {(onBusy) => lead && <StepForm key={lead.id} lead={lead} onBusy={onBusy} onDone={close} />}
    </FormDialog>
  )
}
