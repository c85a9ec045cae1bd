/** One message: bubble, quote, edits, reactions, how far it got, and what can be done about it. */
import { Ban, Bot, Copy, Ellipsis, Reply, Star, StarOff } from 'lucide-react'
import { memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Message } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { setDraft } from '../../stores/drafts'
import { jumpTo } from '../../stores/thread'
import { copyText } from '../../lib/copy'
import { Button, IconButton, Menu } from '../../ui'
import { focusComposer } from '../composer/focus'
import { usePreview } from '../inbox/preview'
import { Content } from './content'
import { Limited } from './limited'
import { StatusTick } from './status'

export interface BubbleProps {
  message: Message
  /** The other side's name, for screen readers and quotes. */
  name: string
  first: boolean
  last: boolean
  pointedOut: boolean
  /** Live strangers can't be answered. */
  canReply: boolean
}

function Quote({ message, name }: { message: Message; name: string }) {
  const { t } = useTranslation()
  const preview = usePreview()
  const { quoted } = message
  if (!quoted) return null
  const { id } = quoted
  const inner = (
    <>
      <span className="block text-meta font-semibold text-accent-text">
        {quoted.direction === 'out' ? t('thread.you') : name}
      </span>
      <span dir="auto" className="line-clamp-2 text-start text-small text-text-2">
        {preview({ type: quoted.type, body: quoted.body })}
      </span>
    </>
  )
  const look =
    'mb-1.5 block w-full min-w-32 rounded-control border-l-[3px] border-accent bg-surface-3/50 px-2 py-1 text-left'
  return id === null ? (
    <div className={look}>{inner}</div>
  ) : (
    <button
      type="button"
      title={t('thread.jumpToQuoted')}
      onClick={() => jumpTo(id)}
      className={cx(look, 'hover:bg-surface-3')}
    >
      {inner}
    </button>
  )
}

/** "Edited", and on a click what it said before. */
function Edits({ message }: { message: Message }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [open, setOpen] = useState(false)
  if (message.edits.length === 0) return null
  return (
    <>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
        className="underline decoration-dotted underline-offset-2"
      >
        {t('thread.edited')}
      </button>
      {open && (
        <ul
          aria-label={t('thread.before')}
          className="order-first mb-1 w-full border-b border-line-strong/40 pb-1"
        >
          {message.edits.map((edit, index) => (
            <li key={index} className="text-small text-text-2">
              <span className="numeric mr-1.5 text-meta">{format.time(edit.at)}</span>
              <s dir="auto" className="break-words">
                {edit.body ?? ''}
              </s>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** Under a message that did not simply go: what happened and what to do. */
function Trouble({ message }: { message: Message }) {
  const { t } = useTranslation()
  const which = { messageId: message.id }
  const { state, failure } = message
  if (state !== 'failed' && state !== 'stale' && state !== 'unknown' && state !== 'queued') return null
  if (state === 'queued') return <Limited />
  return (
    <div className="mt-1 flex max-w-full flex-wrap items-center justify-end gap-x-2 gap-y-1 text-small">
      <span className={state === 'failed' ? 'text-danger' : 'text-warning'}>
        {state === 'failed'
          ? t(`thread.failure.${failure ?? 'refused'}`)
          : t(state === 'stale' ? 'thread.staleText' : 'thread.unknownText')}
      </span>
      {state === 'failed' && (
        <Button size="sm" onClick={() => void attempt(() => client.messages.retry(which))}>
          {t('thread.retry')}
        </Button>
      )}
      {state === 'stale' && (
        <Button
          size="sm"
          variant="primary"
          onClick={() => void attempt(() => client.messages.confirmStale(which))}
        >
          {t('thread.stillSend')}
        </Button>
      )}
      {state !== 'unknown' && (
        <Button size="sm" variant="ghost" onClick={() => void attempt(() => client.messages.discard(which))}>
          {t('thread.discard')}
        </Button>
      )}
    </div>
  )
}

function Actions({ message, canReply }: { message: Message; canReply: boolean }) {
  const { t } = useTranslation()
  const reply = () => {
    setDraft(message.conversationId, { quoted: message })
    // After a menu gave the focus back.
    setTimeout(focusComposer)
  }
  const { body } = message
  const copy = () => copyText(body ?? '')
  const star = () =>
    void attempt(() => client.messages.setStarred({ messageId: message.id, starred: !message.starred }))
  const queued = message.state === 'queued'
  return (
    <div className="flex shrink-0 self-center opacity-0 transition-opacity duration-[120ms] group-focus-within:opacity-100 group-hover:opacity-100 has-[[data-state=open]]:opacity-100">
      {canReply && (
        <IconButton
          size="sm"
          label={t('thread.reply')}
          icon={<Reply aria-hidden className="size-4" />}
          onClick={reply}
        />
      )}
      <Menu
        align={message.direction === 'out' ? 'end' : 'start'}
        trigger={
          <button
            type="button"
            aria-label={t('thread.more')}
            className="flex size-7 items-center justify-center rounded-control text-text-2 hover:bg-surface-3 data-[state=open]:bg-surface-3"
          >
            <Ellipsis aria-hidden className="size-4" />
          </button>
        }
        groups={[
          [
            ...(body !== null && body !== ''
              ? [{ id: 'copy', label: t('common.copy'), icon: <Copy className="size-4" />, onSelect: copy }]
              : []),
            ...(message.id > 0
              ? [
                  {
                    id: 'star',
                    label: message.starred ? t('thread.unstar') : t('thread.star'),
                    icon: message.starred ? <StarOff className="size-4" /> : <Star className="size-4" />,
                    onSelect: star,
                  },
                ]
              : []),
            ...(queued
              ? [
                  {
                    id: 'discard',
                    label: t('thread.discard'),
                    icon: <Ban className="size-4" />,
                    danger: true,
                    onSelect: () => void attempt(() => client.messages.discard({ messageId: message.id })),
                  },
                ]
              : []),
          ],
        ]}
      />
    </div>
  )
}

function Reactions({ message }: { message: Message }) {
  const { t } = useTranslation()
  if (message.reactions.length === 0) return null
  const counted = new Map<string, number>()
  for (const { emoji } of message.reactions) counted.set(emoji, (counted.get(emoji) ?? 0) + 1)
  return (
    <ul
      aria-label={t('thread.reactions')}
      className={cx('-mt-1.5 flex gap-1 px-2', message.direction === 'out' && 'justify-end')}
    >
      {[...counted].map(([emoji, count]) => (
        <li
          key={emoji}
          className="numeric rounded-full border border-line bg-surface-1 px-1.5 text-small shadow-1"
        >
          {emoji}
          {count > 1 && <span className="ml-1 text-meta text-text-2">{count}</span>}
        </li>
      ))}
    </ul>
  )
}

export const Bubble = memo(function Bubble({
  message,
  name,
  first,
  last,
  pointedOut,
  canReply,
}: BubbleProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const out = message.direction === 'out'
  if (message.type === 'system')
    return (
      <div className="flex justify-center px-6 py-1.5 text-center text-small text-text-3">
        <Content message={message} />
      </div>
    )
  const revoked = message.revokedAt !== null
  return (
    <article
      aria-label={t('thread.messageOf', {
        who: out ? t('thread.you') : (message.author ?? name),
        time: format.time(message.at),
      })}
      data-message={message.id}
      className={cx('group flex flex-col px-4', first ? 'pt-2' : 'pt-0.5', out ? 'items-end' : 'items-start')}
    >
      <div className={cx('flex max-w-full gap-1', out && 'flex-row-reverse')}>
        <div
          className={cx(
            'max-w-[min(68ch,100%)] min-w-0 rounded-bubble border px-3 py-1.5 text-text-1 transition-shadow duration-[180ms]',
            out ? 'border-bubble-out-line bg-bubble-out' : 'border-bubble-in-line bg-bubble-in',
            last && (out ? 'rounded-br-[4px]' : 'rounded-bl-[4px]'),
            message.state === 'failed' && 'border-danger',
            pointedOut && 'ring-2 ring-accent ring-offset-2 ring-offset-thread',
          )}
        >
          {first && message.author !== null && !out && (
            <p dir="auto" className="text-meta font-semibold text-accent-text">
              {message.author}
            </p>
          )}
          {!revoked && <Quote message={message} name={name} />}
          {revoked && (
            <p className="flex items-center gap-2 text-text-2 italic">
              <Ban aria-hidden className="size-4 shrink-0" />
              {t(out ? 'thread.deletedByYou' : 'thread.deletedByCustomer', {
                time: format.time(message.revokedAt ?? 0),
              })}
            </p>
          )}
          {revoked ? (
            message.body !== null &&
            message.body !== '' && (
              <p
                dir="auto"
                className="mt-1 break-words whitespace-pre-wrap text-text-2 line-through decoration-1"
              >
                {message.body}
              </p>
            )
          ) : (
            <Content message={message} />
          )}
          <div className="mt-0.5 flex flex-wrap items-center justify-end gap-1.5 text-meta text-bubble-meta">
            <Edits message={message} />
            {message.automatic !== null && (
              <span className="flex items-center gap-1">
                <Bot aria-hidden className="size-3" />
                {t(`assistant.by.${message.automatic}`)}
              </span>
            )}
            {message.starred && (
              <span role="img" aria-label={t('thread.starred')}>
                <Star aria-hidden className="size-3" fill="currentColor" />
              </span>
            )}
            {/* A deleted message says when above. */}
            {!revoked && (
              <time
                dateTime={new Date(message.at).toISOString()}
                title={format.exact(message.at)}
                className="numeric"
              >
                {format.time(message.at)}
              </time>
            )}
            {message.state !== null && <StatusTick state={message.state} />}
          </div>
        </div>
        {!revoked && <Actions message={message} canReply={canReply} />}
      </div>
      <Reactions message={message} />
      <Trouble message={message} />
    </article>
  )
})
