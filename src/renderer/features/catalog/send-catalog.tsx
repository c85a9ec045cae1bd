/** Sends the catalogue, a category, or one product with its picture into the chat. */
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Category, Conversation, Product } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { LANGUAGES } from '../../i18n'
import { takeMessages } from '../../stores/thread'
import { RichText } from '../thread/text'
import { Button, Dialog, Input, Select, Skeleton, toast } from '../../ui'
import { isOptedOut, OptedOut, useContact } from '../contacts'
import { LANGUAGE_OPTIONS, useCustomerLanguage } from '../orders'
import { ProductPicture } from './picture'

type What = { kind: 'all' } | { kind: 'category'; categoryId: string } | { kind: 'product'; product: Product }

const MOST = 20

/** Products for what is typed, null until they were found; and the categories, once. */
function useChoices(query: string): { products: Product[]; isFresh: boolean; categories: Category[] } {
  const [{ of, products }, setFound] = useState<{ of: string | null; products: Product[] }>({
    of: null,
    products: [],
  })
  const [categories, setCategories] = useState<Category[]>([])
  useEffect(() => {
    void attempt(() => client.catalog.categories()).then((found) => found && setCategories(found))
  }, [])
  useEffect(() => {
    let over = false
    const timer = setTimeout(() => {
      void attempt(() => client.orders.products({ query, limit: MOST })).then((found) => {
        if (!over && found) setFound({ of: query, products: found })
      })
    }, 100)
    return () => {
      over = true
      clearTimeout(timer)
    }
  }, [query])
  return { products, isFresh: of === query, categories }
}

/**
 * What is looked at and would be sent: while something is typed, the hit that was picked, else the first one; null where there is none.
 */
export function meantBy(query: string, picked: What, products: readonly Product[]): What | null {
  if (query.trim() === '') return picked
  const isHit = picked.kind === 'product' && products.some(({ id }) => id === picked.product.id)
  if (isHit) return picked
  return products[0] ? { kind: 'product', product: products[0] } : null
}

const inputOf = (what: What) =>
  what.kind === 'product' ? { kind: 'product' as const, productId: what.product.id } : what

export function SendCatalog({ conversation, onClose }: { conversation: Conversation; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [language, setLanguage] = useCustomerLanguage(conversation.id)
  const [query, setQuery] = useState('')
  const [picked, setPicked] = useState<What>({ kind: 'all' })
  const [written, setWritten] = useState<{ of: string; text: string } | null>(null)
  const [busy, setBusy] = useState(false)
  const { value: contact } = useContact(conversation.contactId)
  const despiteOptOut = isOptedOut(contact)
  const { products, isFresh, categories } = useChoices(query)
  const what = meantBy(query, picked, products)
  const action = useRef<HTMLButtonElement>(null)
  // Made with the dialog: trying again after a lost answer sends nothing twice.
  const clientId = useRef(crypto.randomUUID())
  const categoryId = what?.kind === 'category' ? what.categoryId : null
  const productId = what?.kind === 'product' ? what.product.id : null
  const isNothing = what === null
  const wanted = `${language} ${categoryId ?? ''} ${productId ?? ''}`
  const text = written?.of === wanted ? written.text : null
  useEffect(() => {
    if (isNothing) return
    let over = false
    const input = { language, categoryId, productIds: productId === null ? null : [productId] }
    void attempt(() => client.catalog.text(input)).then((found) => {
      if (!over && found) setWritten({ of: wanted, text: found.text })
    })
    return () => {
      over = true
    }
  }, [language, categoryId, productId, isNothing, wanted])
  const isReady = isFresh && what !== null && text !== null && text !== ''
  const send = async () => {
    if (!isReady) return
    setBusy(true)
    const shared = { conversationId: conversation.id, clientId: clientId.current, language, despiteOptOut }
    const sent = await attempt(() => client.catalog.send({ ...shared, what: inputOf(what) }))
    setBusy(false)
    if (!sent) return
    takeMessages([sent])
    toast(t('catalog.sent'), { about: `catalogue ${conversation.id}`, chat: conversation.id })
    onClose()
  }
  return (
    <Dialog
      open
      onClose={onClose}
      width="md"
      title={t('catalog.sendTitle')}
      footer={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            variant={despiteOptOut ? 'danger' : 'primary'}
            busy={busy}
            ref={action}
            disabled={!isReady}
            onClick={() => void send()}
          >
            {t(despiteOptOut ? 'composer.sendAnyway' : 'orders.send.action')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <OptedOut contact={contact} />
        <div className="flex flex-wrap gap-3">
          <Select
            className="grow basis-48"
            label={t('catalog.what')}
            options={[
              { value: '', label: t('catalog.whole') },
              ...categories.map(({ id, name }) => ({ value: id, label: name })),
              ...(what?.kind === 'product' ? [{ value: 'product', label: what.product.name }] : []),
            ]}
            value={
              what === null || what.kind === 'all'
                ? ''
                : what.kind === 'category'
                  ? what.categoryId
                  : 'product'
            }
            onValue={(value) => {
              if (value === 'product') return
              setQuery('')
              setPicked(value === '' ? { kind: 'all' } : { kind: 'category', categoryId: value })
            }}
          />
          <Select
            className="grow basis-48"
            label={t('orders.send.language')}
            options={LANGUAGE_OPTIONS}
            value={language}
            onValue={(value) => setLanguage(LANGUAGES.find((one) => one === value) ?? language)}
          />
        </div>
        <Input
          label={t('catalog.oneProduct')}
          placeholder={t('catalog.searchHint')}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.nativeEvent.isComposing || query.trim() === '') return
            event.preventDefault()
            // Never what was found for something typed before.
            if (!isFresh || what?.kind !== 'product') return
            setPicked(what)
            action.current?.focus()
          }}
        />
        {products.length > 0 && (
          <ul
            aria-label={t('orders.products')}
            className="max-h-44 overflow-y-auto rounded-control border border-line"
          >
            {products.map((product) => (
              <li key={product.id}>
                <button
                  type="button"
                  aria-pressed={what?.kind === 'product' && what.product.id === product.id}
                  onClick={() => setPicked({ kind: 'product', product })}
                  className="focus-inset flex w-full items-center gap-2.5 px-2 py-1.5 text-left hover:bg-surface-2 aria-pressed:bg-accent-soft"
                >
                  <ProductPicture product={product} className="size-8" />
                  <span dir="auto" className="min-w-0 grow truncate">
                    {product.name}
                  </span>
                  <span className="numeric flex shrink-0 flex-col items-end text-small text-text-2">
                    {format.money(product.unitPrice, product.currency)}
                    {product.stock !== null && (
                      <span className="text-meta text-text-3">
                        {t('orders.stock', { count: product.stock, n: format.number(product.stock) })}
                      </span>
                    )}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        <section aria-label={t('orders.send.preview')} className="flex flex-col gap-2">
          {what?.kind === 'product' && what.product.picture !== null && (
            <ProductPicture product={what.product} className="size-24" />
          )}
          {what === null && isFresh ? (
            <p role="status" className="text-small text-text-3">
              {t('inbox.noMatch', { query: query.trim() })}
            </p>
          ) : text === null ? (
            <Skeleton className="h-24" />
          ) : (
            <div
              // It scrolls, and must also without a mouse.
              tabIndex={0}
              className="max-h-52 overflow-y-auto rounded-card bg-surface-2 p-3"
            >
              <RichText body={text === '' ? t('catalog.nothingToSend') : text} />
            </div>
          )}
        </section>
      </div>
    </Dialog>
  )
}
