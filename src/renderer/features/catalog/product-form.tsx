/** A product made or changed here; the CRM is told as soon as it can be. */
import { useId, useState, type SyntheticEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category, Product } from '../../../contract'
import { client } from '../../client'
import { upload } from '../../client/upload'
import { attempt } from '../../lib/attempt'
import { changesOf, PRICE } from '../../lib/changes'
import { useCrm } from '../../stores/app'
import { FormDialog, Input, Select, Switch, toast } from '../../ui'
import { MoneyInput, useCurrencies, useHomeCurrency, type Amount } from '../orders'
import { CategoryField } from './category-field'
import { categoryProblem, type CategoryDraft } from './category-rules'
import { PictureField, type PictureDraft } from './picture-field'
import { readCatalog } from './products'

export interface ProductFormProps {
  /** Null: a new one. */
  product: Product | null
  categories: readonly Category[]
  onClose: () => void
}

/** A whole number, or null for a field that is empty; `undefined` for anything else. */
const wholeOf = (text: string): number | null | undefined =>
  text.trim() === '' ? null : /^\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : undefined

/** A product as this form writes it. */
const fieldsOf = ({ name, sku, categoryId, unitPrice, currency, stock, unit, active }: Product) => ({
  ...{ name, sku, categoryId, unitPrice, currency, stock, unit, active },
})

const textOf = (text: string): string | null => (text.trim() === '' ? null : text.trim())

async function saveCategory(draft: CategoryDraft): Promise<void> {
  if (draft.kind === 'chosen') return
  const { id, name } = draft
  await (draft.kind === 'new'
    ? client.catalog.createCategory({ id, name: name.trim() })
    : client.catalog.renameCategory({ id, name: name.trim() }))
}

async function pictureOf(draft: PictureDraft): Promise<{ picture?: { uploadId: string } | null }> {
  if (draft === 'kept') return {}
  return { picture: draft === 'none' ? null : { uploadId: (await upload(draft)).uploadId } }
}

export function ProductForm({ product, categories, onClose }: ProductFormProps) {
  const { t } = useTranslation()
  const formId = useId()
  const home = useHomeCurrency()
  const [id] = useState(() => product?.id ?? crypto.randomUUID())
  // What the product said then: the CRM may change it while the form is open.
  const [opened] = useState(() => product && fieldsOf(product))
  const [name, setName] = useState(product?.name ?? '')
  const [sku, setSku] = useState(product?.sku ?? '')
  const [category, setCategory] = useState<CategoryDraft>({ kind: 'chosen', id: product?.categoryId ?? null })
  const [picture, setPicture] = useState<PictureDraft>('kept')
  const takesCategories = useCrm(({ status }) => status?.takes.includes('category') ?? true)
  const [currency, setCurrency] = useState(product?.currency ?? home)
  const [price, setPrice] = useState<Amount>(product?.unitPrice ?? null)
  const [stock, setStock] = useState(product?.stock === null || !product ? '' : String(product.stock))
  const [unit, setUnit] = useState(product?.unit ?? '')
  const [active, setActive] = useState(product?.active ?? true)
  const [tried, setTried] = useState(false)
  const currencies = useCurrencies(currency)
  const pieces = wholeOf(stock)
  const save = async (event: SyntheticEvent<HTMLFormElement>, onBusy: (busy: boolean) => void) => {
    event.preventDefault()
    setTried(true)
    if (
      name.trim() === '' ||
      typeof price !== 'number' ||
      pieces === undefined ||
      categoryProblem(category, categories) !== null
    ) {
      const form = event.currentTarget
      requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    const input = {
      ...{ name: name.trim(), sku: textOf(sku), categoryId: category.id, unitPrice: price, currency },
      ...{ stock: pieces, unit: textOf(unit), active },
    }
    const changes = opened && changesOf(opened, input, PRICE)
    if (opened && !changes && category.kind === 'chosen' && picture === 'kept') {
      onClose()
      return
    }
    onBusy(true)
    const kept = await attempt(async () => {
      await saveCategory(category)
      const shown = await pictureOf(picture)
      return opened
        ? client.catalog.update({ id, ...changes, ...shown })
        : client.catalog.create({ id, ...input, ...shown })
    })
    onBusy(false)
    if (!kept) return
    toast(t('catalog.saved', { name: kept.name }), { about: `product ${id}` })
    void readCatalog()
    onClose()
  }
  return (
    <FormDialog
      open
      onClose={onClose}
      title={product ? t('catalog.editNamed', { name: product.name }) : t('catalog.newProduct')}
      description={t('catalog.formText')}
      width="md"
      formId={formId}
      submit={t('common.save')}
    >
      {(onBusy) => (
        <form
          id={formId}
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => void save(event, onBusy)}
        >
          <Input
            label={t('catalog.name')}
            maxLength={200}
            value={name}
            error={tried && name.trim() === '' ? t('catalog.nameError') : null}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <div className="grid gap-3 sm:grid-cols-2">
            <MoneyInput
              label={t('catalog.price')}
              value={price}
              currency={currency}
              error={tried && typeof price !== 'number' ? t('orders.amountError') : null}
              onValue={setPrice}
            />
            <Select label={t('leads.currency')} options={currencies} value={currency} onValue={setCurrency} />
          </div>
          <div className="grid gap-3 sm:grid-cols-3">
            <Input
              label={t('catalog.sku')}
              maxLength={60}
              value={sku}
              onChange={(event) => setSku(event.currentTarget.value)}
            />
            <Input
              label={t('catalog.unit')}
              placeholder={t('catalog.unitExample')}
              maxLength={20}
              value={unit}
              onChange={(event) => setUnit(event.currentTarget.value)}
            />
            <Input
              label={t('catalog.stock')}
              placeholder={t('catalog.notCounted')}
              inputMode="numeric"
              value={stock}
              error={pieces === undefined ? t('catalog.stockError') : null}
              onChange={(event) => setStock(event.currentTarget.value)}
            />
          </div>
          <CategoryField
            draft={category}
            categories={categories}
            tried={tried}
            mayChange={takesCategories}
            onDraft={setCategory}
          />
          <PictureField product={product} draft={picture} onDraft={setPicture} onBusy={onBusy} />
          <Switch label={t('catalog.isSold')} checked={active} onChange={setActive} />
        </form>
      )}
    </FormDialog>
  )
}
