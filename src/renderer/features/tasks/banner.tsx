/** What the person is reminded of, over every screen, until it is done or put away. */
import { AlarmClock, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { useMay } from '../../stores/rights'
import { putAway, useReminders } from '../../stores/reminders'
import { Button, IconButton } from '../../ui'
import { markDone } from './done'
import { openDue } from './due'
import { useWhen } from './due-line'
import { openTask } from './open'

export function ReminderBanner() {
  const { t } = useTranslation()
  const when = useWhen()
  const maySell = useMay('sell')
  const { tasks, count } = useReminders()
  const [task] = tasks
  if (!task) return null
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-info-soft px-4 py-2"
    >
      <AlarmClock aria-hidden className="size-4 shrink-0 text-info" />
      <p className="min-w-0 grow basis-48 break-words">
        <span dir="auto" className="font-medium">
          {task.title}
        </span>
        {task.contact !== null && <span dir="auto">{` · ${task.contact.name}`}</span>}
        {task.dueAt !== null && <span className="numeric text-text-2">{` · ${when(task.dueAt)}`}</span>}
      </p>
      {count > 1 && (
        <Button size="sm" variant="ghost" onClick={openDue}>
          {t('tasks.more', { count: count - 1 })}
        </Button>
      )}
      {task.contact !== null && (
        <Button size="sm" onClick={() => void openTask(task)}>
          {t('people.openChat')}
        </Button>
      )}
      {maySell && (
        <Button size="sm" onClick={() => void markDone(task, t)}>
          {t('tasks.done')}
        </Button>
      )}
      <IconButton
        size="sm"
        label={t(count > 1 ? 'tasks.putAllAway' : 'tasks.putAway')}
        icon={<X aria-hidden className="size-4" />}
        onClick={() => void putAway(count > 1 ? null : [task.id])}
      />
    </div>
  )
}
