/** Makes or changes a lead, beside the conversation. */
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead, Stage } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { changesOf, VALUE } from '../../lib/changes'
import { inCurrency } from '../../lib/money'
import { Button, Input, Select, toast } from '../../ui'
import { SignInHint } from '../crm'
import { stageOptions } from '../customer/rules'
import { useCurrencies, useHomeCurrency } from '../orders/currencies'
import { MoneyInput } from '../orders/money-input'
import { checkLead, draftOf, meantBy, firstStage, type LeadDraft } from './rules'

export interface LeadFormProps {
  contactId: string
  /** Null: it was made in no chat. */
  conversationId: string | null
  /** Null: a new one. */
  lead: Lead | null
  stages: readonly Stage[]
  onDone: (lead: Lead) => void
  onCancel: () => void
}

export function LeadForm({ contactId, conversationId, lead, stages, onDone, onCancel }: LeadFormProps) {
  const { t } = useTranslation()
  const home = useHomeCurrency()
  // The id is made once: pressing twice, or again after a lost answer, is one lead.
  const [draft, setDraft] = useState<LeadDraft>(() =>
    lead
      ? draftOf(lead, home)
      : { id: crypto.randomUUID(), title: '', stageId: firstStage(stages), value: null, currency: home },
  )
  // What the lead said then: the CRM may change it while the form is open.
  const [opened] = useState(draft)
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const titleField = useRef<HTMLInputElement>(null)
  const currencies = useCurrencies(draft.currency)
  const checked = checkLead(draft)
  const wrong = (problem: (typeof checked.problems)[number]) => tried && checked.problems.includes(problem)
  const change = (part: Partial<LeadDraft>) => setDraft((before) => ({ ...before, ...part }))
  const save = async () => {
    setTried(true)
    if (busy) return
    if (!checked.fields) {
      if (checked.problems.includes('title')) titleField.current?.focus()
      return
    }
    const { fields } = checked
    const changes = lead && changesOf(meantBy(opened), fields, VALUE)
    if (lead && !changes) {
      onCancel()
      return
    }
    setBusy(true)
    const saved = await attempt(() =>
      lead
        ? client.leads.update({ id: lead.id, ...changes })
        : client.leads.create({ id: draft.id, contactId, conversationId, ...fields }),
    )
    setBusy(false)
    if (!saved) return
    toast(t(lead ? 'leads.saved' : 'leads.created', { title: saved.title }), {
      about: `lead ${saved.id}`,
      ...(conversationId === null ? {} : { chat: conversationId }),
    })
    onDone(saved)
  }
  return (
    <form
      noValidate
      aria-label={t(lead ? 'leads.edit' : 'leads.new')}
      className="flex flex-col gap-4 px-4 pb-4"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return
        event.stopPropagation()
        onCancel()
      }}
    >
      <Input
        ref={titleField}
        autoFocus
        label={t('leads.title')}
        placeholder={t('leads.titleExample')}
        error={wrong('title') ? t('leads.titleError') : null}
        value={draft.title}
        maxLength={200}
        onChange={(event) => change({ title: event.currentTarget.value })}
      />
      <Select
        label={t('leads.stage')}
        options={stageOptions(stages, draft.stageId, t('leads.stageGone'))}
        value={draft.stageId}
        onValue={(stageId) => change({ stageId })}
      />
      <MoneyInput
        label={t('leads.value')}
        value={draft.value}
        currency={draft.currency}
        error={wrong('value') ? t('orders.amountError') : null}
        onValue={(value) => change({ value })}
      />
      <Select
        label={t('leads.currency')}
        options={currencies}
        value={draft.currency}
        onValue={(currency) =>
          change({
            currency,
            value:
              typeof draft.value === 'number'
                ? inCurrency(draft.value, draft.currency, currency)
                : draft.value,
          })
        }
      />
      <SignInHint />
      <div className="flex flex-wrap justify-end gap-2">
        <Button onClick={onCancel}>{t('common.cancel')}</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {t(lead ? 'common.save' : 'leads.create')}
        </Button>
      </div>
    </form>
  )
}
