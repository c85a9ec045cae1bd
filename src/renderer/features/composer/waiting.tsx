/** What could not be handed to the app yet, above the field: it goes by itself, and is never mixed with what is written now. */
import { Clock, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button, IconButton } from '../../ui'
import { sendAgain } from './send'
import { NOTHING_UNSENT, removePiece, useUnsent } from './unsent'

export function WaitingPieces({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const { pieces, waiting } = useUnsent((state) => state.unsent[conversationId]) ?? NOTHING_UNSENT
  if (!waiting) return null
  return (
    <div role="status" className="flex flex-col gap-1 rounded-control bg-surface-2 px-2 py-1.5">
      <div className="flex items-center gap-2">
        <Clock aria-hidden className="size-3.5 shrink-0 text-warning" />
        <p className="grow text-small text-warning">{t('composer.notSentYet')}</p>
        <Button size="sm" onClick={() => sendAgain(conversationId)}>
          {t('common.retry')}
        </Button>
      </div>
      <ul aria-label={t('composer.unsent')}>
        {pieces.map(({ clientId, file, body }) => {
          const text = body === '' ? (file?.name ?? '') : body
          return (
            <li key={clientId} className="flex items-center gap-2">
              <span dir="auto" className="min-w-0 grow truncate text-start text-small text-text-2">
                {file !== null && body !== '' ? `${file.name} · ${text}` : text}
              </span>
              <IconButton
                size="sm"
                label={t('composer.dropUnsent', { text })}
                icon={<X aria-hidden className="size-4" />}
                onClick={() => removePiece(conversationId, clientId)}
              />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
