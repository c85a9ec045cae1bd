/** The list of conversations with its search and filters; only the rows on the screen exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Inbox, MessageCircleDashed, Zap } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { focusRow } from '../../lib/focus-row'
import { useAccounts } from '../../stores/app'
import { readConversations, readMore, setView, useConversations } from '../../stores/conversations'
import { useDrafts } from '../../stores/drafts'
import { openConversation, openId, openPerson, useNavigation, wishReply } from '../../stores/navigation'
import { Button, EmptyState, Kbd, Segmented, Skeleton, VisuallyHidden } from '../../ui'
import { giveHelp } from '../account/help'
import { worstFirst } from '../account/order'
import { StateStrip } from '../account/strip'
import { useHelp } from '../account/use-help'
import { viewOf } from '../account/view'
import { AccountFilter } from './account-filter'
import { useCommand } from '../commands/registry'
import { SearchBox } from '../commands/search-box'
import { usePalette } from '../commands/palette-state'
import { COMPOSER_ID } from '../composer/focus'
import { PersonRow, StartChatButton, useKnown } from '../contacts'
import { foundOf } from './found'
import { MessageHits } from './message-hits'
import { ConversationRow } from './row'
import { useMessageHits } from './use-message-hits'

const ROW = 64

const search = (query: string) => setView({ query })

function InboxSearch() {
  const { t } = useTranslation()
  const query = useConversations((state) => state.query)
  const label = t('inbox.search')
  return <SearchBox label={label} hint={label} query={query} pause={350} onQuery={search} />
}

function Nothing() {
  const { t } = useTranslation()
  const { accountId, filter, query, state } = useConversations()
  const accounts = useAccounts((store) => store.accounts)
  const account = worstFirst(accounts ?? [], false).find(({ id }) => accountId === null || id === accountId)
  const help = useHelp(account, account ? viewOf(account).help : null)
  if (state === 'failed')
    return (
      <EmptyState
        icon={<Inbox className="size-6" />}
        title={t('inbox.failed')}
        action={<Button onClick={() => void readConversations()}>{t('common.retry')}</Button>}
      />
    )
  if (query !== '') return <EmptyState title={t('inbox.noMatch', { query })} text={t('inbox.noMatchText')} />
  if (filter !== 'all')
    return (
      <EmptyState
        icon={<Inbox className="size-6" />}
        title={t(`inbox.empty.${filter}`)}
        action={<Button onClick={() => setView({ filter: 'all' })}>{t('inbox.showAll')}</Button>}
      />
    )
  return (
    <EmptyState
      icon={<MessageCircleDashed className="size-6" />}
      title={t('inbox.empty.all')}
      text={t('inbox.emptyText')}
      action={
        account && help ? (
          <Button onClick={() => giveHelp(account, help)}>{t(`account.help.${help}`)}</Button>
        ) : undefined
      }
    />
  )
}

function Rows() {
  const { t } = useTranslation()
  const { accountId, items, next, state, query, typing } = useConversations()
  const drafts = useDrafts((store) => store.drafts)
  const selected = useNavigation((store) => openId(store.place))
  const { hits, more, readMore: readMoreHits } = useMessageHits(state === 'ready' ? query : '', accountId)
  const people = useKnown(query, 10, 'none')
  const found =
    query === '' || state === 'failed' ? null : foundOf(items.length + people.length, hits?.length ?? null)
  const scroller = useRef<HTMLDivElement>(null)
  const [walked, setWalked] = useState<string | null>(null)
  const open = useCallback((id: string) => openConversation(id), [])
  // React's compiler can't memoise what the virtualizer answers; nothing here relies on it.
  // eslint-disable-next-line react-hooks/incompatible-library
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => items[index]?.id ?? index,
    overscan: 8,
  })
  const rows = virtual.getVirtualItems()
  const lastShown = rows.at(-1)?.index ?? 0
  useEffect(() => {
    if (next !== null && lastShown >= items.length - 20) void readMore()
  }, [lastShown, items.length, next])

  const move = (step: number) => {
    const index = items.findIndex((item) => item.id === selected)
    const target = items[index === -1 ? 0 : index + step]
    if (!target) return
    const here = document.activeElement
    const isReplying = here?.id === COMPOSER_ID
    const isInList = scroller.current?.contains(here) === true
    openConversation(target.id, null, true)
    virtual.scrollToIndex(items.indexOf(target), { align: 'auto' })
    // The focus goes along: from reply box to reply box, from row to row.
    if (isReplying) wishReply(target.id)
    else if (isInList) focusRow(scroller.current, `[data-conversation="${target.id}"]`)
  }
  useCommand('next', () => move(1))
  useCommand('previous', () => move(-1))

  // Tab leads to one row: where the focus is, else to the chat that is open, else to the first that is seen.
  const onScreen = rows.map(({ index }) => items[index]?.id)
  const stop =
    [walked, selected].find((id) => id !== null && onScreen.includes(id)) ??
    items[virtual.range?.startIndex ?? 0]?.id

  if (items.length === 0 && (state === 'loading' || found === 'searching'))
    return (
      <div role="status" aria-label={t('common.loading')} className="flex grow flex-col gap-3 p-4">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-10" />
        ))}
      </div>
    )
  return (
    <div
      ref={scroller}
      className="min-h-0 grow overflow-y-auto"
      onFocus={({ target }) => setWalked(target.dataset['conversation'] ?? null)}
      onBlur={() => setWalked(null)}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (step === 0 || !(event.target instanceof HTMLElement)) return
        const from = event.target.dataset['conversation']
        const index = items.findIndex((item) => item.id === from)
        const id = items[index + step]?.id
        if (index === -1 || id === undefined) return
        event.preventDefault()
        virtual.scrollToIndex(index + step, { align: 'auto' })
        focusRow(scroller.current, `[data-conversation="${id}"]`)
      }}
    >
      {items.length === 0 ? (
        found !== 'some' && <Nothing />
      ) : (
        <ul
          aria-label={t('inbox.list')}
          className="relative w-full"
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map((row) => {
            const conversation = items[row.index]
            if (!conversation) return null
            return (
              <li
                key={row.key}
                aria-setsize={next === null ? items.length : -1}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ConversationRow
                  conversation={conversation}
                  selected={conversation.id === selected}
                  typing={typing[conversation.id] === true}
                  draft={
                    conversation.id === selected ? null : (drafts[conversation.id]?.text ?? null) || null
                  }
                  stop={conversation.id === stop}
                  onOpen={open}
                />
              </li>
            )
          })}
        </ul>
      )}
      {people.length > 0 && query !== '' && (
        <section aria-label={t('people.withoutChat')}>
          <h2 className="px-4 pt-3 pb-1 text-meta font-semibold text-text-3">{t('people.withoutChat')}</h2>
          <ul>
            {people.map((person) => (
              <li key={person.id}>
                <PersonRow person={person} selected={false} onOpen={({ id }) => openPerson(id)} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {hits && <MessageHits hits={hits} more={more} onMore={readMoreHits} />}
    </div>
  )
}

export function ConversationList() {
  const { t } = useTranslation()
  const filter = useConversations((state) => state.filter)
  const unread = useConversations(({ accountId, unread: all, unreadByAccount }) =>
    accountId === null ? all : (unreadByAccount[accountId] ?? 0),
  )
  return (
    <section aria-label={t('common.inbox')} className="flex min-h-0 grow flex-col">
      <header className="flex flex-col gap-2 px-4 pt-3 pb-2">
        <div className="flex h-8 items-center justify-between">
          <h1 data-focus-home tabIndex={-1} className="text-title font-semibold focus-visible:outline-none">
            {t('common.inbox')}
          </h1>
          <div className="ml-auto">
            <StartChatButton />
          </div>
          <button
            type="button"
            onClick={() => usePalette.setState({ open: true })}
            className="flex h-8 items-center gap-1.5 rounded-control px-1.5 text-text-2 hover:bg-surface-2 hover:text-text-1"
          >
            <Zap aria-hidden className="size-4" />
            <VisuallyHidden>{t('commands.open')} </VisuallyHidden>
            <Kbd keys="Mod+K" />
          </button>
        </div>
        <InboxSearch />
        <Segmented
          label={t('inbox.filter')}
          value={filter}
          onChange={(value) => setView({ filter: value })}
          options={[
            { value: 'all', label: t('inbox.filters.all') },
            { value: 'unread', label: t('inbox.filters.unread'), count: unread },
            { value: 'archived', label: t('inbox.filters.archived') },
          ]}
        />
        <AccountFilter />
      </header>
      <Rows />
      <StateStrip />
    </section>
  )
}
