/** The catalogue: search, a category at a time, and only the rows on the screen exist. */
import { useVirtualizer } from '@tanstack/react-virtual'
import { Package, Plus } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../contract'
import { Button, EmptyState, Select, Skeleton, Switch } from '../../ui'
import { useCrm } from '../../stores/app'
import { useMay } from '../../stores/rights'
import { SearchBox } from '../commands/search-box'
import { openSignIn, useNeedsSignIn } from '../crm'
import { ProductForm } from './product-form'
import { ProductRow } from './product-row'
import { followCatalog, readCatalog, readMoreProducts, setCatalogView, useCatalog } from './products'

const ROW = 64

const search = (query: string) => setCatalogView({ query })

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
  const { categories, categoryId, inactive, query } = useCatalog()
  // Some CRMs keep their products to themselves.
  const takesProducts = useCrm(({ status }) => status?.takes.includes('product') ?? true)
  const mayEdit = useMay('edit-catalog') && takesProducts
  const [editing, setEditing] = useState<Product | 'new' | null>(null)
  useEffect(followCatalog, [])
  return (
    <main className="flex min-h-0 min-w-0 grow flex-col bg-surface-1">
      <header className="flex flex-col gap-2 border-b border-line px-4 pt-3 pb-3">
        <div className="flex h-8 items-center justify-between">
          <h1 data-focus-home tabIndex={-1} className="text-title font-semibold focus-visible:outline-none">
            {t('catalog.title')}
          </h1>
          {mayEdit && (
            <Button icon={<Plus aria-hidden className="size-4" />} onClick={() => setEditing('new')}>
              {t('catalog.newProduct')}
            </Button>
          )}
        </div>
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 grow basis-56">
            <SearchBox
              label={t('catalog.search')}
              hint={t('catalog.searchHint')}
              query={query}
              pause={200}
              onQuery={search}
            />
          </div>
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
