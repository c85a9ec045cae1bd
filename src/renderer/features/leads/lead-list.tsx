/** A customer's leads on the card: stage changed in place, value, the next step, and where each stands with the CRM. */
import { CalendarPlus, Pencil } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Lead, Stage } from '../../../contract'
import { useFormat } from '../../lib/format'
import { useMay } from '../../stores/rights'
import { Button, CardList, IconButton, Select } from '../../ui'
import { SyncLine } from '../crm'
import { leadsInOrder, stageOptions } from '../customer/rules'
import { useMover } from './move'
import { NextStep } from './next-step'
import { editStep } from './step'

interface LeadItemProps {
  lead: Lead
  stages: readonly Stage[]
  onEdit: () => void
}

function LeadItem({ lead, stages, onEdit }: LeadItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const maySell = useMay('sell')
  const { move } = useMover()
  const isOpen = stages.find(({ id }) => id === lead.stageId)?.outcome === 'open'
  return (
    <li className="flex flex-col gap-2 rounded-card border border-line p-3">
      <div className="flex items-start gap-2">
        <div className="min-w-0 grow">
          <p dir="auto" className="font-medium break-words">
            {lead.title}
          </p>
          {lead.value !== null && lead.currency !== null && (
            <p className="numeric text-text-2">{format.money(lead.value, lead.currency)}</p>
          )}
        </div>
        <IconButton
          size="sm"
          label={t('leads.editNamed', { title: lead.title })}
          icon={<Pencil aria-hidden className="size-3.5" />}
          onClick={onEdit}
        />
      </div>
      <Select
        hideLabel
        label={t('leads.stageOf', { title: lead.title })}
        options={stageOptions(stages, lead.stageId, t('leads.stageGone'))}
        value={lead.stageId}
        onValue={(stageId) => {
          const to = stages.find(({ id }) => id === stageId)
          if (to) move(lead, to, stages)
        }}
      />
      {lead.lostReason !== null && (
        <p dir="auto" className="text-small break-words text-text-2">
          {t('leads.lostBecause', { reason: lead.lostReason })}
        </p>
      )}
      {lead.nextStep !== null && <NextStep step={lead.nextStep} maySell={maySell} />}
      {lead.nextStep === null && maySell && isOpen && (
        <Button
          size="sm"
          variant="ghost"
          className="-ml-2.5 self-start"
          icon={<CalendarPlus aria-hidden className="size-3.5" />}
          aria-label={t('tasks.addStepTo', { title: lead.title })}
          onClick={() => editStep(lead)}
        >
          {t('tasks.addStep')}
        </Button>
      )}
      <SyncLine kind="lead" recordId={lead.id} title={lead.title} sync={lead.sync} />
    </li>
  )
}

export interface LeadListProps {
  leads: readonly Lead[]
  stages: readonly Stage[]
  onNew: () => void
  onEdit: (lead: Lead) => void
}

export function LeadList({ leads, stages, onNew, onEdit }: LeadListProps) {
  const { t } = useTranslation()
  return (
    <CardList
      id="card-leads"
      heading={t('leads.heading')}
      add={t('leads.new')}
      onAdd={onNew}
      none={t('leads.none')}
      items={leadsInOrder(leads, stages).map((lead) => (
        <LeadItem key={lead.id} lead={lead} stages={stages} onEdit={() => onEdit(lead)} />
      ))}
    />
  )
}
