/** The catalogue: search, a category at a time, and only the rows on the screen exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Package, Plus, Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../contract'
import { Button, controlClass, EmptyState, IconButton, Select, Skeleton, Switch } from '../../ui'
import { cx } from '../../lib/cx'
import { useCrm } from '../../stores/app'
import { useMay } from '../../stores/rights'
import { useCommand } from '../commands/registry'
import { openSignIn, useNeedsSignIn } from '../crm'
import { ProductForm } from './product-form'
import { ProductRow } from './product-row'
import { followCatalog, readCatalog, readMoreProducts, setCatalogView, useCatalog } from './products'

const ROW = 64

function SearchBox() {
  const { t } = useTranslation()
  const query = useCatalog((state) => state.query)
  const [text, setText] = useState(query)
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (text.trim() === query) return
    const timer = setTimeout(() => setCatalogView({ query: text.trim() }), text === '' ? 0 : 200)
    return () => clearTimeout(timer)
  }, [text, query])
  useCommand('search', () => input.current?.focus())
  return (
    <div className="relative min-w-0 grow basis-56">
      <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-text-3" />
      <input
        ref={input}
        type="search"
        aria-label={t('catalog.search')}
        placeholder={t('catalog.searchHint')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        className={cx(controlClass, 'h-8 pl-8')}
      />
    </div>
  )
}

function Nothing() {
  const { t } = useTranslation()
  const { query, categoryId, state } = useCatalog()
  const signInNeeded = useNeedsSignIn()
  const icon = <Package className="size-6" />
  if (state === 'failed')
    return (
      <EmptyState
        icon={icon}
        title={t('catalog.failed')}
        action={<Button onClick={() => void readCatalog()}>{t('common.retry')}</Button>}
      />
    )
  if (query !== '' || categoryId !== null)
    return (
      <EmptyState
        icon={icon}
        title={t('catalog.noMatch')}
        action={
          <Button onClick={() => setCatalogView({ query: '', categoryId: null })}>
            {t('catalog.showAll')}
          </Button>
        }
      />
    )
  return (
    <EmptyState
      icon={icon}
      title={t('catalog.empty')}
      text={t('catalog.emptyText')}
      action={signInNeeded ? <Button onClick={openSignIn}>{t('crm.signIn')}</Button> : undefined}
    />
  )
}

function Rows({ onEdit }: { onEdit: ((product: Product) => void) | null }) {
  const { t } = useTranslation()
  const { items, next, state } = useCatalog()
  const scroller = useRef<HTMLDivElement>(null)
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
    if (next !== null && lastShown >= items.length - 20) void readMoreProducts()
  }, [lastShown, items.length, next])
  if (items.length === 0 && state === 'loading')
    return (
      <div role="status" aria-label={t('common.loading')} className="flex grow flex-col gap-3 p-4">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} className="h-10" />
        ))}
      </div>
    )
  return (
    // It scrolls, and must also without a mouse.
    <div ref={scroller} tabIndex={0} className="focus-inset min-h-0 grow overflow-y-auto">
      {items.length === 0 ? (
        <Nothing />
      ) : (
        <ul
          aria-label={t('catalog.title')}
          className="relative w-full"
          style={{ height: virtual.getTotalSize() }}
        >
          {rows.map((row) => {
            const product = items[row.index]
            if (!product) return null
            return (
              <li
                key={row.key}
                aria-setsize={next === null ? items.length : -1}
                aria-posinset={row.index + 1}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <ProductRow product={product} onEdit={onEdit} />
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}

export function CatalogScreen() {
  const { t } = useTranslation()
  const { categories, categoryId, inactive } = useCatalog()
  // A Frappe site's products are changed there.
  const takesProducts = useCrm(({ status }) => status?.kind !== 'frappe')
  const mayEdit = useMay('edit-catalog') && takesProducts
  const [editing, setEditing] = useState<Product | 'new' | null>(null)
  useEffect(followCatalog, [])
  return (
    <main className="flex min-h-0 min-w-0 grow flex-col bg-surface-1">
      <header className="flex flex-col gap-2 border-b border-line px-4 pt-3 pb-3">
        <div className="flex h-8 items-center justify-between">
          <h1 className="text-title font-semibold">{t('catalog.title')}</h1>
          {mayEdit && (
            <IconButton
              label={t('catalog.newProduct')}
              icon={<Plus aria-hidden className="size-4" />}
              onClick={() => setEditing('new')}
            />
          )}
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <SearchBox />
          <Select
            hideLabel
            className="grow basis-40 sm:max-w-60"
            label={t('catalog.category')}
            options={[
              { value: '', label: t('catalog.allCategories') },
              ...categories.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            value={categoryId ?? ''}
            onValue={(value) => setCatalogView({ categoryId: value === '' ? null : value })}
          />
          <Switch
            label={t('catalog.alsoInactive')}
            checked={inactive}
            onChange={(on) => setCatalogView({ inactive: on })}
          />
        </div>
      </header>
      <Rows onEdit={mayEdit ? setEditing : null} />
      {editing !== null && (
        <ProductForm
          product={editing === 'new' ? null : editing}
          categories={categories}
          onClose={() => setEditing(null)}
        />
      )}
    </main>
  )
}
