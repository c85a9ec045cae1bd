/** A customer's leads on the card: stage changed in place, value, and where each stands with the CRM. */
import { Pencil } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import type { Lead, Stage } from '../../../contract'
import { client } from '../../client'
import { attempt } from '../../lib/attempt'
import { useFormat } from '../../lib/format'
import { CardList, IconButton, Select } from '../../ui'
import { SyncLine } from '../crm'
import { leadsInOrder, stageOptions } from '../customer/rules'

interface LeadItemProps {
  lead: Lead
  stages: readonly Stage[]
  onEdit: () => void
  onChanged: (lead: Lead) => void
}

function LeadItem({ lead, stages, onEdit, onChanged }: LeadItemProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const move = async (stageId: string) => {
    onChanged({ ...lead, stageId })
    const after = await attempt(() => client.leads.update({ id: lead.id, stageId }))
    onChanged(after ?? lead)
  }
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
        onValue={(stageId) => void move(stageId)}
      />
      <SyncLine kind="lead" recordId={lead.id} title={lead.title} sync={lead.sync} />
    </li>
  )
}

export interface LeadListProps {
  leads: readonly Lead[]
  stages: readonly Stage[]
  onNew: () => void
  onEdit: (lead: Lead) => void
  onChanged: (lead: Lead) => void
}

export function LeadList({ leads, stages, onNew, onEdit, onChanged }: LeadListProps) {
  const { t } = useTranslation()
  return (
    <CardList
      id="card-leads"
      heading={t('leads.heading')}
      add={t('leads.new')}
      onAdd={onNew}
      none={t('leads.none')}
      items={leadsInOrder(leads, stages).map((lead) => (
        <LeadItem
          key={lead.id}
          lead={lead}
          stages={stages}
          onEdit={() => onEdit(lead)}
          onChanged={onChanged}
        />
      ))}
    />
  )
}
