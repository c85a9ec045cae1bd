/** One conversation in the list: 64 px, a link-like row whose whole width opens it. */
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { avatarIdOf } from '../../lib/people'
import { useConversations } from '../../stores/conversations'
import { Avatar, Badge, CountBadge } from '../../ui'
import { AccountSign, AccountTold } from '../account/name'
import { useCalled } from '../customer/called'
import { StatusTick } from '../thread/status'
import { usePreview } from './preview'

export interface RowProps {
  conversation: Conversation
  selected: boolean
  typing: boolean
  draft: string | null
  /** The one row of the list that Tab leads to. */
  stop: boolean
  onOpen: (id: string) => void
}

export const ConversationRow = memo(function ConversationRow({
  conversation,
  selected,
  typing,
  draft,
  stop,
  onOpen,
}: RowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const preview = usePreview()
  const isMixed = useConversations((state) => state.accountId === null)
  const { last, unread } = conversation
  const name = useCalled()(conversation).text
  return (
    <button
      type="button"
      data-conversation={conversation.id}
      tabIndex={stop ? 0 : -1}
      aria-current={selected ? 'true' : undefined}
      onClick={() => onOpen(conversation.id)}
      className={cx(
        'focus-inset relative flex h-16 w-full items-center gap-3 pr-4 pl-4 text-left transition-colors duration-[120ms]',
        selected ? 'bg-surface-3' : 'hover:bg-surface-2',
      )}
    >
      {selected && <span aria-hidden className="absolute inset-y-0 left-0 w-1 bg-accent" />}
      <span className="relative shrink-0">
        <Avatar
          id={avatarIdOf(conversation)}
          name={conversation.name}
          group={conversation.kind === 'group'}
        />
        {isMixed && <AccountSign accountId={conversation.accountId} />}
      </span>
      <span className="flex min-w-0 grow flex-col gap-0.5">
        <span className="flex items-baseline gap-2">
          <span
            dir="auto"
            className={cx(
              'min-w-0 grow truncate text-start',
              unread > 0 || selected ? 'font-semibold' : 'font-medium',
            )}
          >
            {name}
          </span>
          <time
            dateTime={new Date(conversation.at).toISOString()}
            title={format.exact(conversation.at)}
            className={cx(
              'numeric shrink-0 text-meta',
              unread > 0 ? 'font-semibold text-accent-text' : 'text-text-3',
            )}
          >
            {format.short(conversation.at)}
          </time>
        </span>
        <span className="flex h-5 items-center gap-1.5 text-small text-text-3">
          {typing ? (
            <span className="min-w-0 grow truncate text-accent-text">{t('thread.typing')}</span>
          ) : draft !== null ? (
            <span dir="auto" className="min-w-0 grow truncate text-start">
              <span className="font-medium text-danger">{t('inbox.draft')}</span> {draft}
            </span>
          ) : (
            <>
              {last?.direction === 'out' && last.state !== null && !last.revoked && (
                <StatusTick state={last.state} />
              )}
              <span
                dir="auto"
                className={cx('min-w-0 grow truncate text-start', unread > 0 && 'text-text-1')}
              >
                {last === null ? '' : preview({ type: last.type, body: last.preview, revoked: last.revoked })}
              </span>
            </>
          )}
          {isMixed && <AccountTold accountId={conversation.accountId} />}
          {conversation.keeping === 'live' && <Badge tone="warning">{t('inbox.notKept')}</Badge>}
          {unread > 0 && <CountBadge count={unread} label={t('inbox.unreadCount', { count: unread })} />}
        </span>
      </span>
    </button>
  )
})
