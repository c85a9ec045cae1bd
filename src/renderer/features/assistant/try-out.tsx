/** What the assistant would answer to a text, as it is set. Nothing is sent or kept. */
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { AssistantTrial } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { Button, TextArea } from '../../ui'

function Answer({ trial }: { trial: AssistantTrial }) {
  const { t } = useTranslation()
  return (
    <div role="status" className="flex flex-col gap-2 rounded-card bg-thread p-3">
      {trial.reply === null ? (
        <p className="text-small text-text-2">{t('assistant.try.person')}</p>
      ) : (
        <>
          {trial.intent !== null && (
            <p className="text-small text-text-2">
              {t('assistant.try.understood', { intent: t(`assistant.intent.${trial.intent}`) })}
            </p>
          )}
          <p
            dir="auto"
            lang={trial.language}
            className="max-w-[68ch] self-end rounded-bubble border border-bubble-out-line bg-bubble-out px-3 py-1.5 break-words whitespace-pre-wrap text-text-1"
          >
            {trial.reply}
          </p>
          {trial.lines.length > 0 && <p className="text-small text-text-2">{t('assistant.try.order')}</p>}
        </>
      )}
    </div>
  )
}

export function TryOut({ accountId }: { accountId: string }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [trial, setTrial] = useState<AssistantTrial | null>(null)
  const go = async () => {
    if (text.trim() !== '') setTrial(await attempt(() => client.assistant.tryOut({ accountId, text })))
  }
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void go()
      }}
    >
      <TextArea
        label={t('assistant.try.label')}
        hint={t('assistant.try.hint')}
        dir="auto"
        rows={2}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" className="self-start" disabled={text.trim() === ''}>
        {t('assistant.try.go')}
      </Button>
      {trial && <Answer trial={trial} />}
    </form>
  )
}
