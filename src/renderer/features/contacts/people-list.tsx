/** The list of people with its search and tag filter; only the rows on the screen exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { UserPlus, Users } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ContactRow } from '../../../contract'
import { client } from '../../client'
import { useMay } from '../../stores/rights'
import { openPerson, personOf, useNavigation } from '../../stores/navigation'
import { focusRow } from '../../lib/focus-row'
import { Button, EmptyState, IconButton, Select, Skeleton } from '../../ui'
import { useCommand } from '../commands/registry'
import { SearchBox } from '../commands/search-box'
import { AllDuplicates } from './duplicates'
import { followPeople, readMorePeople, readPeople, setPeopleView, usePeople } from './people'
import { AddressBookDialog, PeopleMenu, PeopleProgress, usePeopleFiles } from './people-files'
import { PersonForm } from './person-form'
import { PersonRow } from './person-row'
import { useReading } from './use-contact'

const ROW = 56

const search = (query: string) => setPeopleView({ query })

function PeopleSearch() {
  const { t } = useTranslation()
  const query = usePeople((state) => state.query)
  return (
    <SearchBox
      label={t('people.search')}
      hint={t('people.searchHint')}
      query={query}
      pause={200}
      onQuery={search}
    />
  )
}

const readTags = () => client.contacts.tags({ query: '', limit: 200 })

function TagFilter() {
  const { t } = useTranslation()
  const tag = usePeople((state) => state.tag)
  const { value } = useReading(readTags)
  const known = value?.map((one) => one.tag) ?? []
  const tags = tag === null || known.includes(tag) ? known : [tag, ...known]
  if (tags.length === 0) return null
  return (
    <Select
      label={t('people.tagFilter')}
      hideLabel
      options={[
        { value: '', label: t('people.allTags') },
        ...tags.map((one) => ({ value: one, label: one })),
      ]}
      value={tag ?? ''}
      onValue={(next) => setPeopleView({ tag: next === '' ? null : next })}
    />
  )
}

function Nothing() {
  const { t } = useTranslation()
  const { query, tag, state } = usePeople()
  const [adding, setAdding] = useState(false)
  const maySell = useMay('sell')
  if (state === 'failed')
    return (
      <EmptyState
        icon={<Users className="size-6" />}
        title={t('people.failed')}
        action={<Button onClick={() => void readPeople()}>{t('common.retry')}</Button>}
      />
    )
  if (query !== '') return <EmptyState title={t('inbox.noMatch', { query })} text={t('people.noMatchText')} />
  if (tag !== null)
    return (
      <EmptyState
        title={t('people.noneWithTag', { tag })}
        action={<Button onClick={() => setPeopleView({ tag: null })}>{t('people.showAll')}</Button>}
      />
    )
  return (
    <>
      <EmptyState
        icon={<Users className="size-6" />}
        title={t('people.empty')}
        text={t('people.emptyText')}
        action={maySell ? <Button onClick={() => setAdding(true)}>{t('people.add')}</Button> : undefined}
      />
      <PersonForm open={adding} contact={null} onClose={() => setAdding(false)} onDone={openPerson} />
    </>
  )
}

function Rows() {
  const { t } = useTranslation()
  const { items, next, state } = usePeople()
  const selected = useNavigation((store) => personOf(store.place))
  const scroller = useRef<HTMLDivElement>(null)
  const open = useCallback((person: ContactRow) => openPerson(person.id), [])
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
    if (next !== null && lastShown >= items.length - 20) void readMorePeople()
  }, [lastShown, items.length, next])
  const move = (step: number) => {
    const index = items.findIndex((item) => item.id === selected)
    const target = items[index === -1 ? 0 : index + step]
    if (!target) return
    openPerson(target.id, true)
    virtual.scrollToIndex(items.indexOf(target), { align: 'auto' })
  }
  useCommand('next', () => move(1))
  useCommand('previous', () => move(-1))
  if (items.length === 0 && state === 'loading')
    return (
      <div role="status" aria-label={t('common.loading')} className="flex grow flex-col gap-3 p-4">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-9" />
        ))}
      </div>
    )
  return (
    <div
      ref={scroller}
      className="min-h-0 grow overflow-y-auto"
      onKeyDown={(event) => {
        const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
        if (step === 0 || !(event.target instanceof HTMLElement)) return
        const from = event.target.dataset['person']
        const index = items.findIndex((item) => item.id === from)
        const id = items[index + step]?.id
        if (index === -1 || id === undefined) return
        event.preventDefault()
        virtual.scrollToIndex(index + step, { align: 'auto' })
        focusRow(scroller.current, `[data-person="${id}"]`)
      }}
    >
      {items.length === 0 ? (
        <Nothing />
      ) : (
        <ul
          aria-label={t('people.list')}
          className="relative w-full"
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map((row) => {
            const person = items[row.index]
            if (!person) return null
            return (
              <li
                key={row.key}
                aria-setsize={next === null ? items.length : -1}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <PersonRow person={person} selected={person.id === selected} onOpen={open} />
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

export function PeopleList() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const maySell = useMay('sell')
  const { far, groups, taken, close } = usePeopleFiles()
  useEffect(followPeople, [])
  return (
    <section aria-label={t('people.title')} className="flex min-h-0 grow flex-col">
      <header className="flex flex-col gap-2 px-4 pt-3 pb-2">
        <div className="flex h-8 items-center justify-between">
          <h1 data-focus-home tabIndex={-1} className="text-title font-semibold focus-visible:outline-none">
            {t('people.title')}
          </h1>
          <div className="flex">
            {maySell && (
              <IconButton
                label={t('people.add')}
                icon={<UserPlus aria-hidden className="size-4" />}
                onClick={() => setAdding(true)}
              />
            )}
            <PeopleMenu groups={groups} />
          </div>
        </div>
        <PeopleProgress far={far} />
        <PeopleSearch />
        <TagFilter />
        <AllDuplicates />
      </header>
      <Rows />
      <AddressBookDialog report={taken} onClose={close} />
      <PersonForm open={adding} contact={null} onClose={() => setAdding(false)} onDone={openPerson} />
    </section>
  )
}
