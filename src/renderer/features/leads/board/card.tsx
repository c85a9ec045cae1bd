/** A lead on the board: what it is, whose, what it is worth, and what is to be done next. */
import { CalendarPlus, Ellipsis, MessageCircle, Pencil, User } from 'lucide-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Lead, LeadCard, Stage } from '../../../../contract'
import { cx } from '../../../lib/cx'
import { useFormat } from '../../../lib/format'
import { useCrm } from '../../../stores/app'
import { openBoard, openPerson, useNavigation } from '../../../stores/navigation'
import { useMay } from '../../../stores/rights'
import { Menu, type MenuItem } from '../../../ui'
import { SyncLine } from '../../crm'
import { useMover } from '../move'
import { NextStep } from '../next-step'
import { editStep } from '../step'
import { useDrag, useDraggable } from './drag'
import { editLead } from './editing'

/** A card opens its chat beside the board; who has none is shown with the ways to reach them. */
export function openCard({ lead, contact, chatId }: LeadCard): void {
  if (chatId === null) openPerson(contact.id)
  else openBoard({ leadId: lead.id, conversationId: chatId })
}

function Owner({ ownerId }: { ownerId: string | null }) {
  const { t } = useTranslation()
  const me = useCrm(({ status }) => status?.user?.id ?? null)
  if (ownerId === null) return null
  return (
    <span className="flex items-center gap-1">
      <User aria-hidden className="size-3.5 shrink-0" />
      {t(ownerId === me ? 'leads.ownerYou' : 'leads.ownerOther')}
    </span>
  )
}

/** Said only where something is not as it should be: that all is well is said once, in the settings. */
const isTrouble = ({ state }: Lead['sync']): boolean => state !== 'synced' && state !== 'local'

export interface CardProps {
  card: LeadCard
  stages: readonly Stage[]
}

export const Card = memo(function Card({ card, stages }: CardProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const maySell = useMay('sell')
  const { move } = useMover()
  const { lead, contact } = card
  const isOpen = useNavigation(({ place }) => place.screen === 'leads' && place.leadId === lead.id)
  const held = useDrag((drag) => drag.lead?.id === lead.id)
  const to = (stageId: string) => {
    const stage = stages.find(({ id }) => id === stageId)
    if (stage) move(lead, stage, stages)
  }
  const drag = useDraggable(lead, maySell ? to : null)
  const moves = stages
    .filter(({ id }) => id !== lead.stageId)
    .map((stage): MenuItem => ({
      id: stage.id,
      label: t('leads.moveTo', { stage: stage.name }),
      icon: (
        <span
          className="size-2 rounded-full border border-line-strong"
          style={{ background: stage.color ?? undefined }}
        />
      ),
      onSelect: () => move(lead, stage, stages),
    }))
  return (
    <div
      {...drag}
      className={cx(
        'relative flex flex-col gap-1.5 rounded-card border bg-surface-1 p-3 shadow-1 select-none',
        isOpen ? 'border-accent ring-1 ring-accent' : 'border-line hover:border-line-strong',
        held && 'opacity-50',
      )}
    >
      <button
        type="button"
        data-lead={lead.id}
        aria-current={isOpen ? 'true' : undefined}
        onClick={() => openCard(card)}
        // The whole card opens it; what else is on it lies above.
        className={cx(
          'flex min-w-0 flex-col gap-0.5 pr-7 text-left after:absolute after:inset-0 after:rounded-card',
        )}
      >
        <span dir="auto" className="font-medium break-words">
          {lead.title}
        </span>
        <span dir="auto" className="text-small break-words text-text-2">
          {contact.name}
        </span>
        <span className="flex flex-wrap items-center gap-x-3 text-small text-text-2">
          {lead.value !== null && lead.currency !== null && (
            <span className="numeric font-medium text-text-1">{format.money(lead.value, lead.currency)}</span>
          )}
          <Owner ownerId={lead.ownerId} />
        </span>
        {lead.lostReason !== null && (
          <span dir="auto" className="text-small break-words text-text-3">
            {lead.lostReason}
          </span>
        )}
      </button>
      {lead.nextStep !== null && <NextStep step={lead.nextStep} maySell={maySell} />}
      {isTrouble(lead.sync) && (
        <div className="relative">
          <SyncLine kind="lead" recordId={lead.id} title={lead.title} sync={lead.sync} />
        </div>
      )}
      <div className="absolute top-1.5 right-1.5">
        <Menu
          trigger={
            <button
              type="button"
              aria-label={t('leads.menu', { title: lead.title })}
              className="flex size-7 items-center justify-center rounded-control text-text-2 hover:bg-surface-3 data-[state=open]:bg-surface-3"
            >
              <Ellipsis aria-hidden className="size-4" />
            </button>
          }
          groups={[
            [
              {
                id: 'open',
                label: t(card.chatId === null ? 'people.openPage' : 'people.openChat'),
                icon: <MessageCircle className="size-4" />,
                onSelect: () => openCard(card),
              },
              ...(maySell
                ? [
                    {
                      id: 'edit',
                      label: t('leads.edit'),
                      icon: <Pencil className="size-4" />,
                      onSelect: () => editLead(lead),
                    },
                    {
                      id: 'step',
                      label: t(lead.nextStep === null ? 'tasks.addStep' : 'tasks.changeStep'),
                      icon: <CalendarPlus className="size-4" />,
                      onSelect: () => editStep(lead),
                    },
                  ]
                : []),
            ],
            maySell ? moves : [],
          ]}
        />
      </div>
    </div>
  )
})
