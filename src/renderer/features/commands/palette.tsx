/** Mod+K: commands, conversations and messages in one list, driven from the text field. */
import { CornerDownLeft, MessageSquareText, Search, Zap } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useEffect, useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow, Conversation, Product } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { avatarIdOf } from '../../lib/people'
import { openConversation, openPerson } from '../../stores/navigation'
import { Avatar, Kbd, useFocusBack } from '../../ui'
import { useNameOfSeveral } from '../account/name'
import { ProductPicture, showProduct } from '../catalog'
import { useCalled } from '../customer/called'
import type { Hit } from '../inbox/use-message-hits'
import { usePreview } from '../inbox/preview'
import { KEYS } from './keys'
import { usePalette } from './palette-state'
import { canRun, runCommand } from './registry'

interface Item {
  id: string
  section: 'commands' | 'conversations' | 'people' | 'products' | 'messages'
  icon: ReactNode
  text: string
  detail: string | null
  keys: string | null
  run: () => void
}

interface Found {
  conversations: Conversation[]
  /** Those without a chat; who has one is among the conversations. */
  people: ContactRow[]
  products: Product[]
  messages: Hit[]
}

function useFound(query: string): Found {
  const [found, setFound] = useState<Found>({ conversations: [], people: [], products: [], messages: [] })
  useEffect(() => {
    let current = true
    const timer = setTimeout(
      () => {
        void Promise.all([
          attempt(() =>
            client.conversations.list({ accountId: null, filter: 'all', query, cursor: null, limit: 7 }),
          ),
          query.length < 2 ? [] : attempt(() => client.messages.search({ query, limit: 7, before: null })),
          query === ''
            ? null
            : attempt(() => client.contacts.list({ query, tag: null, chat: 'none', cursor: null, limit: 5 })),
          query.length < 2 ? [] : attempt(() => client.orders.products({ query, limit: 5 })),
        ]).then(([page, messages, people, products]) => {
          if (current)
            setFound({
              conversations: page?.items ?? [],
              people: people?.items ?? [],
              products: products ?? [],
              messages: messages ?? [],
            })
        })
      },
      query === '' ? 0 : 150,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query])
  return found
}

function useItems(query: string): Item[] {
  const { t } = useTranslation()
  const format = useFormat()
  const preview = usePreview()
  const found = useFound(query)
  const accountOf = useNameOfSeveral()
  const called = useCalled()
  const commands = KEYS.filter((entry) => entry.palette && canRun(entry.id))
    .map((entry): Item => ({
      id: `command-${entry.id}`,
      section: 'commands',
      icon: <Zap className="size-4" />,
      text: t(`commands.name.${entry.id}`),
      detail: null,
      keys: entry.keys,
      run: () => void runCommand(entry.id),
    }))
    .filter((item) => item.text.toLocaleLowerCase().includes(query.toLocaleLowerCase()))
  const conversations = found.conversations.map((one): Item => ({
    id: `conversation-${one.id}`,
    section: 'conversations',
    icon: <Avatar id={avatarIdOf(one)} name={one.name} group={one.kind === 'group'} size="sm" />,
    text: called(one).text,
    detail:
      [one.phone === null || called(one).isNumber ? null : format.phone(one.phone), accountOf(one.accountId)]
        .filter((part) => part !== null)
        .join(' · ') || null,
    keys: null,
    run: () => openConversation(one.id),
  }))
  const people = found.people.map((one): Item => ({
    id: `person-${one.id}`,
    section: 'people',
    icon: <Avatar id={one.id} name={one.name} size="sm" />,
    text: one.name,
    detail: one.phone === null ? one.company : format.phone(one.phone),
    keys: null,
    run: () => openPerson(one.id),
  }))
  const products = found.products.map((one): Item => ({
    id: `product-${one.id}`,
    section: 'products',
    icon: <ProductPicture product={one} className="size-7" />,
    text: one.name,
    detail: format.money(one.unitPrice, one.currency),
    keys: null,
    run: () => showProduct(one),
  }))
  const messages = found.messages.map(({ message, conversation }): Item => ({
    id: `message-${message.id}`,
    section: 'messages',
    icon: <MessageSquareText className="size-4" />,
    text: preview(message),
    detail: called(conversation).text,
    keys: null,
    run: () => openConversation(conversation.id, message.id),
  }))
  return query === ''
    ? [...conversations, ...commands]
    : [...commands, ...conversations, ...people, ...products, ...messages]
}

function PaletteBody() {
  const { t } = useTranslation()
  const base = useId()
  const [query, setQuery] = useState('')
  const [index, setIndex] = useState(0)
  const items = useItems(query.trim())
  const active = items[Math.min(index, items.length - 1)]
  const choose = (item: Item) => {
    usePalette.setState({ open: false })
    // After the dialog gave the focus back, so that a command may move it.
    setTimeout(item.run)
  }
  useEffect(() => {
    document.getElementById(`${base}-${active?.id}`)?.scrollIntoView({ block: 'nearest' })
  }, [base, active?.id])
  return (
    <>
      <div className="flex items-center gap-3 border-b border-line px-4">
        <Search aria-hidden className="size-4 shrink-0 text-text-3" />
        <input
          role="combobox"
          aria-label={t('commands.open')}
          aria-expanded
          aria-controls={`${base}-list`}
          aria-activedescendant={active ? `${base}-${active.id}` : undefined}
          placeholder={t('commands.placeholder')}
          value={query}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setIndex(0)
          }}
          onKeyDown={(event) => {
            const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
            if (step !== 0) {
              event.preventDefault()
              setIndex((Math.min(index, items.length - 1) + step + items.length) % Math.max(1, items.length))
            }
            if (event.key === 'Enter' && !event.nativeEvent.isComposing && active) {
              event.preventDefault()
              choose(active)
            }
          }}
          className="h-12 min-w-0 grow bg-transparent text-title outline-none"
        />
      </div>
      <div
        id={`${base}-list`}
        role="listbox"
        aria-label={t('commands.results')}
        className="min-h-0 overflow-y-auto p-2"
      >
        {items.map((item, at) => (
          <div key={item.id} role="presentation">
            {items[at - 1]?.section !== item.section && (
              <div role="presentation" className="px-2 pt-2 pb-1 text-meta font-semibold text-text-3">
                {t(`commands.section.${item.section}`)}
              </div>
            )}
            <div
              id={`${base}-${item.id}`}
              role="option"
              tabIndex={-1}
              aria-selected={item === active}
              onPointerMove={() => setIndex(at)}
              onClick={() => choose(item)}
              className={cx(
                'flex h-10 items-center gap-3 rounded-control px-2 select-none',
                item === active && 'bg-surface-3',
              )}
            >
              <span aria-hidden className="flex w-7 shrink-0 justify-center text-text-3">
                {item.icon}
              </span>
              <span dir="auto" className="min-w-0 grow truncate text-start">
                {item.text}
              </span>
              {item.detail !== null && (
                <span className="numeric max-w-[40%] shrink-0 truncate text-small text-text-3">
                  {item.detail}
                </span>
              )}
              {item.keys !== null && <Kbd keys={item.keys} />}
              {item === active && <CornerDownLeft aria-hidden className="size-3.5 shrink-0 text-text-3" />}
            </div>
          </div>
        ))}
      </div>
      {items.length === 0 && (
        <p role="status" className="px-4 pb-6 text-center text-small text-text-3">
          {t('inbox.noMatch', { query })}
        </p>
      )}
    </>
  )
}

export function CommandPalette() {
  const { t } = useTranslation()
  const open = usePalette((state) => state.open)
  const { remember, giveBack } = useFocusBack()
  return (
    <Radix.Root open={open} onOpenChange={(next) => usePalette.setState({ open: next })}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-fade bg-overlay" />
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={remember}
          onCloseAutoFocus={giveBack}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[70vh] w-[min(620px,calc(100vw-24px))] -translate-x-1/2 animate-fade flex-col overflow-hidden rounded-card bg-surface-1 shadow-3 focus-visible:outline-none"
        >
          <Radix.Title className="sr-only">{t('commands.open')}</Radix.Title>
          <PaletteBody />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
