/** What is due: how much of it, and the list. */
import { Check, ListChecks, MessageCircle } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Task } from '../../../contract'
import { useMay } from '../../stores/rights'
import { Button, Dialog, EmptyState, IconButton, Skeleton } from '../../ui'
import { SyncLine } from '../crm'
import { markDone } from './done'
import { openDue, useDue, useDueOpen } from './due'
import { DueLine } from './due-line'
import { openTask } from './open'

/** How many are overdue or due today. */
export function DueButton() {
  const { t } = useTranslation()
  const due = useDue()
  const count = due === null ? 0 : due.overdue.length + due.today.length
  return (
    <Button icon={<ListChecks aria-hidden className="size-4" />} onClick={openDue}>
      {count === 0 ? t('tasks.due') : t('tasks.dueCount', { count })}
    </Button>
  )
}

const close = () => useDueOpen.setState({ open: false })

function Row({ task }: { task: Task }) {
  const { t } = useTranslation()
  const maySell = useMay('sell')
  return (
    <li className="flex items-start gap-1 border-b border-line py-2 last:border-b-0">
      <div className="flex min-w-0 grow flex-col gap-0.5">
        <DueLine title={task.title} dueAt={task.dueAt} />
        {task.contact !== null && (
          <p dir="auto" className="pl-5 text-start text-small break-words text-text-2">
            {task.contact.name}
          </p>
        )}
        {task.sync.state !== 'synced' && task.sync.state !== 'local' && (
          <div className="pl-5">
            <SyncLine kind="task" recordId={task.id} title={task.title} sync={task.sync} />
          </div>
        )}
      </div>
      {task.contact !== null && (
        <IconButton
          size="sm"
          label={t('tasks.openChatOf', { name: task.contact.name })}
          icon={<MessageCircle aria-hidden className="size-4" />}
          onClick={() => {
            close()
            void openTask(task)
          }}
        />
      )}
      {maySell && (
        <IconButton
          size="sm"
          label={t('tasks.doneNamed', { title: task.title })}
          icon={<Check aria-hidden className="size-4" />}
          onClick={() => void markDone(task, t)}
        />
      )}
    </li>
  )
}

function List({ title, tasks }: { title: string; tasks: readonly Task[] }) {
  if (tasks.length === 0) return null
  return (
    <section aria-label={title}>
      <h3 className="text-small font-semibold text-text-2">{title}</h3>
      <ul>
        {tasks.map((task) => (
          <Row key={task.id} task={task} />
        ))}
      </ul>
    </section>
  )
}

function Due() {
  const { t } = useTranslation()
  const due = useDue()
  if (due === null) return <Skeleton className="h-24 w-full" />
  const { overdue, today } = due
  if (overdue.length + today.length === 0)
    return (
      <EmptyState icon={<Check className="size-6" />} title={t('tasks.none')} text={t('tasks.noneText')} />
    )
  return (
    <div className="flex flex-col gap-4">
      <List title={t('tasks.overdue')} tasks={overdue} />
      <List title={t('tasks.today')} tasks={today} />
    </div>
  )
}

export function DueDialog() {
  const { t } = useTranslation()
  const { open } = useDueOpen()
  return (
    <Dialog open={open} onClose={close} title={t('tasks.dueTitle')} width="md">
      <Due />
    </Dialog>
  )
}
