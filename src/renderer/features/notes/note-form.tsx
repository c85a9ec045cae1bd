/** The text of a note being written or changed: Ctrl or Cmd with Enter keeps it, Esc leaves it. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button, TextArea } from '../../ui'

export interface NoteFormProps {
  /** At first. */
  text: string
  /** It is being written. */
  onText?: (body: string) => void
  /** Null: it was not kept, and was said so. */
  onSave: (body: string) => Promise<unknown>
  onClose: () => void
}

export function NoteForm({ text, onText, onSave, onClose }: NoteFormProps) {
  const { t } = useTranslation()
  const [body, setBody] = useState(text)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const isEmpty = body.trim() === ''
  const save = async () => {
    setTried(true)
    if (busy || isEmpty) return
    setBusy(true)
    const saved = await onSave(body.trim())
    setBusy(false)
    if (saved !== null) onClose()
  }
  return (
    <form
      noValidate
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          void save()
        }
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onClose()
      }}
    >
      <TextArea
        autoFocus
        label={t('notes.label')}
        hint={t('notes.hint')}
        error={tried && isEmpty ? t('notes.empty') : null}
        rows={3}
        maxLength={10_000}
        dir="auto"
        value={body}
        onChange={(event) => {
          setBody(event.currentTarget.value)
          onText?.(event.currentTarget.value)
        }}
      />
      <div className="flex justify-end gap-2">
        <Button size="sm" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button size="sm" type="submit" variant="primary" busy={busy}>
          {t('common.save')}
        </Button>
      </div>
    </form>
  )
}
