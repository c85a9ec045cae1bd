/** One product of the catalogue. */
import { Pencil } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../contract'
import { useFormat } from '../../lib/format'
import { Badge, IconButton } from '../../ui'
import { ProductPicture } from './picture'

export interface ProductRowProps {
  product: Product
  /** Null where the person may not. */
  onEdit: ((product: Product) => void) | null
}

export const ProductRow = memo(function ProductRow({ product, onEdit }: ProductRowProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const { name, sku, category, stock, unit, active, unitPrice, currency } = product
  const facts = [sku, category].filter((fact) => fact !== null)
  return (
    <div className="flex h-16 items-center gap-3 border-b border-line px-4">
      <ProductPicture product={product} />
      <div className="min-w-0 grow">
        <p className="flex items-center gap-2">
          <span dir="auto" className="truncate font-medium">
            {name}
          </span>
          {!active && <Badge>{t('catalog.notSold')}</Badge>}
        </p>
        <p className="truncate text-small text-text-3">{facts.join(' · ')}</p>
      </div>
      <div className="shrink-0 text-right">
        <p className="numeric font-medium">
          {format.money(unitPrice, currency)}
          {unit !== null && <span className="font-normal text-text-3"> / {unit}</span>}
        </p>
        <p className="numeric text-small text-text-3">
          {stock === null
            ? t('catalog.notCounted')
            : t('orders.stock', { count: stock, n: format.number(stock) })}
        </p>
      </div>
      {onEdit && (
        <IconButton
          size="sm"
          label={t('catalog.editNamed', { name })}
          icon={<Pencil aria-hidden className="size-3.5" />}
          onClick={() => onEdit(product)}
        />
      )}
    </div>
  )
})
