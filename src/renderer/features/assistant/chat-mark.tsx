/** In a chat's head: that the assistant answers here, or till when it is silent, with the one button that changes it. */
import { Bot, BotOff } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { Button } from '../../ui'
import { setAssistantMuted, useAssistantChat } from './chats'

export function AssistantMark({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const format = useFormat()
  const chat = useAssistantChat(conversation.id, conversation.contactId)
  if (!chat) return null
  const answers = chat.state === 'answers'
  const Icon = answers ? Bot : BotOff
  const text =
    chat.state === 'silent' && chat.until !== null
      ? t('assistant.mark.silent', { time: format.time(chat.until) })
      : t(answers ? 'assistant.mark.answers' : 'assistant.mark.muted')
  return (
    <div role="group" aria-label={t('assistant.title')} className="flex min-w-0 items-center gap-1.5">
      <span
        role="status"
        className={cx(
          'flex min-w-0 items-center gap-1.5 text-small',
          answers ? 'text-accent-text' : 'text-text-2',
        )}
        title={text}
      >
        <Icon aria-hidden className="size-4 shrink-0" />
        <span className="line-clamp-2 max-w-28 text-meta max-xl:sr-only @3xl:max-w-none @3xl:text-small">
          {text}
        </span>
      </span>
      <Button size="sm" variant="ghost" onClick={() => void setAssistantMuted(conversation.id, answers)}>
        {t(answers ? 'assistant.mark.silence' : 'assistant.mark.resume')}
      </Button>
    </div>
  )
}
