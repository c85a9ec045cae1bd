/** Finds a product and puts it into the order, without leaving the field: type, arrows, Enter. */
import { Search } from 'lucide-react'
import { useEffect, useId, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../contract'
import { problemText } from '../../lib/attempt'
import { cx } from '../../lib/cx'
import { useFormat } from '../../lib/format'
import { controlClass } from '../../ui'
import { useNeedsSignIn } from '../crm'
import { useProducts } from './use-products'

export interface ProductSearchProps {
  /** Whether its currency goes with the order. */
  takes: (product: Product) => boolean
  /** Shows nothing before something is typed: the lines below need the room. */
  quiet: boolean
  onAdd: (product: Product) => void
}

function ProductOption(props: {
  id: string
  product: Product
  active: boolean
  takes: boolean
  onPick: () => void
}) {
  const { id, product, active, takes, onPick } = props
  const { t } = useTranslation()
  const format = useFormat()
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active) row.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const facts = [
    product.sku,
    product.stock === null
      ? null
      : t('orders.stock', { count: product.stock, n: format.number(product.stock) }),
    takes ? null : t('orders.otherCurrency', { currency: product.currency }),
  ].filter((fact) => fact !== null)
  return (
    <li
      ref={row}
      id={id}
      role="option"
      aria-selected={active}
      aria-disabled={!takes}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPick}
      className={cx(
        'flex items-start gap-2 border-l-2 px-2.5 py-1.5 hover:bg-surface-2',
        active ? 'border-accent bg-surface-2' : 'border-transparent',
      )}
    >
      <span className="min-w-0 grow">
        <span dir="auto" className={cx('block truncate', !takes && 'text-text-3')}>
          {product.name}
        </span>
        <span className="block text-meta text-text-3">{facts.join(' · ')}</span>
      </span>
      <span className="numeric shrink-0 text-small text-text-2">
        {format.money(product.unitPrice, product.currency)}
      </span>
    </li>
  )
}

export function ProductSearch({ takes, quiet, onAdd }: ProductSearchProps) {
  const { t } = useTranslation()
  const id = useId()
  const signInNeeded = useNeedsSignIn()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(0)
  const { query: foundFor, products: found, problem } = useProducts(query)
  const products = quiet && query.trim() === '' ? [] : found
  // Enter adds what is seen for what is typed, never what was found for something typed before.
  const fresh = foundFor === query
  const active = Math.min(at, products.length - 1)
  const pick = (product: Product | undefined) => {
    if (!product || !takes(product)) return
    onAdd(product)
    setQuery('')
    setAt(0)
  }
  const move = (by: number) => setAt((products.length + active + by) % Math.max(1, products.length))
  const says = problem
    ? problemText(problem)
    : !fresh || found.length > 0
      ? null
      : t(
          signInNeeded
            ? 'orders.signInForProducts'
            : query.trim() === ''
              ? 'orders.noCatalogue'
              : 'orders.noProduct',
        )
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="text-small font-medium text-text-2">
        {t('orders.findProduct')}
      </label>
      <div className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2.5 size-4 text-text-3" />
        <input
          id={id}
          autoFocus
          type="text"
          role="combobox"
          aria-expanded={products.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={products.length > 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={t('orders.findHint')}
          value={query}
          className={cx(controlClass, 'h-8 pl-8')}
          onChange={(event) => {
            setQuery(event.currentTarget.value)
            setAt(0)
          }}
          onKeyDown={(event) => {
            if (event.key === 'ArrowDown') move(1)
            else if (event.key === 'ArrowUp') move(-1)
            else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
              if (fresh) pick(products[active])
            } else if (event.key === 'Escape' && query !== '') {
              setQuery('')
              event.stopPropagation()
            } else return
            event.preventDefault()
          }}
        />
      </div>
      <ul
        id={`${id}-list`}
        role="listbox"
        aria-label={t('orders.products')}
        className={cx(
          'max-h-52 overflow-y-auto rounded-control border border-line',
          products.length === 0 && 'hidden',
        )}
      >
        {products.map((product, index) => (
          <ProductOption
            key={product.id}
            id={`${id}-${index}`}
            product={product}
            active={index === active}
            takes={takes(product)}
            onPick={() => pick(product)}
          />
        ))}
      </ul>
      <p role="status" className="text-small text-text-3 empty:hidden">
        {says}
      </p>
    </div>
  )
}
