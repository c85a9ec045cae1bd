/** The middle pane: who it is, the messages, and the composer or what stands in its place. */
import {
  Archive,
  ArchiveRestore,
  ArrowLeft,
  Ellipsis,
  EyeOff,
  MessagesSquare,
  PanelRight,
} from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Conversation } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { avatarIdOf } from '../../lib/people'
import { useNarrow } from '../../lib/use-media'
import { useEnded } from '../../lib/use-ended'
import { setPanes, usePanes } from '../../shell/panes'
import { useConversations } from '../../stores/conversations'
import { closeConversation, openId, useNavigation } from '../../stores/navigation'
import { useThread } from '../../stores/thread'
import { Avatar, Badge, Button, Confirm, EmptyState, IconButton, Kbd, Menu, Skeleton } from '../../ui'
import { AccountMark } from '../account/name'
import { AssistantMark } from '../assistant'
import { BlockedNotice, useBlocking } from '../blocking'
import { useCommand } from '../commands/registry'
import { useCalled } from '../customer/called'
import { Composer } from '../composer/composer'
import { useArchive } from '../inbox/archive'
import { leaveChat } from '../inbox/leave'
import { Announcer } from './announcer'
import { useMute } from './mute'
import { Scroller } from './scroller'
import { Stranger } from './stranger'
import { MediaViewer } from './viewer'

interface HeaderProps {
  conversation: Conversation
  name: string
  /** The name says the number already. */
  isNumber: boolean
}

function Header({ conversation, name, isNumber }: HeaderProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const narrow = useNarrow()
  const onBoard = useNavigation((state) => state.place.screen === 'leads')
  const cardShown = usePanes((panes) => panes.cardShown)
  const typing = useConversations((state) => state.typing[conversation.id] === true)
  const [asking, setAsking] = useState(false)
  const kept = conversation.keeping === 'kept'
  const mute = useMute(conversation.id)
  const archive = useArchive()
  const blocking = useBlocking(conversation, name)
  const toggleCard = () => setPanes({ cardShown: !cardShown })
  useCommand('archive', kept ? () => void archive(conversation, name) : null)
  useCommand('card', toggleCard)
  return (
    <header className="@container flex h-14 shrink-0 items-center gap-3 border-b border-line px-4">
      {(narrow || onBoard) && (
        <IconButton
          label={t(onBoard ? 'leads.backToBoard' : 'common.back')}
          icon={<ArrowLeft aria-hidden className="size-4" />}
          onClick={leaveChat}
          className="-ml-2"
        />
      )}
      <Avatar
        id={avatarIdOf(conversation)}
        name={conversation.name}
        group={conversation.kind === 'group'}
        size="sm"
      />
      <div className="min-w-0 grow basis-0 @md:min-w-40">
        <h2 dir="auto" className="truncate text-start text-body font-semibold">
          {name}
        </h2>
        <p className="numeric flex min-w-0 items-center gap-2 text-meta text-text-3">
          {typing ? (
            <span className="text-accent-text">{t('thread.typing')}</span>
          ) : conversation.phone === null ? (
            t(conversation.kind === 'group' ? 'thread.group' : 'thread.noNumber')
          ) : isNumber ? null : (
            <span className="min-w-0 truncate">{format.phone(conversation.phone)}</span>
          )}
          <AccountMark accountId={conversation.accountId} className="max-w-[60%] shrink-0" />
        </p>
      </div>
      {kept && <AssistantMark conversation={conversation} />}
      {conversation.isBlocked && <Badge tone="danger">{t('blocking.badge')}</Badge>}
      {conversation.archived && <Badge>{t('thread.archived')}</Badge>}
      <Menu
        trigger={
          <button
            type="button"
            aria-label={t('thread.chatMenu')}
            className="flex size-8 items-center justify-center rounded-control text-text-2 hover:bg-surface-3 data-[state=open]:bg-surface-3"
          >
            <Ellipsis aria-hidden className="size-4" />
          </button>
        }
        groups={[
          kept
            ? [
                {
                  id: 'archive',
                  label: t(conversation.archived ? 'thread.unarchive' : 'thread.archive'),
                  icon: conversation.archived ? (
                    <ArchiveRestore className="size-4" />
                  ) : (
                    <Archive className="size-4" />
                  ),
                  hint: 'E',
                  onSelect: () => void archive(conversation, name),
                },
                ...mute,
              ]
            : [],
          [
            ...blocking.items,
            {
              id: 'not-for-work',
              label: t('thread.notForWork'),
              icon: <EyeOff className="size-4" />,
              danger: true,
              onSelect: () => setAsking(true),
            },
          ],
        ]}
      />
      <IconButton
        label={t('inbox.card')}
        hint="Alt+I"
        icon={<PanelRight aria-hidden className="size-4" />}
        aria-pressed={cardShown}
        onClick={toggleCard}
      />
      {blocking.dialog}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('thread.notForWorkTitle', { name })}
        text={t('thread.notForWorkText')}
        action={t('thread.notForWork')}
        danger
        onConfirm={async () => {
          const which = { conversationId: conversation.id, notForWork: true }
          const done = await attempt(() => client.conversations.setNotForWork(which).then(() => true))
          if (done) closeConversation()
        }}
      />
    </header>
  )
}

function NothingOpen() {
  const { t } = useTranslation()
  return (
    <div className="flex grow items-center justify-center">
      <EmptyState
        icon={<MessagesSquare className="size-6" />}
        title={t('thread.choose')}
        action={
          <span className="flex items-center gap-2 text-small text-text-3">
            <Kbd keys="Alt+J" /> <Kbd keys="Alt+K" /> {t('thread.chooseKeys')}
          </span>
        }
      />
    </div>
  )
}

function Open() {
  const { t } = useTranslation()
  const called = useCalled()
  const ended = useEnded()
  const onBoard = useNavigation((store) => store.place.screen === 'leads')
  const { conversation, state, items } = useThread()
  if (state === 'gone')
    return (
      <div className="flex grow items-center justify-center">
        <EmptyState
          title={t('thread.gone')}
          action={
            <Button onClick={() => closeConversation()}>
              {t(onBoard ? 'leads.backToBoard' : 'thread.backToInbox')}
            </Button>
          }
        />
      </div>
    )
  if (!conversation)
    return (
      <div
        role="status"
        aria-label={t('common.loading')}
        className="flex grow flex-col justify-end gap-3 bg-thread p-6"
      >
        <Skeleton className="h-10 w-1/2" />
        <Skeleton className="h-10 w-2/5 self-end" />
        <Skeleton className="h-16 w-3/5" />
      </div>
    )
  const { text: name, isNumber } = called(conversation)
  const live = conversation.keeping === 'live'
  return (
    <>
      <Header conversation={conversation} name={name} isNumber={isNumber} />
      {items.length === 0 && state === 'ready' ? (
        <div className="flex min-h-0 grow items-center justify-center bg-thread">
          <EmptyState title={t('thread.empty')} text={t('thread.emptyText', { name })} />
        </div>
      ) : (
        <Scroller key={conversation.id} name={name} canReply={!live} />
      )}
      <Announcer name={name} />
      {/* Nothing can be sent or kept while Leadline is not running; what is written stays. */}
      <fieldset disabled={ended} className={cx('min-w-0 shrink-0', ended && 'opacity-50')}>
        {conversation.isBlocked ? (
          <BlockedNotice conversation={conversation} name={name} />
        ) : live ? (
          <Stranger conversation={conversation} />
        ) : (
          <Composer key={conversation.id} conversation={conversation} name={name} />
        )}
      </fieldset>
      <MediaViewer />
    </>
  )
}

export function Thread() {
  const { t } = useTranslation()
  const open = useNavigation((state) => openId(state.place))
  return (
    <section aria-label={t('thread.pane')} className="flex min-h-0 min-w-0 grow flex-col">
      {open === null ? <NothingOpen /> : <Open />}
    </section>
  )
}
