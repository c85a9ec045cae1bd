/** The fields of a task: what, on which day, at what time. */
import { useTranslation } from 'react-i18next'
import { Input } from '../../ui'
import { fieldsOf, instantOf } from './rules'

export interface TaskDraft {
  title: string
  /** As the browser's fields hold them; see rules.ts. */
  day: string
  time: string
}

export const taskDraft = (title: string, dueAt: number | null): TaskDraft => ({ title, ...fieldsOf(dueAt) })

/** What to keep; null while anything is wrong. */
export function checkTask(draft: TaskDraft): { title: string; dueAt: number | null } | null {
  const title = draft.title.trim()
  const dueAt = instantOf(draft)
  return title === '' || dueAt === 'unreadable' ? null : { title, dueAt }
}

export interface TaskFieldsProps {
  draft: TaskDraft
  /** Whether to say what is wrong. */
  tried: boolean
  onChange: (draft: TaskDraft) => void
}

export function TaskFields({ draft, tried, onChange }: TaskFieldsProps) {
  const { t } = useTranslation()
  const wrongTime = instantOf(draft) === 'unreadable'
  return (
    <div className="flex flex-col gap-4">
      <Input
        label={t('tasks.what')}
        placeholder={t('tasks.whatExample')}
        error={tried && draft.title.trim() === '' ? t('tasks.whatError') : null}
        maxLength={200}
        dir="auto"
        value={draft.title}
        onChange={(event) => onChange({ ...draft, title: event.currentTarget.value })}
      />
      <div className="flex flex-wrap gap-3">
        <Input
          className="grow basis-36"
          label={t('tasks.day')}
          type="date"
          error={tried && wrongTime ? t('tasks.dayError') : null}
          value={draft.day}
          onChange={(event) => onChange({ ...draft, day: event.currentTarget.value })}
        />
        <Input
          className="grow basis-28"
          label={t('tasks.time')}
          type="time"
          value={draft.time}
          onChange={(event) => onChange({ ...draft, time: event.currentTarget.value })}
        />
      </div>
      <p className="text-meta text-text-3">{t('tasks.reminderHint')}</p>
    </div>
  )
}
