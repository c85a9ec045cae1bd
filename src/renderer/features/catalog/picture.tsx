/** A product's picture, from this machine; its initials' place holder where there is none. */
import { Package } from 'lucide-react'
import { useState } from 'react'
import type { Product } from '../../../contract'
import { cx } from '../../lib/cx'

export function ProductPicture({ product, className }: { product: Product; className?: string }) {
  const [failed, setFailed] = useState<string | null>(null)
  const { id, picture } = product
  return (
    <span
      aria-hidden
      className={cx(
        'flex shrink-0 items-center justify-center overflow-hidden rounded-control bg-surface-2 text-text-3',
        className ?? 'size-10',
      )}
    >
      {picture === null || failed === picture ? (
        <Package className="size-5" />
      ) : (
        <img
          // Another picture is another address: else the one before would stay on the screen.
          src={`/pictures/${encodeURIComponent(id)}?${encodeURIComponent(picture.slice(-64))}`}
          alt=""
          loading="lazy"
          className="size-full object-cover"
          onError={() => setFailed(picture)}
        />
      )}
    </span>
  )
}
