/** A product's picture in its form: shown, chosen, replaced, removed. It is handed over with the rest. */
import { ImagePlus, Package, Trash2 } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Product } from '../../../contract'
import { Button } from '../../ui'
import { ProductPicture } from './picture'
import { preparePicture } from './prepare-picture'

/** A file that was chosen; `none`: it goes; `kept`: as it is. */
export type PictureDraft = File | 'none' | 'kept'

export interface PictureFieldProps {
  product: Product | null
  draft: PictureDraft
  onDraft: (draft: PictureDraft) => void
  /** A file that was chosen is being made ready. */
  onBusy: (busy: boolean) => void
}

function Preview({ file }: { file: File }) {
  const url = useMemo(() => URL.createObjectURL(file), [file])
  useEffect(() => () => URL.revokeObjectURL(url), [url])
  return <img src={url} alt="" className="size-20 shrink-0 rounded-control object-cover" />
}

export function PictureField({ product, draft, onDraft, onBusy }: PictureFieldProps) {
  const { t } = useTranslation()
  const input = useRef<HTMLInputElement>(null)
  const labelId = useId()
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState(false)
  const hasKept = draft === 'kept' && product !== null && product.picture !== null
  const has = draft instanceof File || hasKept
  const choose = async (file: File | undefined) => {
    if (!file) return
    setBusy(true)
    onBusy(true)
    const picture = await preparePicture(file)
    setBusy(false)
    onBusy(false)
    setFailed(picture === null)
    if (picture) onDraft(picture)
  }
  return (
    <div role="group" aria-labelledby={labelId} className="flex flex-col gap-1">
      <span id={labelId} className="text-small font-medium text-text-2">
        {t('catalog.picture')}
      </span>
      <div className="flex flex-wrap items-center gap-3">
        {draft instanceof File ? (
          <Preview file={draft} />
        ) : hasKept ? (
          <ProductPicture product={product} className="size-20" />
        ) : (
          <span
            aria-hidden
            className="flex size-20 shrink-0 items-center justify-center rounded-control bg-surface-2 text-text-3"
          >
            <Package className="size-7" />
          </span>
        )}
        <div className="flex flex-wrap gap-2">
          <Button
            busy={busy}
            icon={<ImagePlus aria-hidden className="size-4" />}
            onClick={() => input.current?.click()}
          >
            {t(has ? 'catalog.replacePicture' : 'catalog.choosePicture')}
          </Button>
          {has && (
            <Button
              variant="ghost"
              icon={<Trash2 aria-hidden className="size-4" />}
              onClick={() => onDraft(product?.picture === null || !product ? 'kept' : 'none')}
            >
              {t('catalog.removePicture')}
            </Button>
          )}
        </div>
        <input
          ref={input}
          data-testid="product-picture"
          type="file"
          accept="image/*"
          tabIndex={-1}
          aria-hidden
          className="hidden"
          onChange={(event) => {
            void choose(event.currentTarget.files?.[0])
            event.currentTarget.value = ''
          }}
        />
      </div>
      <p role="alert" className="text-small text-danger empty:hidden">
        {failed ? t('catalog.pictureError') : null}
      </p>
    </div>
  )
}
