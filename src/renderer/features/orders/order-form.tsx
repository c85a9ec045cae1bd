/** An order being written beside the conversation: products, quantities, prices, total. */
import { Percent, Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Order } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { changesOf } from '../../lib/changes'
import { useFormat } from '../../lib/format'
import { Banner, Button, Select, TextArea, toast } from '../../ui'
import { SignInHint } from '../crm'
import { useCurrencies } from './currencies'
import * as rules from './draft'
import { changeDraft, dropDraft } from './drafts'
import { LineEditor } from './line-editor'
import { ProductSearch } from './product-search'
import { Sums } from './sums'
import { EMPTY_TERMS, termsMeant } from './terms'
import { TermsEditor } from './terms-editor'

export interface OrderFormProps {
  conversationId: string
  draft: rules.OrderDraft
  onDone: (order: Order) => void
  onCancel: () => void
}

/** The button that removed a line went with it: on to the line in its place, else the one before, else where products are looked for. */
function focusAfterRemoval(form: HTMLElement | null, index: number): void {
  requestAnimationFrame(() => {
    const left = form?.querySelectorAll<HTMLElement>('[data-remove-line]') ?? []
    const next = left[Math.min(index, left.length - 1)] ?? form?.querySelector<HTMLElement>('[role=combobox]')
    next?.focus()
  })
}

export function OrderForm({ conversationId, draft, onDone, onCancel }: OrderFormProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const form = useRef<HTMLFormElement>(null)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState<'draft' | 'placed' | null>(null)
  const [fresh, setFresh] = useState<string | null>(null)
  const currencies = useCurrencies(draft.currency)
  const change = (make: (draft: rules.OrderDraft) => rules.OrderDraft) => changeDraft(conversationId, make)
  const checked = rules.check(draft)
  const sums = rules.sumsOf(draft)
  const [termsShown, setTermsShown] = useState(false)
  const showTerms = termsShown || JSON.stringify(draft.terms) !== JSON.stringify(EMPTY_TERMS)

  const save = async (status: 'draft' | 'placed') => {
    setTried(true)
    if (busy !== null) return
    const { input } = rules.check({ ...draft, status })
    if (!input) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
      return
    }
    const changes = draft.opened && changesOf(draft.opened, input)
    if (draft.opened && !changes) {
      onCancel()
      return
    }
    setBusy(status)
    const order = await attempt(() =>
      draft.opened ? client.orders.update({ id: input.id, ...changes }) : client.orders.create(input),
    )
    setBusy(null)
    if (!order) return
    dropDraft(conversationId)
    toast(t(`orders.done.${status}`, { total: format.money(order.total, order.currency) }), {
      about: `order ${conversationId}`,
      chat: conversationId,
    })
    onDone(order)
  }

  return (
    <form
      ref={form}
      noValidate
      aria-label={t(draft.isNew ? 'orders.new' : 'orders.edit')}
      className="flex flex-col gap-4 px-4 pb-4"
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <ProductSearch
        takes={(product) => rules.takesProduct(draft, product)}
        quiet={draft.lines.length > 0}
        onAdd={(product) => {
          setFresh(null)
          change((now) => rules.addProduct(now, product, crypto.randomUUID()))
        }}
      />
      {draft.lines.length > 0 && (
        <ul aria-label={t('orders.lines')} className="flex flex-col gap-2">
          {draft.lines.map((line, index) => (
            <LineEditor
              key={line.key}
              line={line}
              position={index + 1}
              currency={draft.currency}
              // A quantity that can't be is said at once; what is only missing yet, when it is to be saved.
              problem={
                tried || (line.quantity !== null && checked.lines[line.key] === 'quantity')
                  ? (checked.lines[line.key] ?? null)
                  : null
              }
              overStock={rules.isOverStock(draft, line)}
              autoFocus={line.key === fresh}
              onChange={(part) => change((now) => rules.changeLine(now, line.key, part))}
              onStep={(by) => change((now) => rules.step(now, line.key, by))}
              onRemove={() => {
                change((now) => rules.removeLine(now, line.key))
                focusAfterRemoval(form.current, index)
              }}
            />
          ))}
        </ul>
      )}
      <Button
        className="self-start"
        size="sm"
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => {
          const key = crypto.randomUUID()
          setFresh(key)
          change((now) => rules.addFreeLine(now, key))
        }}
      >
        {t('orders.addFree')}
      </Button>
      {!rules.currencyIsFixed(draft) && draft.lines.length > 0 && (
        <Select
          label={t('leads.currency')}
          options={currencies}
          value={draft.currency}
          onValue={(currency) => change((now) => rules.withCurrency(now, currency))}
        />
      )}
      {showTerms ? (
        <TermsEditor
          terms={draft.terms}
          currency={draft.currency}
          wrong={checked.terms}
          onChange={(make) => change((now) => ({ ...now, terms: make(now.terms) }))}
        />
      ) : (
        <Button
          className="self-start"
          size="sm"
          icon={<Percent aria-hidden className="size-3.5" />}
          onClick={() => setTermsShown(true)}
        >
          {t('orders.terms.add')}
        </Button>
      )}
      <TextArea
        label={t('orders.address')}
        rows={2}
        maxLength={1000}
        value={draft.address}
        onChange={({ currentTarget: { value } }) => change((now) => ({ ...now, address: value }))}
      />
      <TextArea
        label={t('orders.note')}
        hint={t('orders.noteHint')}
        rows={2}
        maxLength={2000}
        value={draft.note}
        onChange={({ currentTarget: { value } }) => change((now) => ({ ...now, note: value }))}
      />
      <Sums
        live
        sums={typeof sums === 'string' || draft.lines.length === 0 ? null : sums}
        terms={termsMeant(draft.terms)}
        currency={draft.currency}
      />
      {checked.order !== null && (tried || checked.order !== 'no-lines') && (
        <Banner tone="danger" urgent rounded>
          {t(`orders.problem.${checked.order}`)}
        </Banner>
      )}
      <SignInHint />
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button busy={busy === 'draft'} onClick={() => void save('draft')}>
          {t('orders.saveDraft')}
        </Button>
        <Button variant="primary" busy={busy === 'placed'} onClick={() => void save('placed')}>
          {t('orders.place')}
        </Button>
      </div>
    </form>
  )
}
