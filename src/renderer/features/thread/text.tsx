/** A message's text with its safe links and styles. Direction follows the text itself. */
import { useTranslation } from 'react-i18next'
import { isDesktop } from '../../client/port'
import { copyText } from '../../lib/copy'
import { cx } from '../../lib/cx'
import { toast } from '../../ui/toast'
import { isBigEmoji, piecesOf, isOpened } from './rich-text'

export function RichText({ body }: { body: string }) {
  const { t } = useTranslation()
  return (
    <p
      dir="auto"
      className={cx('break-words whitespace-pre-wrap', isBigEmoji(body) && 'py-1 text-[32px] leading-10')}
    >
      {piecesOf(body).map((piece, index) => {
        switch (piece.kind) {
          case 'text':
            return piece.text
          case 'bold':
            return <strong key={index}>{piece.text}</strong>
          case 'italic':
            return <em key={index}>{piece.text}</em>
          case 'strike':
            return <s key={index}>{piece.text}</s>
          case 'code':
            return (
              <code key={index} className="rounded-[4px] bg-surface-3 px-1 text-small">
                {piece.text}
              </code>
            )
          case 'link':
            return (
              <a
                key={index}
                href={piece.href}
                target="_blank"
                rel="noopener noreferrer"
                onClick={(event) => {
                  if (isOpened(piece.href, isDesktop())) return
                  event.preventDefault()
                  const action = { label: t('common.copy'), run: () => copyText(piece.href) }
                  toast(t('thread.linkNotOpened'), { about: 'link', action })
                }}
                className="text-accent-text underline underline-offset-2"
              >
                {piece.text}
              </a>
            )
        }
      })}
    </p>
  )
}
