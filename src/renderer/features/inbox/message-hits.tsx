/** Messages in which the searched words occur, below the conversations that match by name or number. */
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../lib/format'
import { openConversation } from '../../stores/navigation'
import { useCalled } from '../customer/called'
import { usePreview } from './preview'
import type { Hit } from './use-message-hits'

export interface MessageHitsProps {
  hits: readonly Hit[]
  more: boolean
  onMore: () => void
}

export function MessageHits({ hits, more, onMore }: MessageHitsProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const preview = usePreview()
  const called = useCalled()
  if (hits.length === 0) return null
  return (
    <section aria-label={t('inbox.messages')} className="border-t border-line pb-2 first:border-t-0">
      <h2 className="px-4 pt-3 pb-1 text-meta font-semibold text-text-3">{t('inbox.messages')}</h2>
      <ul>
        {hits.map(({ message, conversation }) => (
          <li key={message.id}>
            <button
              type="button"
              onClick={() => openConversation(conversation.id, message.id)}
              className="focus-inset flex w-full flex-col gap-0.5 px-4 py-2 text-left hover:bg-surface-2"
            >
              <span className="flex w-full items-baseline gap-2">
                <span dir="auto" className="min-w-0 grow truncate text-start font-medium">
                  {called(conversation).text}
                </span>
                <span className="numeric shrink-0 text-meta text-text-3">{format.short(message.at)}</span>
              </span>
              <span dir="auto" className="line-clamp-2 text-start text-small text-text-2">
                {preview(message)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {more && (
        <button
          type="button"
          className="focus-inset mx-4 my-1 text-small font-medium text-accent-text hover:underline"
          onClick={onMore}
        >
          {t('inbox.moreMessages')}
        </button>
      )}
    </section>
  )
}
